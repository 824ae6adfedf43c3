/** What is in use, what is being written, and reading either with an engine. */
import type { PackRecords, RuleRecord } from '@huashu/wasm';
import { api } from '../api/api';
import type { Draft, DraftInfo, Files, Release, Rollout } from '../api/types';
import type { Engine } from '../engine/engine';

export interface ShopState {
  rollout: Rollout;
  drafts: DraftInfo[];
  /** The stable release; absent before there is one. */
  released?: Release;
}

export async function loadShop(): Promise<ShopState> {
  const [rollout, drafts] = await Promise.all([api.rollout.read(), api.drafts.list()]);
  if (rollout.stable === 0) return { rollout, drafts };
  return { rollout, drafts, released: await api.releases.read(rollout.stable) };
}

/** A pack with its rules, and how the default packs have them. */
export interface Reading {
  records: PackRecords;
  /** The rules of the default packs as they ship, by id. */
  shipped: Map<string, RuleRecord>;
  /** The shop's files; absent when they are not known (a release made on the command line). */
  files?: Files;
}

/** Reads the draft, or without one what is in use. A draft with mistakes is read without what it changes. */
export async function read(engine: Engine, shop: ShopState, draft?: Draft): Promise<Reading> {
  await engine.open();
  const plain = await engine.records();
  const shipped = new Map(plain.rules.map((rule) => [rule.id, rule]));
  if (draft || shop.released?.files) {
    const files = draft?.files ?? shop.released?.files ?? {};
    const built = Object.keys(files).length > 0 && (await engine.build(files)).info;
    return { records: built ? await engine.records() : plain, shipped, files };
  }
  if (!shop.released) return { records: plain, shipped, files: {} };
  await engine.open(await api.releases.object(shop.released.pack.sha256));
  return { records: await engine.records(), shipped };
}
