import type { Engine, Finding } from '@huashu/wasm/types';
import type { NamedPack } from '../protocol/control';
import {
  type Answer,
  type Asked,
  type EngineReply,
  type PageFinding,
  type PagePack,
  parseRequest,
  type Question,
  type QuestionRequest,
  type Settings,
} from '../protocol/engine';
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
    let settings: Settings = { context: {}, off: [], front: {} };
    channel.onclose = () => this.opened.delete(channel);
    channel.onmessage = (message) => {
      const request = parseRequest(message);
      if (!request) return;
      if (request.type === 'open') {
        const { context, off, front } = request;
        settings = { context, off, front };
        if (this.opened.has(channel)) return;
        this.opened.add(channel);
        send(channel, { type: 'pack', pack: forPage(this.host.pack) });
        return;
      }
      const { type, seq } = request;
      this.host
        .use((engine) => this.answer(engine, request), settings)
        .then(
          (answer) => send(channel, { type, seq, answer } as EngineReply),
          (error: unknown) => send(channel, { type: 'failed', seq, reason: String(error) }),
        );
    };
  }

  private answer(engine: Engine, request: QuestionRequest): Answer<Question> {
    const answers = {
      check: ({ text }) => this.withActions(engine.check(text)),
      readChat: ({ events }) => engine.readChat(events),
      intents: ({ text }) => engine.intents(text),
      catalogue: ({ text }) => engine.readCatalogue(text),
      scenarios: () => engine.scenarios(),
      practise: ({ scenario, events }) => engine.practise(scenario, events),
      suggest: ({ events, visit }) => engine.suggest({ events, context: visit }),
    } satisfies { [Q in Question]: (asked: Asked<Q>) => Answer<Q> };
    return (answers[request.type] as (asked: QuestionRequest) => Answer<Question>)(request);
  }

  private withActions(findings: Finding[]): PageFinding[] {
    const { rules } = this.host.pack;
    return findings.map((finding) => ({
      ...finding,
      action: rules.find(({ id }) => id === finding.rule)?.action ?? 'hint',
    }));
  }
}

function forPage({ name, version, sha256, adapters, intents }: NamedPack): PagePack {
  return { name, version, sha256, adapters, intents };
}

function send(channel: Channel, reply: EngineReply): void {
  channel.post(reply);
}
