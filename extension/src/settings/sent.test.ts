import { expect, it } from 'vitest';
import { allowedBy } from './sent';

const status = { release: 2, joined: true, left: 1, failed: [[3, 1]], rules: [[17, 5, 2, 1, 0]] };

it.each([
  ['GET', '/v1/t/demo/head', '', true],
  ['GET', '/v1/t/demo/o/ab12', '', true],
  ['GET', '/v1/t/demo/head', 'a word', false],
  ['GET', '/v1/t/demo/else', '', false],
  ['POST', '/v1/t/demo/head', '', false],
  ['POST', '/v1/t/demo/status', JSON.stringify(status), true],
  ['POST', '/v1/t/demo/status', JSON.stringify({ ...status, text: '您好' }), false],
  [
    'POST',
    '/v1/t/demo/status',
    JSON.stringify({ ...status, rules: [['您好', 1, 0, 0, 0]] }),
    false,
  ],
])('%s %s %s: %s', (method, path, body, allowed) => {
  expect(allowedBy(method, path, body) !== null).toBe(allowed);
});
