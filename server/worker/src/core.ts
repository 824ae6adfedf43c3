/**
 * The sync server itself: one object with the one database, and in it one
 * long-lived instance of the Go program.
 */
import { DurableObject } from 'cloudflare:workers';
import { problem } from './answer';
import { boot } from './program';
import { database } from './storage';
import { Supervisor } from './supervisor';

/** How often heads are looked at; they are re-signed when they are an hour old. */
const UPKEEP = 10 * 60_000;

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
    try {
      return await this.supervisor.run((program) => program.fetch(request));
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
    return this.ctx.storage.setAlarm(Date.now() + UPKEEP);
  }

  /** What is done for the Go program: see ../workerd. */
  private host() {
    const { PUBLISHED, HUB } = this.env;
    const hub = (tenant: string) => HUB.get(HUB.idFromName(tenant));
    return {
      ...database(this.ctx.storage),
      keep: (key: string, sha256: string, data: Uint8Array<ArrayBuffer>) =>
        PUBLISHED.put(key, data, { metadata: { sha256 } }),
      head: (tenant: string, version: number, sha256: string, envelope: Uint8Array<ArrayBuffer>) =>
        hub(tenant).put(version, sha256, envelope),
      hint: (tenant: string, version: number) => hub(tenant).hint(version),
      subscribers: (tenant: string) => hub(tenant).subscribers(),
    };
  }
}
