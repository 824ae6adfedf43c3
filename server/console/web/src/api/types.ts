/** The answers of the server, as server/api/openapi.yaml has them. */

export type Access = 'viewer' | 'editor' | 'reviewer' | 'admin';

/** path → YAML */
export type Files = Record<string, string>;

export interface Ref {
  sha256: string;
  size: number;
}

export interface Mistake {
  file: string;
  /** From 1; 0 when it has none. */
  line: number;
  rule: string;
  field: string;
  message: string;
}

export interface Me {
  tenant: string;
  tenantName: string;
  /** One person may edit and approve. */
  solo: boolean;
  member: string;
  name: string;
  access: Access;
}

export interface MemberInput {
  name: string;
  access: Access;
  active?: boolean;
}

export interface Member {
  id: string;
  name: string;
  access: Access;
  active: boolean;
  created: string;
}

export interface Token {
  id: string;
  member: string;
  created: string;
}

export interface NewToken extends Token {
  /** The plain text, this once. */
  token: string;
}

export interface Report {
  name: string;
  version: string;
  rules: number;
  examples: number;
  /** Bytes. */
  memory: number;
  /** Nanoseconds. */
  took: number;
}

export interface DraftInput {
  title: string;
  base?: number;
  files?: Files;
}

export interface DraftInfo {
  id: string;
  version: number;
  title: string;
  state: 'open' | 'submitted' | 'approved';
  base?: number;
  editor: string;
  /** None of them may approve it. */
  editors: string[];
  created: string;
  updated: string;
  /** Why it was returned. */
  comment?: string;
  pack?: Ref;
  report?: Report;
  /** The release it became. */
  seq?: number;
}

export interface Draft extends DraftInfo {
  files: Files;
}

/** A record that differs between two packs. */
export interface Change {
  op: '+' | '-' | '~';
  kind: string;
  id: string;
  /** Of a changed record; both sides as JSON, empty when absent. */
  fields: { name: string; before: string; after: string }[];
}

/** To be signed as it is. */
export interface ReleaseDocument {
  _type: 'release';
  tenant: string;
  seq: number;
  parent: string;
  issued: string;
  minEngine: number;
  pack: Ref;
  reverts?: number;
}

export interface Release {
  seq: number;
  /** Of the envelope. */
  release: Ref;
  parent: string;
  pack: Ref;
  issued: string;
  reverts?: number;
  /** replaced: was stable; halted: taken away before it was. */
  state: 'approved' | 'candidate' | 'stable' | 'replaced' | 'halted';
  title?: string;
  draft?: string;
  editors: string[];
  approver: string;
  /** In the answer for one release only. */
  files?: Files;
}

export interface Published {
  seq: number;
  release: Ref;
  /** Of the head. */
  version: number;
  report?: Report;
}

/** Ten-thousandths of the clients. */
export type Share = 100 | 1000 | 5000 | 10_000;

/** Fisher's exact test of a candidate's faults against the stable release's. */
export interface Trial {
  what: 'activation' | 'false-alarm';
  candidate: { faults: number; of: number };
  stable: { faults: number; of: number };
  p: number;
  halt: boolean;
}

export interface Rollout {
  /** 0 when there is none. */
  stable: number;
  candidate?: { seq: number; share: number; since?: string };
  killed: string[];
  version: number;
  expires: string;
  trial?: Trial[];
  /** Of the answer: what a change must name. */
  etag: string;
}

export interface Entry {
  n: number;
  time: string;
  /** id; "server" and "console" for what no member did. */
  member: string;
  action: string;
  subject: string;
  detail: string;
  prev: string;
  hash: string;
}

export interface Verdict {
  ok: boolean;
  length: number;
  head: string;
  /** Number of the first entry that does not fit. */
  broken?: number;
  reason?: string;
}

export interface RuleCount {
  day: string;
  seq: number;
  rule: string;
  hits: number;
  accepted: number;
  dismissed: number;
  falseAlarms: number;
}

export interface Adoption {
  day: string;
  seq: number;
  clients: number;
  failures: number;
}

export interface Health {
  head: number;
  issued: string;
  expires: string;
  /** Browsers that listen for hints now. */
  subscribers: number;
  /** Browsers counted today. */
  clients: number;
  /** Drafts that wait for review. */
  submitted: number;
  audit?: string;
}

export interface Terms {
  lines: number;
  /** Words that stand out against everyday Chinese. */
  keywords: { text: string; weight: number; count: number }[];
  /** Words that stand together so often that they may be one term. */
  phrases: { text: string; count: number; cohesion: number; freedom: number }[];
}
