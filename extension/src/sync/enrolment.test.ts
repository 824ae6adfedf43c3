import { expect, test } from 'vitest';
import { parseLink } from './enrolment';

const SHA = '29e5c8e4bbd89893bf906ea9de1374e45df4107e855cd773536d063db0609c5e';
const REST = `#tenant=demo&root=1&sha256=${SHA}`;

test.each([
  ['http://127.0.0.1:8787/enroll', 'http://127.0.0.1:8787'],
  ['http://localhost:8787/enroll', 'http://localhost:8787'],
  ['https://rules.example.cn/enroll', 'https://rules.example.cn'],
  ['  https://rules.example.cn/huashu/enroll', 'https://rules.example.cn/huashu'],
])('%s names the server %s', (address, server) => {
  expect(parseLink(`${address}${REST}\n`)).toEqual({
    server,
    tenant: 'demo',
    root: 1,
    fingerprint: SHA,
  });
});

test.each([
  ['', 'form'],
  ['你好', 'form'],
  [`/enroll${REST}`, 'form'],
  [`https://rules.example.cn/other${REST}`, 'form'],
  [`https://user:password@rules.example.cn/enroll${REST}`, 'form'],
  [`https://rules.example.cn/enroll?tenant=demo${REST}`, 'form'],
  [`javascript:alert(1)//enroll${REST}`, 'form'],
  [`http://rules.example.cn/enroll${REST}`, 'insecure'],
  [`http://127.0.0.1.example.cn/enroll${REST}`, 'insecure'],
  [`https://a.cn/enroll#tenant=demo&root=0&sha256=${SHA}`, 'root'],
  [`https://a.cn/enroll#tenant=../x&root=1&sha256=${SHA}`, 'tenant'],
  ['https://a.cn/enroll#tenant=demo&root=1&sha256=29e5', 'fingerprint'],
])('%s is refused: %s', (link, fault) => {
  expect(parseLink(link)).toBe(fault);
});
