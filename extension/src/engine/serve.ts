import type { Context } from '@huashu/wasm/types';
import type { NamedPack } from '../protocol/control';
import { type EngineReply, type PagePack, parseRequest } from '../protocol/engine';
import type { Channel } from './channel';
import type { EngineHost } from './host';

/** Answers the pages' requests with one engine, each over its own channel. */
export class EngineServer {
  private readonly opened = new Set<Channel>();

  constructor(private readonly host: EngineHost) {
    host.onpack = (pack) => {
      for (const channel of this.opened) send(channel, { type: 'pack', pack: forPage(pack) });
    };
  }

  /** Serves a channel until its other end is gone. */
  serve(channel: Channel): void {
    let context: Context = {};
    let off: readonly string[] = [];
    channel.onclose = () => this.opened.delete(channel);
    channel.onmessage = (message) => {
      const request = parseRequest(message);
      if (!request) return;
      if (request.type === 'open') {
        ({ context, off } = request);
        if (this.opened.has(channel)) return;
        this.opened.add(channel);
        send(channel, { type: 'pack', pack: forPage(this.host.pack) });
        return;
      }
      const { seq, text } = request;
      this.host.check(text, context, off).then(
        (findings) => send(channel, { type: 'findings', seq, findings }),
        (error: unknown) => send(channel, { type: 'failed', seq, reason: String(error) }),
      );
    };
  }
}

function forPage({ name, version, sha256, adapters }: NamedPack): PagePack {
  return { name, version, sha256, adapters };
}

function send(channel: Channel, reply: EngineReply): void {
  channel.post(reply);
}
