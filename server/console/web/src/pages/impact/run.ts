/** Checks the messages of a file with the pack in use and with a draft, both in this page. */

import { api } from '../../api/api';
import type { Draft } from '../../api/types';
import type { Engine } from '../../engine/engine';
import type { ShopState } from '../../shop/shop-state';
import { Comparison, type Impact } from './compare';

/** So many messages go to an engine at a time. */
const BATCH = 400;

interface Run {
  before: Engine;
  after: Engine;
  texts: readonly string[];
  /** Called with the share that is done, from 0 to 1. */
  onProgress: (done: number) => void;
  /** Asked between batches. */
  stopped: () => boolean;
}

export async function compare({
  before,
  after,
  texts,
  onProgress,
  stopped,
}: Run): Promise<Impact | undefined> {
  // Agents say the same a hundred times a day: once is enough.
  const times = new Map<string, number>();
  for (const text of texts) times.set(text, (times.get(text) ?? 0) + 1);
  const unique = [...times.keys()];
  const comparison = new Comparison();
  for (let at = 0; at < unique.length; at += BATCH) {
    if (stopped()) return undefined;
    const batch = unique.slice(at, at + BATCH);
    const [was, is] = await Promise.all([
      before.checkAll(batch, 'agent'),
      after.checkAll(batch, 'agent'),
    ]);
    batch.forEach((text, i) => {
      comparison.add(text, was[i] ?? [], is[i] ?? [], times.get(text) ?? 1);
    });
    onProgress(Math.min(1, (at + BATCH) / unique.length));
  }
  return comparison.result();
}

/** Puts the pack in use into one engine. */
export async function openReleased(engine: Engine, shop: ShopState): Promise<void> {
  const { released } = shop;
  await engine.open(released && (await api.releases.object(released.pack.sha256)));
}

/** Puts a draft into the other; how many mistakes kept it from that. */
export async function openDraft(engine: Engine, { files, pack }: Draft): Promise<number> {
  if (pack) {
    await engine.open(await api.releases.object(pack.sha256));
    return 0;
  }
  if (Object.keys(files).length === 0) {
    await engine.open();
    return 0;
  }
  const { info, mistakes, training } = await engine.build(files);
  if (training) await engine.open(await api.drafts.compile(files));
  return info || training ? 0 : mistakes.length;
}
