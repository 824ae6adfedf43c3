/** The best linter that lives in pages, for English. */
export async function open() {
  const folder = '../peers/node_modules/harper.js/dist/';
  const { LocalLinter } = await import(`${folder}index.js`);
  const { binary } = await import(`${folder}binary.js`);
  const linter = new LocalLinter({ binary });
  await linter.setup();
  return { check: (/** @type {string} */ text) => linter.lint(text) };
}

export const language = 'en';
