/**
 * Where Huashu may run: the six platforms' chat pages and this very machine
 * (the demo page, a shop's own server under test). Anything else needs the
 * user's consent. One list for the manifest's host permissions and for the
 * content script.
 */
export const SITES = [
  'https://mms.pinduoduo.com/*',
  'https://im.jinritemai.com/*',
  'https://dongdong.jd.com/*',
  'https://im.kwaixiaodian.com/*',
  'https://walle.xiaohongshu.com/*',
  'https://market.m.taobao.com/*',
  'http://localhost/*',
  'http://127.0.0.1/*',
] as const;
