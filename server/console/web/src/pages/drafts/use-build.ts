/** The draft as it stands, built in the page after every pause in typing. */
import type { DraftMistake, PackInfo, PackRecords } from '@huashu/wasm';
import { useEffect, useRef, useState } from 'preact/hooks';
import { api } from '../../api/api';
import type { Files } from '../../api/types';
import type { Schema } from '../../editor/schema';
import type { Engine } from '../../engine/engine';

export interface Build {
  /** Of the last pack that could be built; another object after every one. */
  info?: PackInfo;
  records?: PackRecords;
  schema?: Schema;
  mistakes: DraftMistake[];
  examples: number;
  /** The pack in use is of an earlier state of the draft. */
  stale: boolean;
  /** A classifier is or was trained, on the server. */
  training: boolean;
  busy: boolean;
}

/** A pause in typing after which the draft is built, in milliseconds. */
const PAUSE = 250;

export function useBuild(engine: Engine | undefined, files: Files): Build {
  const [build, setBuild] = useState<Build>({
    mistakes: [],
    examples: 0,
    stale: true,
    training: false,
    busy: true,
  });
  const turn = useRef(0);
  const first = useRef(true);
  const begun = useRef(false);
  useEffect(() => {
    if (!engine) return;
    const mine = ++turn.current;
    setBuild((was) => ({ ...was, busy: true }));
    const run = async () => {
      const done = await make(engine, files, begun.current, () => {
        if (mine === turn.current) setBuild((was) => ({ ...was, training: true }));
      });
      begun.current = true;
      if (mine === turn.current) setBuild((was) => ({ ...was, ...done, busy: false }));
    };
    const fail = (error: unknown) => {
      if (mine !== turn.current) return;
      const mistake = { file: '', line: 0, rule: '', field: '', message: String(error) };
      setBuild((was) => ({ ...was, mistakes: [mistake], stale: true, busy: false }));
    };
    const timer = setTimeout(() => run().catch(fail), first.current ? 0 : PAUSE);
    first.current = false;
    return () => clearTimeout(timer);
  }, [engine, files]);
  return build;
}

/**
 * `begun`: there was a pack before, which stays in use while this one has mistakes.
 * Training takes seconds: `onTraining` says that it begins.
 */
async function make(
  engine: Engine,
  files: Files,
  begun: boolean,
  onTraining: () => void,
): Promise<Partial<Build>> {
  const schema = (await engine.schema()) as Schema;
  if (Object.keys(files).length === 0) {
    const info = await engine.open();
    const records = await engine.records();
    return { info, records, schema, mistakes: [], examples: 0, stale: false, training: false };
  }
  const { info, mistakes, examples, training = false } = await engine.build(files);
  if (info) {
    const records = await engine.records();
    return { info, records, schema, mistakes, examples, stale: false, training };
  }
  if (training) {
    onTraining();
    const trained = await engine.open(await api.drafts.compile(files));
    const records = await engine.records();
    return { info: trained, records, schema, mistakes, examples, stale: false, training };
  }
  const plain = begun ? {} : { info: await engine.open(), records: await engine.records() };
  return { ...plain, schema, mistakes, examples, stale: true, training };
}
