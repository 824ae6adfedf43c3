// Shows the enrolment link, all of which stands behind the # and never reaches
// a server, and talks to the extension where that is possible (see
// extension/src/sync/enrolpage.ts).
const FAULTS = {
  form: '这条链接不完整，请重新复制。',
  insecure: '服务器地址须以 https 开头。',
  root: '链接里的根证书编号不对，请重新复制。',
  tenant: '链接里的店铺标识不对，请重新复制。',
  fingerprint: '链接里的指纹不对，请重新复制。',
  network: '暂时连不上服务器，扩展会自动重试。',
};

const byId = (id) => document.getElementById(id);
const told = new URLSearchParams(location.hash.slice(1));

byId('tenant').textContent = told.get('tenant') ? `店铺：${told.get('tenant')}` : '';
byId('link').value = location.href;
byId('link').addEventListener('focus', (event) => event.target.select());
byId('copy').addEventListener('click', async () => {
  await navigator.clipboard.writeText(location.href);
  byId('copy').textContent = '已复制';
});
byId('enrol').addEventListener('click', () => {
  document.dispatchEvent(new CustomEvent('huashu:enrol'));
});

document.addEventListener('huashu:enrolment', ({ detail }) => {
  byId('enrol').hidden = detail === 'done';
  if (detail === 'done') {
    byId('title').textContent = '已加入';
    byId('status').textContent = '规则已经就位，打开卖家聊天页就能用。';
  } else if (detail !== 'offer') {
    byId('status').textContent = FAULTS[detail] ?? `没有成功（${detail}），详情见扩展弹窗。`;
  }
});
document.dispatchEvent(new CustomEvent('huashu:enrolment?'));
