/** An engine of its own, off the page's thread. */
import { type Author, createAuthor, EngineError, type Role } from '@huashu/wasm';
import type { Answer, Ask, Bench } from './protocol';

let bench: Promise<Bench> | undefined;

addEventListener('message', async ({ data }: MessageEvent<Ask>) => {
  if ('module' in data) {
    bench = createAuthor(data.module).then((author) => onBench(author, new Uint8Array(data.pack)));
    return;
  }
  const { id, method, args } = data;
  try {
    const engine = await bench;
    if (!engine) throw new EngineError('there is no engine');
    const call = engine[method] as (...args: unknown[]) => unknown;
    answer({ id, value: call.apply(engine, args) });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    answer({ id, error: text, spent: error instanceof EngineError });
  }
});

function answer(message: Answer): void {
  postMessage(message);
}

function onBench(author: Author, defaultPack: Uint8Array): Bench {
  author.load(defaultPack);
  const build = author.build.bind(author);
  let onDefault = true;
  return Object.assign(author, {
    open(pack?: Uint8Array) {
      onDefault = pack === undefined;
      return author.load(pack ?? defaultPack);
    },
    build(files: Readonly<Record<string, string>>) {
      if (!onDefault) author.load(defaultPack);
      onDefault = true;
      return build(files);
    },
    checkAll(texts: readonly string[], role: Role) {
      author.configure({ role });
      return texts.map((text) =>
        author.check(text).map(({ rule, severity, start, end, fixes }) => {
          return { rule, severity, start, end, fix: fixes[0]?.label ?? '' };
        }),
      );
    },
  });
}
