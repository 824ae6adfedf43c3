/** The attacks of server/testdata/scenarios.json, against the client that agents run. */
import { expect, test, vi } from 'vitest';
import file from '../../../server/testdata/scenarios.json' with { type: 'json' };
import { follow, NEW_TRUST, type Trust } from './follow';

interface Scenario {
  name: string;
  enrolment: { tenant: string; root: number; fingerprint: string };
  secret: string;
  engine: number;
  steps: {
    now: string;
    serve: Record<string, string>;
    want: { code?: string; place?: string; seq: number; pack: string };
  }[];
}

const bodies: Record<string, string> = file.bodies;
const scenarios = file.scenarios as unknown as Scenario[];

/** A server that answers what a step says, and keeps to its conditions. */
function serving(serve: Record<string, string>) {
  return async (url: string, init: RequestInit): Promise<Response> => {
    const name = serve[new URL(url).pathname];
    if (!name) return new Response(null, { status: 404 });
    const headers = { ETag: `"${name}"` };
    if (new Headers(init.headers).get('If-None-Match') === headers.ETag) {
      return new Response(null, { status: 304, headers });
    }
    return new Response(bodies[name], { headers });
  };
}

// A delta that leads nowhere is told to whoever looks.
vi.spyOn(console, 'warn').mockImplementation(() => {});

test.each(scenarios)('$name', async ({ enrolment, secret, engine, steps }) => {
  let trust: Trust = NEW_TRUST;
  let pack = '';
  const stored = new Map<string, Uint8Array<ArrayBuffer>>();
  const got = [];
  for (const { now, serve } of steps) {
    const outcome = await follow(
      {
        enrolment: { ...enrolment, server: 'https://rules.example.cn' },
        fetch: serving(serve),
        now: () => Date.parse(now),
        engine,
        secret,
        adopt: async (bytes) => {
          const text = new TextDecoder().decode(bytes);
          if (text.startsWith('bad')) return { ok: false, reason: 'examples of bad.rule fail' };
          pack = text;
          return { ok: true };
        },
        stored: async (sha256) => stored.get(sha256),
        keep: async (bytes, sha256) => void stored.set(sha256, bytes),
        rebuild: async (from, delta) => {
          const text = new TextDecoder().decode(delta);
          expect(from).toBe(trust.active?.pack.sha256);
          if (text.startsWith('bad')) throw new Error('the delta does not fit');
          return new TextEncoder().encode(pack + text);
        },
      },
      trust,
    );
    trust = structuredClone(outcome.trust); // it must survive being stored
    const { refusal } = outcome;
    got.push({
      ...(refusal && { code: refusal.code, place: refusal.place }),
      seq: trust.active?.seq ?? 0,
      pack,
    });
  }
  expect(got).toEqual(steps.map((step) => step.want));
});
