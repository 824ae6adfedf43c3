/**
 * A tenant's head, and whoever listens for a new one. It has no Go in it, so
 * that it sleeps while its WebSockets stay open.
 */
import { DurableObject } from 'cloudflare:workers';
import { ENVELOPE, problem, serve } from './answer';

/** What the hub keeps; version 0: the tenant has no head yet. */
interface Head {
  version: number;
  sha256: string;
  envelope: Uint8Array<ArrayBuffer>;
}

// As natively: see ../api/events.go.
const JITTER_PER_SUBSCRIBER = 0.1; // milliseconds
const MAX_JITTER = 5000;

export class Hub extends DurableObject<Env> {
  /** undefined: the tenant is not known here. */
  private head: Head | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.head = ctx.storage.kv.get<Head>('head');
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));
  }

  /** `…/head` and `…/ws`. */
  override async fetch(request: Request): Promise<Response> {
    const listens = new URL(request.url).pathname.endsWith('/ws');
    if (listens && request.headers.get('Upgrade')?.toLowerCase() !== 'websocket') {
      const headers = { Upgrade: 'websocket' };
      return problem(426, 'upgrade', 'This address speaks WebSocket.', headers);
    }
    if (!this.head) return problem(404, 'not-found', 'There is no such tenant.');
    if (listens) return this.listen(this.head);
    if (this.head.version === 0) return problem(404, 'not-found', 'The tenant has no head yet.');
    return serve(request, this.head.envelope, this.head.sha256, {
      'Cache-Control': 'public, max-age=5',
      'Content-Type': ENVELOPE,
      Vary: 'Prefer',
    });
  }

  private listen({ version }: Head): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    if (version > 0) server.send(this.frame(version));
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Keeps a head unless it is older than the one that is kept. */
  async put(version: number, sha256: string, envelope: Uint8Array<ArrayBuffer>): Promise<void> {
    if (this.head && (version < this.head.version || sha256 === this.head.sha256)) return;
    this.head = { version, sha256, envelope };
    this.ctx.storage.kv.put('head', this.head);
  }

  /** Tells all subscribers of a version. */
  async hint(version: number): Promise<void> {
    const frame = this.frame(version);
    for (const socket of this.ctx.getWebSockets()) socket.send(frame);
  }

  async subscribers(): Promise<number> {
    return this.ctx.getWebSockets().length;
  }

  private frame(version: number): string {
    const jitter = Math.min(this.ctx.getWebSockets().length * JITTER_PER_SUBSCRIBER, MAX_JITTER);
    return JSON.stringify({ version, jitter: Math.floor(jitter) });
  }

  /** Whatever is not a ping, which is answered without waking the hub. */
  override async webSocketMessage(socket: WebSocket): Promise<void> {
    socket.close(1008, 'hints are not talked back to');
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    socket.close(code === 1005 || code === 1006 ? 1000 : code);
  }
}
