/** Every address of the server that a supervisor uses, by what it is about. */
import { json, send } from './send';
import { me } from './session';
import type {
  Adoption,
  Change,
  Draft,
  DraftInfo,
  DraftInput,
  Entry,
  Files,
  Health,
  Me,
  Member,
  MemberInput,
  NewToken,
  Published,
  Release,
  ReleaseDocument,
  Rollout,
  RuleCount,
  Share,
  Terms,
  Token,
  Verdict,
} from './types';

const ENVELOPE = 'application/vnd.dsse.envelope.v1+json';

/** An address of the shop, its parts escaped: at`/drafts/${id}`. */
function at(parts: TemplateStringsArray, ...values: (string | number)[]): string {
  const path = String.raw({ raw: parts }, ...values.map((v) => encodeURIComponent(v)));
  return `/v1/admin/t/${me().tenant}${path}`;
}

/** The state of a draft that was last seen. */
function seen(draft: DraftInfo): { ifMatch: string } {
  return { ifMatch: `"${draft.version}"` };
}

async function rollout(response: Promise<Response>): Promise<Rollout> {
  const got = await response;
  return { ...(await got.json()), etag: got.headers.get('ETag') ?? '' };
}

async function bytes(response: Promise<Response>): Promise<Uint8Array> {
  return new Uint8Array(await (await response).arrayBuffer());
}

/** A draft without files comes without the field. */
async function draft(response: Promise<Draft>): Promise<Draft> {
  const got = await response;
  return { ...got, files: got.files ?? {} };
}

function query(values: Record<string, string | number | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return given.length > 0 ? `?${new URLSearchParams(given as [string, string][])}` : '';
}

interface Days {
  /** YYYY-MM-DD in UTC, both inclusive. */
  from?: string;
  to?: string;
}

export const api = {
  /** Whose token this is. */
  me: (token: string): Promise<Me> => json('GET', '/v1/admin/me', { token }),

  members: {
    list: (): Promise<Member[]> => json('GET', at`/members`),
    add: (member: MemberInput): Promise<Member> => json('POST', at`/members`, { body: member }),
    change: (id: string, member: MemberInput): Promise<Member> =>
      json('PUT', at`/members/${id}`, { body: member }),
    tokens: (): Promise<Token[]> => json('GET', at`/tokens`),
    addToken: (id: string): Promise<NewToken> => json('POST', at`/members/${id}/tokens`),
    revoke: (token: string) => send('DELETE', at`/tokens/${token}`),
  },

  drafts: {
    list: (): Promise<DraftInfo[]> => json('GET', at`/drafts`),
    read: (id: string): Promise<Draft> => draft(json('GET', at`/drafts/${id}`)),
    begin: (input: DraftInput): Promise<Draft> => draft(json('POST', at`/drafts`, { body: input })),
    /** `was` is the draft as last seen: 412, code changed, when somebody has changed it since. */
    write: (was: DraftInfo, input: DraftInput): Promise<Draft> =>
      draft(json('PUT', at`/drafts/${was.id}`, { body: input, ...seen(was) })),
    discard: (was: DraftInfo) => send('DELETE', at`/drafts/${was.id}`, seen(was)),
    submit: (was: DraftInfo): Promise<Draft> =>
      draft(json('POST', at`/drafts/${was.id}/submit`, seen(was))),
    giveBack: (was: DraftInfo, comment: string): Promise<Draft> =>
      draft(json('POST', at`/drafts/${was.id}/return`, { body: { comment }, ...seen(was) })),
    diff: (id: string): Promise<Change[]> => json('GET', at`/drafts/${id}/diff`),
    proposal: (id: string): Promise<ReleaseDocument> => json('GET', at`/drafts/${id}/proposal`),
    /** The body is a DSSE envelope of the proposal. */
    approve: (was: DraftInfo, envelope: string): Promise<Release> =>
      json('POST', at`/drafts/${was.id}/approve`, { body: envelope, type: ENVELOPE, ...seen(was) }),
    /** Compiles files on top of the default packs and keeps nothing. */
    compile: (files: Files, signal?: AbortSignal): Promise<Uint8Array> =>
      bytes(send('POST', at`/compile`, { body: { files }, ...(signal && { signal }) })),
  },

  /** Finds terms in a log, one message a line; the server keeps nothing of it. */
  mine: (log: string): Promise<Terms> => json('POST', at`/mine`, { body: { log } }),

  releases: {
    list: (): Promise<Release[]> => json('GET', at`/releases`),
    read: (seq: number): Promise<Release> => json('GET', at`/releases/${seq}`),
    diff: (seq: number): Promise<Change[]> => json('GET', at`/releases/${seq}/diff`),
    /** The document that returns to the pack of this release; sign it and publish it. */
    revert: (seq: number): Promise<ReleaseDocument> => json('GET', at`/releases/${seq}/revert`),
    publish: (envelope: string): Promise<Published> =>
      json('POST', at`/releases`, { body: envelope, type: ENVELOPE }),
    /** Bytes that are kept, a pack for instance, published or not. */
    object: (sha256: string): Promise<Uint8Array> => bytes(send('GET', at`/o/${sha256}`)),
  },

  rollout: {
    read: (): Promise<Rollout> => rollout(send('GET', at`/rollout`)),
    share: (was: Rollout, seq: number, share: Share): Promise<Rollout> =>
      rollout(send('PUT', at`/rollout`, { body: { seq, share }, ifMatch: was.etag })),
    halt: (): Promise<Rollout> => rollout(send('POST', at`/rollout/halt`)),
    kill: (rule: string): Promise<Rollout> => rollout(send('PUT', at`/killed/${rule}`)),
    restore: (rule: string): Promise<Rollout> => rollout(send('DELETE', at`/killed/${rule}`)),
    /** Calls back on every new head, until the returned function is called. */
    watch(onHead: (version: number) => void): () => void {
      const events = new EventSource(`/v1/t/${me().tenant}/events`);
      events.addEventListener('hint', (event) => onHead(JSON.parse(event.data).version));
      return () => events.close();
    },
  },

  insight: {
    /** Newest first; only entries with a number below `before`. */
    audit: (page: { before?: number; limit?: number } = {}): Promise<Entry[]> =>
      json('GET', at`/audit` + query({ ...page })),
    verify: (): Promise<Verdict> => json('GET', at`/audit/verify`),
    stats: (days: Days = {}): Promise<RuleCount[]> => json('GET', at`/stats` + query({ ...days })),
    adoption: (days: Days = {}): Promise<Adoption[]> =>
      json('GET', at`/adoption` + query({ ...days })),
    health: (): Promise<Health> => json('GET', at`/health`),
  },
};
