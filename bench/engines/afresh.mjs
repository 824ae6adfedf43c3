import { open as engine, language } from './huashu.mjs';

/** The engine with each message read from its beginning: it is shown one in between that has nothing in common with any. */
export async function open(/** @type {string | undefined} */ pack) {
  const { check, memory } = await engine(pack);
  return {
    check: (/** @type {string} */ text) => {
      check('\ue000');
      return check(text);
    },
    memory,
  };
}

export { language };
