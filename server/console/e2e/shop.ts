/** The real server with a shop of its own, and people who work there. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Access, Draft, DraftInput, Member } from '../web/src/api/types';

const HUASHU = fileURLToPath(new URL('../../../bin/huashu', import.meta.url));

export class Shop {
  private constructor(
    private readonly process: ChildProcess,
    /** Holds its data, and in keys/ what belongs to the reviewer. */
    readonly folder: string,
    readonly origin: string,
    readonly adminToken: string,
    /** The link by which agents join. */
    readonly enrolment: string,
  ) {}

  /** `huashu serve --demo` on a free port: the default packs are its first release. */
  static async start(): Promise<Shop> {
    const folder = await mkdtemp(join(tmpdir(), 'huashu-console-'));
    const args = ['serve', '--demo', '--addr', '127.0.0.1:0', '--data', folder];
    const server = spawn(HUASHU, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface({ input: server.stdout })) {
      const enrolment = /http\S+\/enroll#\S+/.exec(line)?.[0];
      if (!enrolment) continue;
      const { origin } = new URL(enrolment);
      const token = (await readFile(join(folder, 'keys/token'), 'utf8')).trim();
      return new Shop(server, folder, origin, token, enrolment);
    }
    throw new Error('the server ended before it said where it listens');
  }

  /** Adds a member and gives their token. */
  async hire(name: string, access: Access): Promise<string> {
    const { id } = await this.ask<Member>('POST', '/members', { name, access });
    return (await this.ask<{ token: string }>('POST', `/members/${id}/tokens`)).token;
  }

  draft(input: DraftInput): Promise<Draft> {
    return this.ask('POST', '/drafts', input);
  }

  /** A request to the shop's part of the API, as its admin unless a token is given. */
  async ask<T>(method: string, path: string, body?: unknown, headers?: object): Promise<T> {
    return (await this.send(method, path, body, headers)).json() as Promise<T>;
  }

  /** The same, for those who want more than the answer's body. */
  async send(method: string, path: string, body?: unknown, headers?: object): Promise<Response> {
    const response = await fetch(`${this.origin}/v1/admin/t/demo${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${this.adminToken}`,
        'Content-Type': 'application/json',
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return response;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null) {
      this.process.kill('SIGTERM');
      await once(this.process, 'close');
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}
