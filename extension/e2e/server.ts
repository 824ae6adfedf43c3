/** The real server with a demo shop of its own, and a liar that can be put before it. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createPrivateKey, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type OutgoingHttpHeaders, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const HUASHU = fileURLToPath(new URL('../../bin/huashu', import.meta.url));

/** `huashu serve --demo` on a free port, with its data in a folder of its own. */
export class DemoServer {
  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
    /** The enrolment link it has printed. */
    readonly link: string,
  ) {}

  static async start(): Promise<DemoServer> {
    const folder = await mkdtemp(join(tmpdir(), 'huashu-e2e-'));
    const args = ['serve', '--demo', '--addr', '127.0.0.1:0', '--data', join(folder, 'data')];
    const server = spawn(HUASHU, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface({ input: server.stdout })) {
      const link = /http\S+\/enroll#\S+/.exec(line)?.[0];
      if (link) return new DemoServer(server, folder, link);
    }
    throw new Error('the server ended before it printed an enrolment link');
  }

  get origin(): string {
    return new URL(this.link).origin;
  }

  /**
   * Publishes a pack with one rule that underlines a word, by the command line,
   * and gives the number of the release. `says` is what all its texts say.
   */
  async publish(word: string, says = '店里不这么说'): Promise<number> {
    const pack = join(this.folder, 'pack');
    await mkdir(join(pack, 'rules'), { recursive: true });
    await writeFile(
      join(pack, 'pack.yaml'),
      'pack: shop\ntitle: 店\nversion: 1.0.0\ncategories: [{id: shop.word, title: 店规}]\n',
    );
    await writeFile(
      join(pack, 'rules/word.yaml'),
      `rules:
  - id: shop.word
    category: shop.word
    severity: hint
    title: ${JSON.stringify(says)}
    message: ${JSON.stringify(says)}
    why: ${JSON.stringify(says)}
    source: ${JSON.stringify(says)}
    match: {terms: [${word}]}
    fix: {label: ${JSON.stringify(says)}, replace: 现货}
    examples:
      bad: ["[[${word}]]还有", "[[${word}]]很多"]
      good: ["现在有货", "今天可以发出"]
`,
    );
    const keys = join(this.folder, 'data/keys');
    const to = ['--server', this.origin, '--tenant', 'demo', '--keys', keys];
    const { stdout } = await promisify(execFile)(HUASHU, ['pack', 'publish', ...to, pack]);
    return Number(/^published release (\d+)/.exec(stdout)?.[1]);
  }

  /** Signs a head with the server's own online key: what a thief of that key can do. */
  async forgeHead(payload: object): Promise<string> {
    const pem = await readFile(join(this.folder, 'data/online.pem'), 'utf8');
    const head = JSON.parse(await (await fetch(`${this.origin}/v1/t/demo/head`)).text());
    const was = JSON.parse(Buffer.from(head.payload, 'base64').toString());
    const body = Buffer.from(JSON.stringify({ ...was, ...payload }));
    const type: string = head.payloadType;
    const pae = `DSSEv1 ${type.length} ${type} ${body.length} `;
    const sig = sign(null, Buffer.concat([Buffer.from(pae), body]), createPrivateKey(pem));
    return JSON.stringify({
      payload: body.toString('base64'),
      payloadType: type,
      signatures: [{ keyid: head.signatures[0].keyid, sig: sig.toString('base64') }],
    });
  }

  /** The address of a pack that a head leads to. */
  async packPath(head: string): Promise<string> {
    return objectPath((await this.release(head)).pack.sha256);
  }

  private async release(head: string): Promise<Release> {
    const payload = (text: string) =>
      JSON.parse(Buffer.from(JSON.parse(text).payload, 'base64').toString());
    const release = await fetch(this.origin + objectPath(payload(head).stable.sha256));
    return payload(await release.text());
  }

  /** The addresses of the deltas that a head leads to. */
  async deltaPaths(head: string): Promise<string[]> {
    const { deltas } = await this.release(head);
    return (deltas ?? []).map(({ sha256 }) => objectPath(sha256));
  }

  async head(): Promise<string> {
    return (await fetch(`${this.origin}/v1/t/demo/head`)).text();
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    this.process.kill('SIGTERM');
    await once(this.process, 'close');
    await rm(this.folder, { recursive: true, force: true });
  }
}

interface Release {
  pack: { sha256: string };
  deltas?: { sha256: string }[];
}

const objectPath = (sha256: string) => `/v1/t/demo/o/${sha256}`;

/** A request, and how its answer was if it was passed on. */
export interface Asked {
  method: string;
  path: string;
  body: string;
  status: number;
  coding: string;
  /** Bytes of the answer as it came. */
  size: number;
}

/** Passes everything on to a server, except for what it was told to say instead. */
export class Liar {
  /** What was asked, in order, with the bodies that came along and what was passed back. */
  readonly asked: Asked[] = [];
  private readonly sockets = new Set<Duplex>();
  private readonly lies = new Map<
    string,
    { body: string | Buffer; headers: OutgoingHttpHeaders }
  >();
  private readonly server = createServer(async (asked, answer) => {
    const { pathname } = new URL(asked.url ?? '/', this.to);
    const { method = '' } = asked;
    const note: Asked = { method, path: pathname, body: '', status: 0, coding: '', size: 0 };
    this.asked.push(note);
    asked.on('data', (chunk) => {
      note.body += chunk;
    });
    const lie = this.lies.get(pathname);
    if (lie !== undefined) {
      answer.writeHead(200, { 'Access-Control-Allow-Origin': '*', ...lie.headers }).end(lie.body);
      return;
    }
    const { host: _, ...headers } = asked.headers;
    const passed = request(new URL(asked.url ?? '/', this.to), { method: asked.method, headers });
    passed.on('response', (response) => {
      note.status = response.statusCode ?? 0;
      note.coding = response.headers['content-encoding'] ?? '';
      response.on('data', (chunk) => {
        note.size += chunk.length;
      });
      answer.writeHead(response.statusCode ?? 502, response.headers);
      answer.flushHeaders();
      response.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  });

  private constructor(private readonly to: string) {
    // WebSockets are passed on as they are.
    this.server.on('upgrade', (asked, socket, head) => {
      const { port, hostname } = new URL(to);
      const passed = connect(Number(port), hostname, () => {
        const lines = [`${asked.method} ${asked.url} HTTP/1.1`];
        for (let i = 0; i < asked.rawHeaders.length; i += 2) {
          lines.push(`${asked.rawHeaders[i]}: ${asked.rawHeaders[i + 1]}`);
        }
        passed.write(`${lines.join('\r\n')}\r\n\r\n`);
        passed.write(head);
        socket.pipe(passed).pipe(socket);
      });
      this.sockets.add(socket);
      passed.on('error', () => socket.destroy());
      socket.on('error', () => passed.destroy());
      socket.on('close', () => passed.destroy());
    });
  }

  static async before(server: DemoServer): Promise<Liar> {
    const liar = new Liar(server.origin);
    await once(liar.server.listen(0, '127.0.0.1'), 'listening');
    return liar;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Answers an address with this from now on. */
  say(path: string, body: string | Buffer, headers: OutgoingHttpHeaders = {}): void {
    this.lies.set(path, { body, headers });
  }

  /** Returns to the truth. */
  repent(): void {
    this.lies.clear();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    for (const socket of this.sockets) socket.destroy();
    await new Promise((done) => this.server.close(done));
  }
}
