/**
 * The words of the engine as TypeScript sees them. They mirror package core:
 * same names, same order of fields, offsets in UTF-16 code units of the
 * original text, half open. A finding printed by JSON.stringify has the bytes
 * that the command line prints.
 */

export type Severity = 'hint' | 'warning' | 'error';

/** What the page does with a finding: show it, or also stop once before sending. */
export type Action = 'hint' | 'warn' | 'confirm';

export type Role = 'buyer' | 'agent' | 'robot' | 'system';

export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** One way to mend a finding: edits sorted by start that do not overlap. */
export interface Fix {
  label: string;
  edits: Edit[];
}

export interface Finding {
  rule: string;
  category: string;
  severity: Severity;
  start: number;
  end: number;
  text: string;
  message: string;
  why: string;
  source: string;
  fixes: Fix[];
}

/** Something seen in a seller's chat page. Times are seconds on the page's clock. */
export interface ChatEvent {
  kind: 'said' | 'typing' | 'opened' | 'closed';
  /** The row's; rows of one id are one message. */
  id?: string;
  role?: Role;
  t: number;
  text?: string;
  /** Filled in on scrolling up or loading: read, but no clock runs on it. */
  history?: boolean;
}

export interface ChatMessage {
  role: Role;
  t: number;
  text: string;
  id?: string;
  history?: boolean;
  /** When the agent began to type it, if anybody saw. */
  started?: number;
}

/** One wait of the buyer's, from the first message nobody has answered. */
export interface Round {
  first: boolean;
  start: number;
  /** 0 while it is open. */
  end: number;
  /** Index of the message that answered it, -1 while it is open. */
  answer: number;
  /** Indexes of the buyer's messages. */
  buyer: number[];
  history?: boolean;
}

/** A finding about a chat: `turn` is the index of the message, -1 for the whole. */
export interface ChatFinding extends Finding {
  turn: number;
}

/** One thing a buyer wants; a score of 0.5 is where the engine begins to be sure. */
export interface Intent {
  id: string;
  score: number;
}

/** What a page wants to know of a chat. */
export interface ChatReading {
  state: { messages: ChatMessage[]; open: boolean; done: boolean };
  rounds: Round[];
  findings: ChatFinding[];
  limits: Limits;
}

/** The bounds of a wait under the profile at work, in seconds. */
export interface Limits {
  golden: number;
  /** Of the first reply. */
  first: number;
  /** Of every reply. */
  reply: number;
  /** What the platform counts. */
  platform: number;
  /** When it counts at all: from so many seconds after midnight in China to so many; the same twice is all day. */
  hours: { from: number; to: number };
}

/** What became of a suggestion on this machine. */
export interface Tally {
  shown: number;
  accepted: number;
  dismissed: number;
}

/** One of a shop's goods. Prices are in yuan; numbers may be in words (¥1,299.00, 有货). */
export interface Product {
  id: string;
  name: string;
  price?: number | string;
  stock?: number | string;
  category?: string;
  attrs?: Record<string, unknown>;
  related?: { id: string; relation: 'consumable' | 'complement' | 'substitute' }[];
}

/** What is the same for all buyers of a shop. All optional; nothing is made up for what is not known. */
export interface Front {
  /** name, agent_no, category, ship_within_hours, courier, return_days, warranty; any further key is a fact in words. */
  shop?: Record<string, unknown>;
  /** 0 means always. */
  free_shipping_at?: number | string;
  coupons?: { name: string; threshold: number | string; off: number | string }[];
  products?: Product[];
}

/** What is known around a chat besides its words. */
export interface Scene extends Front {
  cart_total?: number | string;
  /** id of the product whose card the page shows. */
  focus?: string;
  /** By Suggestion.template. */
  learned?: Record<string, Tally>;
}

/** A reply the agent may send as it is. */
export interface Suggestion {
  kind: 'greeting' | 'reply' | 'question' | 'product' | 'escalate' | 'farewell';
  text: string;
  /** ids of the goods its text names. */
  products: string[];
  /** What it is good for. */
  why: string;
  /** What the buyer does that it answers. */
  intent: string;
  /** Names the words it was made from: what acceptances are counted by. */
  template: string;
}

/** A list of goods that was handed in, and every mistake in it. */
export interface Catalogue {
  products: Product[];
  problems: { line: number; field?: string; message: string }[];
}

/** A chat and what is known around it. */
export interface SuggestRequest {
  events: readonly ChatEvent[];
  context: Scene;
}

/** A scripted buyer to practise on. */
export interface Scenario {
  id: string;
  title: string;
  /** The situation, for the agent. */
  about: string;
  /** The intents that are practised. */
  for: string[];
  /** 1 easy to 3 hard. */
  level: number;
  /** The scenario's own shop and goods. */
  scene?: Scene;
  turns: ScriptTurn[];
}

/** What a scripted buyer says, and what a good answer to it holds. */
export interface ScriptTurn {
  buyer: string[];
  wants: { title: string; any: string[] }[];
  model: string;
  cold?: string[];
}

/** Where a practice chat stands. */
export interface PracticeStep {
  /** What the buyer says next; empty while the agent is to answer. */
  say: string[];
  done: boolean;
  review: PracticeReview;
  /** What waits are graded by. */
  limits: Limits;
}

