/** A shop on one of the back ends, and the people who work in it. */
import { execFile } from 'node:child_process';
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject } from 'vitest';
import { root } from '../../scripts/lib/shell.mjs';
import type { Backend } from './backends';

/** Runs a suite once against every back end. */
export function onEach(name: string, suite: (backend: Backend) => void): void {
  describe.each(inject('backends'))(`${name}, $name`, suite);
}

/** An answer, read to its end. */
export interface Answer {
  status: number;
  headers: Headers;
  bytes: Uint8Array;
  /** The body as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it by name
  json: any;
}

export interface Asking {
  token?: string;
  /** Sent as it is when it is text or bytes, else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
}

export async function ask(
  { url }: Backend,
  method: string,
  path: string,
  { token, body, headers = {} }: Asking = {},
): Promise<Answer> {
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(url + path, {
    method,
    redirect: 'manual',
    headers: {
      Connection: 'close', // one kept alive may be closed by the server just as it is used again
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: raw ? (body as BodyInit) : JSON.stringify(body) }),
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    get json() {
      return JSON.parse(new TextDecoder().decode(bytes));
    },
  };
}

/** Expects a problem in the form of RFC 9457, with a code. */
export function expectProblem(answer: Answer, status: number, code: string): void {
  expect(answer.status, new TextDecoder().decode(answer.bytes)).toBe(status);
  expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
  expect(answer.headers.get('Cache-Control')).toBe('no-store');
  expect(answer.json).toMatchObject({ type: `urn:huashu:problem:${code}`, status, code });
  expect(answer.json.title).toBeTruthy();
}

export type Access = 'viewer' | 'editor' | 'reviewer' | 'admin';

/** One person's desk in a shop. */
export class Desk {
  constructor(
    readonly shop: Shop,
    readonly member: string,
    readonly token: string,
  ) {}

  /** Asks at an address below the shop's. */
  ask(method: string, path: string, asking: Asking = {}): Promise<Answer> {
    return ask(this.shop.backend, method, `/v1/admin/t/${this.shop.id}${path}`, {
      token: this.token,
      ...asking,
    });
  }

  /** Like ask, and expects it to succeed. */
  // biome-ignore lint/suspicious/noExplicitAny: as in Answer
  async get(method: string, path: string, asking: Asking = {}): Promise<any> {
    const answer = await this.ask(method, path, asking);
    const text = new TextDecoder().decode(answer.bytes);
    expect(answer.status, `${method} ${path}: ${text}`).toBeLessThan(300);
    return answer.status === 204 ? undefined : answer.json;
  }

  /** Begins a draft and submits it. */
  async submit(title: string, files: Record<string, string>) {
    const draft = await this.get('POST', '/drafts', { body: { title, files } });
    return this.get('POST', `/drafts/${draft.id}/submit`, ifMatch(`"${draft.version}"`));
  }

  /** Signs what the server proposes for a submitted draft, and approves it. */
  // biome-ignore lint/suspicious/noExplicitAny: as in Answer
  async approve(draft: any) {
    const proposal = await this.get('GET', `/drafts/${draft.id}/proposal`);
    return this.get('POST', `/drafts/${draft.id}/approve`, {
      body: this.shop.sign(proposal),
      ...ifMatch(`"${draft.version}"`),
    });
  }

  /** Gives a release to a share of the clients. */
  async share(seq: number, share: number) {
    const { headers } = await this.ask('GET', '/rollout');
    const seen = ifMatch(headers.get('ETag') ?? '');
    return this.get('PUT', '/rollout', { body: { seq, share }, ...seen });
  }
}

export const ifMatch = (etag: string) => ({ headers: { 'If-Match': etag } });

/** A shop of its own for each suite. */
export class Shop {
  private readonly key: KeyObject;

  private constructor(
    readonly backend: Backend,
    readonly id: string,
    readonly enrolment: string,
    private readonly adminToken: string,
  ) {
    this.key = createPrivateKey(readFileSync(join(backend.keys, 'release.pem')));
  }

  static async open(backend: Backend, id: string, ...flags: string[]): Promise<Shop> {
    const { args, env } = backend.tenantAdd;
    const { stdout } = await promisify(execFile)(
      join(root, 'bin/huashu'),
      ['tenant', 'add', id, ...args, ...flags],
      { env: { ...process.env, ...env } },
    );
    const [, enrolment, , token] = stdout.split('\n').map((line) => line.trim());
    if (!enrolment || !token) throw new Error(`huashu tenant add printed ${stdout}`);
    return new Shop(backend, id, enrolment, token);
  }

  get admin(): Desk {
    return new Desk(this, '', this.adminToken);
  }

  /** Adds a member with a token. */
  async desk(access: Access): Promise<Desk> {
    const { admin } = this;
    const member = await admin.get('POST', '/members', { body: { name: `一位${access}`, access } });
    const { token } = await admin.get('POST', `/members/${member.id}/tokens`);
    return new Desk(this, member.id, token);
  }

  /** Asks for something public of the shop's. */
  read(path: string, asking: Asking = {}): Promise<Answer> {
    return ask(this.backend, 'GET', `/v1/t/${this.id}${path}`, asking);
  }

  /** What clients are told now, taken out of its envelope. */
  async head() {
    const { json, status } = await this.read(`/head?v=${Math.random()}`);
    expect(status).toBe(200);
    return payload(json);
  }

  /** Signs a release document with the reviewers' key, as DSSE has it. */
  sign(document: object): string {
    const type = 'application/vnd.huashu.release+json';
    const body = Buffer.from(JSON.stringify(document));
    const head = `DSSEv1 ${type.length} ${type} ${body.length} `;
    const sig = sign(null, Buffer.concat([Buffer.from(head), body]), this.key).toString('base64');
    const raw = createPublicKey(this.key).export({ format: 'der', type: 'spki' }).subarray(-32);
    const signatures = [{ keyid: sha256(raw), sig }];
    return JSON.stringify({ payload: body.toString('base64'), payloadType: type, signatures });
  }
}

/** The document in an envelope. */
export function payload(envelope: { payload: string }) {
  return JSON.parse(Buffer.from(envelope.payload, 'base64').toString());
}

export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

/** A shop's pack with one rule against a word. */
export function wordPack(word: string): Record<string, string> {
  return {
    'pack.yaml':
      'pack: shop\ntitle: 小店\nversion: 1.0.0\ncategories: [{id: shop.word, title: 店规}]\n',
    'rules/word.yaml': `rules:
  - id: shop.word
    category: shop.word
    severity: warning
    title: 店规用词
    message: 换一个词
    why: 店里不这么说。
    source: 店规
    match: {terms: [${word}]}
    examples:
      bad: ["[[${word}]]还有", "没有[[${word}]]了呢"]
      good: ["现在有货", "今天可以发出"]
`,
  };
}
