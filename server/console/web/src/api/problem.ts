import { texts } from '../text/texts';
import type { Mistake } from './types';

const t = texts({
  network: [
    '连不上服务器，请检查网络后再试',
    'The server cannot be reached; check the network and try again',
  ],
  token: ['登录已失效，请重新登录', 'You are no longer signed in'],
  access: ['您的权限不够，请联系管理员', 'Your access does not allow this; ask an admin'],
  'not-found': ['找不到了，可能已被删除', 'It is not there; somebody may have deleted it'],
  changed: [
    '别人刚刚改过，请先看看新的内容',
    'Somebody has changed it since; look at the new state first',
  ],
  conflict: [
    '和线上的最新情况冲突，请刷新后再试',
    'It does not fit the present state; reload and try again',
  ],
  state: [
    '现在这个状态不能这样做，请刷新后再试',
    'Its state does not allow this; reload and try again',
  ],
  'four-eyes': [
    '改动的人不能自己审批，请换一位审核人',
    'Whoever edited it may not approve it; ask another reviewer',
  ],
  'last-admin': ['至少要保留一位管理员', 'There must be at least one admin'],
  mistakes: ['规则里有错误，请先改好', 'The rules have mistakes; mend them first'],
  gate: ['规则没有通过检验', 'The rules did not pass the release gate'],
  size: ['内容太大了', 'It is too large'],
  rate: ['操作太快了，请稍等一会儿', 'Too many requests; wait a moment'],
  form: ['填写的内容不符合要求', 'What was entered does not fit'],
  signature: ['签名不对，请确认用的是审核私钥', 'The signature is not that of the release key'],
  busy: ['服务器正忙，请过一会儿再试', 'The server is busy; try again in a while'],
  'no-miner': [
    '这台服务器不能做词语发现；装在自己机器上的服务器可以',
    'This server cannot look for terms; the one for a machine of your own can',
  ],
  internal: ['服务器出错了，请稍后再试', 'The server failed; try again later'],
});

/** An error of the server (RFC 9457), or of the way to it: status 0, code `network`. */
export class Problem extends Error {
  override name = 'Problem';

  constructor(
    readonly status: number,
    /** Stable; openapi.yaml lists them. */
    readonly code: string,
    /** What the server says, in English. */
    readonly detail = '',
    readonly mistakes: readonly Mistake[] = [],
    readonly place = '',
  ) {
    super(detail || code);
  }
}

/** What went wrong, for the person in front of it. */
export function describe(error: unknown): string {
  if (!(error instanceof Problem)) return error instanceof Error ? error.message : String(error);
  const known = Object.hasOwn(t, error.code) ? t[error.code as keyof typeof t] : undefined;
  return known ?? (error.detail || error.code);
}
