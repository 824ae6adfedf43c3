/**
 * The sync server itself: one object with the one database, and in it one
 * long-lived instance of the Go program.
 */
import { DurableObject } from 'cloudflare:workers';
import { problem } from './answer';
import { boot } from './program';
import { keep } from './published';
import { database } from './storage';
import { Supervisor } from './supervisor';

/** How many times heads are looked at until one is old enough to be re-signed. */
const LOOKS = 6;

/** More than any request may have; the program has narrower limits for most. */
const MAX_BODY = 17 << 20;

export class Core extends DurableObject<Env> {
  private readonly supervisor: Supervisor;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const host = this.host();
    this.supervisor = new Supervisor(() => boot({ env, ctx, host }));
    ctx.blockConcurrencyWhile(async () => {
      if ((await ctx.storage.getAlarm()) === null) await this.setAlarm();
    });
  }

  override async fetch(request: Request): Promise<Response> {
    const body = await whole(request);
    if (body === 'too large') return problem(413, 'size', `At most ${MAX_BODY} bytes are read.`);
    const plain = new Request(request, { body: body && stream(body) });
    // Compressing is for the network around, which does it at no cost to the program.
    plain.headers.delete('Accept-Encoding');
    try {
      return await this.supervisor.run((program) => program.fetch(plain));
    } catch (err) {
      console.error(err);
      return problem(
        503,
        'restarting',
        'The server has to start again. Please repeat the request.',
      );
    }
  }

  override async alarm(): Promise<void> {
    await this.setAlarm(); // first: whatever fails now is done again then
    await this.supervisor.run((program) => program.tick());
  }

  private setAlarm(): Promise<void> {
    // What is no number the program says to everyone; until then the alarm does no harm.
    const seconds = Number(this.env.HUASHU_RESIGN_SECONDS) || 3600;
    return this.ctx.storage.setAlarm(Date.now() + (seconds * 1000) / LOOKS);
  }

  /** What is done for the Go program: see ../workerd. */
  private host() {
    const { PUBLISHED, HUB } = this.env;
    const hub = (tenant: string) => HUB.get(HUB.idFromName(tenant));
    return {
      ...database(this.ctx.storage),
      keep: (key: string, sha256: string, data: Uint8Array<ArrayBuffer>) =>
        keep(PUBLISHED, key, sha256, data),
      head: (tenant: string, version: number, sha256: string, envelope: Uint8Array<ArrayBuffer>) =>
        hub(tenant).put(version, sha256, envelope),
      hint: (tenant: string, version: number) => hub(tenant).hint(version),
      subscribers: (tenant: string) => hub(tenant).subscribers(),
    };
  }
}

/** The body of a request, all of it: whoever still sends does not hear an answer. */
async function whole({ body }: Request): Promise<Uint8Array<ArrayBuffer> | null | 'too large'> {
  if (!body) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BODY) return 'too large';
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** Bytes as a stream that gives them in one piece: every piece is a step for the program. */
function stream(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}
