/**
 * One practice chat: lets the scripted buyer speak at a human pace, takes the
 * agent's replies and asks the engine after each how it stands. All of it is
 * gone with the page.
 */
import type { ChatEvent, PracticeStep, Role, Scenario } from '@huashu/wasm/types';

export interface PlayHost {
  practise(scenario: string, events: readonly ChatEvent[]): Promise<PracticeStep>;
  /** Seconds. */
  now(): number;
  /** Lets so many milliseconds go by. */
  pause(ms: number): Promise<void>;
  /** Something was said, or the buyer begins or stops to type. */
  onchange(): void;
}

/** Milliseconds before a buyer begins to type, and for each character. */
const THINKS = 700;
const TYPES = 70;
/** Nobody watches dots for longer. */
const LONGEST = 2_200;

export class Play {
  readonly events: ChatEvent[] = [];
  /** Null until the engine has answered for the first time. */
  step: PracticeStep | null = null;
  /** The buyer is typing. */
  typing = false;
  /** Why it cannot go on. */
  failure: string | null = null;

  /** Counts what the agent has said: a buyer who is typing reads it first. */
  private turn = 0;

  constructor(
    readonly scenario: Scenario,
    private readonly host: PlayHost,
    private readonly signal: AbortSignal,
  ) {}

  /** Since when the buyer waits for an answer, in seconds; null while nobody waits. */
  get waitingSince(): number | null {
    const lastReply = this.events.findLastIndex(({ role }) => role === 'agent');
    return this.events[lastReply + 1]?.t ?? null;
  }

  start(): Promise<void> {
    return this.goOn();
  }

  /** The agent answers. */
  send(text: string): Promise<void> {
    if (text.trim() === '' || this.step?.done) return Promise.resolve();
    this.say('agent', text);
    return this.goOn();
  }

  /** Ends it here: the buyer says no more, and the review is of all that was said. */
  async end(): Promise<PracticeStep> {
    this.turn++;
    this.setTyping(false);
    this.step = await this.host.practise(this.scenario.id, this.events);
    return this.step;
  }

  private async goOn(): Promise<void> {
    const turn = ++this.turn;
    const isStale = () => turn !== this.turn || this.signal.aborted;
    try {
      const step = await this.host.practise(this.scenario.id, this.events);
      if (isStale()) return;
      this.step = step;
      for (const line of step.say) {
        this.setTyping(true);
        await this.host.pause(Math.min(LONGEST, THINKS + TYPES * line.length));
        if (isStale()) return;
        this.say('buyer', line);
      }
    } catch (error) {
      if (isStale()) return;
      this.failure = error instanceof Error ? error.message : String(error);
    }
    this.setTyping(false);
  }

  private say(role: Role, text: string): void {
    this.typing = false;
    this.events.push({
      kind: 'said',
      id: String(this.events.length + 1),
      role,
      t: this.host.now(),
      text,
    });
    this.host.onchange();
  }

  private setTyping(typing: boolean): void {
    this.typing = typing;
    this.host.onchange();
  }
}
