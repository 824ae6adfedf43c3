/** The options page's line to the engine: the same one that pages use. */
import type { Catalogue } from '@huashu/wasm/types';
import { EngineClient } from '../../engine/client';
import { connect } from '../../engine/connect';
import type { PageFinding } from '../../protocol/engine';
import { today } from '../../settings/dismissals';
import type { Settings } from '../../settings/schema';
import { knowing } from '../../settings/words';

/** A long list of goods may take the engine a while, in milliseconds. */
const TIMEOUT = 20_000;

let settings: Settings | null = null;

const client = new EngineClient({
  connect,
  settings: () => ({
    context: {
      role: 'agent',
      today: today(),
      ...(settings?.profile && { profile: settings.profile }),
    },
    off: settings?.offRules ?? [],
    front: settings?.shop ?? {},
  }),
  onpack: () => {},
  timeout: TIMEOUT,
  signal: new AbortController().signal,
});

/** The findings of a text for an agent with these settings. */
export async function check(text: string, under: Settings): Promise<PageFinding[]> {
  settings = under;
  return knowing(under.words, text, await client.ask('check', { text }));
}

/** The goods in a file, and every mistake in it. */
export function readCatalogue(text: string): Promise<Catalogue> {
  return client.ask('catalogue', { text });
}