export interface PracticeReview {
  /** 0 to 100, the mean of the turns that were answered. */
  score: number;
  turns: PracticeAnswer[];
}

/** How one turn of the script was answered. */
export interface PracticeAnswer {
  /** 0 to 100. */
  score: number;
  /** In the order they were said; findings are in the agent's. */
  lines: { role: Role; text: string; findings: Finding[] }[];
  /** Seconds, one for each round. */
  waits: number[];
  /** That of the longest wait. */
  grade: Grade;
  wants: { title: string; met: boolean }[];
  /** What would have been a good answer. */
  model: string;
}

/** How well a wait was kept, by the limits of the profile. */
export type Grade = 'golden' | 'good' | 'fair' | 'late' | 'missed';

/** What a rule may depend on besides the words. All optional. */
export interface Context {
  role?: Role;
  profile?: string;
  platform?: string;
  category?: string;
  /** YYYY-MM-DD */
  today?: string;
}

/** What a page may know about a rule without a finding. */
export interface RuleInfo {
  id: string;
  category: string;
  severity: Severity;
  action: Action;
  title: string;
  message: string;
  why: string;
  source: string;
}

/** Where in a seller's chat page things are. Selectors are CSS; data, never code. */
export interface Adapter {
  id: string;
  title: string;
  /** Match patterns as in a manifest, e.g. https://mms.pinduoduo.com/chat-merchant/* */
  matches: string[];
  /** Run in every frame of the page, not in the top one only. */
  all_frames?: boolean;
  /** The profile whose thresholds and hours apply here. */
  profile?: string;
  /** What agents type into. `A >>> B` is every B within an A or in its open shadow root. */
  input: string;
  send?: string;
  /** The element that scrolls the rows; observed instead of the whole page. */
  list?: string;
  rows?: string;
  /** Rows stand where their coordinates say, in any order; those far off the list are not in use. */
  placed?: boolean;
  /** Inside a row: the words said. The row itself when absent. */
  text?: string;
  /** Which rows are whose: selectors that match the row or something inside it; first match wins in the order system, robot, agent, buyer. */
  roles?: Partial<Record<Role, string>>;
  /** A row's time. */
  time?: AdapterTime;
  /** What tells one chat from another: an attribute or the text of an element. */
  chat?: { selector: string; attr?: string };
  product?: { card: string; name?: string; price?: string; id_attr?: string };
  order?: { card: string; number?: string; status?: string };
  /** What holds the shop's facts, goods and coupons as JSON, on pages that can be made to say it. */
  scene?: { selector: string; attr?: string };
  /** The other chats that wait. Inside the list: `item`; inside that: `name`, and how long (in words) or since when. */
  waiting?: { list: string; item: string; name?: string; for?: string; since?: AdapterTime };
}

/** A time on a page: an attribute or the text of an element; `unit` says how to read a number. */
export interface AdapterTime {
  selector?: string;
  attr?: string;
  pattern?: string;
  unit?: 's' | 'ms';
}

/** What loading a pack told us. */
export interface PackInfo {
  name: string;
  version: string;
  rules: RuleInfo[];
  categories: { id: string; title: string }[];
  intents: { id: string; title: string }[];
  profiles: string[];
  adapters: Adapter[];
}

/** The pack's own examples, run by the engine that has just loaded it. */
export interface SelfTest {
  run: number;
  /** One line each: file, rule, example, what came instead. Empty when all is well. */
  failures: string[];
}

/** A loaded engine. Every method is synchronous; a trap becomes an EngineError and the instance is spent. */
export interface Engine {
  /** Loads a compiled pack and makes it the one in use. On a PackError the previous pack stays in use. */
  load(pack: Uint8Array): PackInfo;
  /**
   * Makes a compiled pack of another one and a delta. It takes the records and
   * compiles them: memory that is not given back, so an instance of its own is
   * the place. The caller compares the SHA-256. Throws a PackError when the
   * delta does not fit.
   */
  rebuild(base: Uint8Array, delta: Uint8Array): Uint8Array<ArrayBuffer>;
  /** Sets the context of the checks to come, and rules to leave out. */
  configure(context: Context, off?: readonly string[]): void;
  /** Findings of one message, sorted by start. */
  check(text: string): Finding[];
  /** What a buyer's message wants, the surest first; none for an empty one. */
  intents(text: string): Intent[];
  /** Reads a chat from all that was seen of it. */
  readChat(events: readonly ChatEvent[]): ChatReading;
  /** Sets the shop: messages are checked against its facts, and suggestions made of them. */
  setShop(front: Front): void;
  /**
   * Replies to what the buyer said last, the best first. A context that says anything of the
   * shop sets it; one without leaves the shop that is set.
   */
  suggest(request: SuggestRequest): Suggestion[];
  /** Reads a list of goods: CSV with a header, or JSON. */
  readCatalogue(text: string): Catalogue;
  /** The pack's scripted buyers. */
  scenarios(): Scenario[];
  /** Plays a scripted buyer on from where a chat stands, and reviews the replies in it. */
  practise(scenario: string, events: readonly ChatEvent[]): PracticeStep;
  /** Runs the loaded pack's examples. */
  selfTest(): SelfTest;
  /** Bytes of linear memory in use. */
  memory(): number;
}
