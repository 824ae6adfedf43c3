import { texts } from '../text/texts';

export const t = texts({
  title: ['用审核私钥签名', 'Sign with the release key'],
  hint: [
    '选择审核私钥文件（release.pem）。私钥只在这个页面里用一次，不上传、不保存。',
    'Choose the file of the release key (release.pem). It is used once, in this page; it is neither sent nor kept.',
  ],
  file: ['私钥文件', 'Key file'],
  choose: ['请先选择私钥文件', 'Choose the key file first'],
  notKey: [
    '这个文件不是可用的私钥（要 Ed25519 的 PEM 文件）',
    'This file holds no key that can sign (a PEM file with an Ed25519 key)',
  ],
  cancel: ['取消', 'Cancel'],
  checking: ['核对规则包…', 'Checking the pack…'],
  other: [
    '服务器给出的规则包和待签名的不一致，已停止。请联系管理员。',
    'The server gave another pack than the one to be signed. Nothing was signed; tell an admin.',
  ],
  elsewhere: [
    '待签名的文件不是这家店的这次发布，已停止。请联系管理员。',
    "The document to be signed is not this shop's release. Nothing was signed; tell an admin.",
  ],
});
