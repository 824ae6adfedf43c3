import type { Context } from '@huashu/wasm/types';
import { type EngineReply, parseRequest } from '../protocol/engine';
import type { Channel } from './channel';
import type { EngineHost } from './host';

/** Answers the pages' requests with one engine, each over its own channel. */
export class EngineServer {
  private readonly channels = new Set<Channel>();

  constructor(private readonly host: EngineHost) {
    host.onpack = (pack) => {
      for (const channel of this.channels) send(channel, { type: 'pack', pack });
    };
  }

  /** Serves a channel until its other end is gone. */
  serve(channel: Channel): void {
    let context: Context = {};
    let off: readonly string[] = [];
    this.channels.add(channel);
    channel.onclose = () => this.channels.delete(channel);
    channel.onmessage = (message) => {
      const request = parseRequest(message);
      if (!request) return;
      if (request.type === 'open') {
        ({ context, off } = request);
        send(channel, { type: 'pack', pack: this.host.pack });
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

function send(channel: Channel, reply: EngineReply): void {
  channel.post(reply);
}
