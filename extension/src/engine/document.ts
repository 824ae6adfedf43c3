import { browser } from 'wxt/browser';

const PATH = '/offscreen.html';

let creating: Promise<void> | null = null;

/** Makes sure that the engine's document stands. Only the background may call this. */
export async function ensureEngineDocument(): Promise<void> {
  // In Firefox the background is the engine's home itself.
  if (import.meta.env.FIREFOX) return;
  const standing = await browser.runtime.getContexts({
    contextTypes: ['OFFSCREEN_DOCUMENT'],
    documentUrls: [browser.runtime.getURL(PATH)],
  });
  if (standing.length > 0) return;
  // Two pages may ask at once, and a second document would be an error.
  creating ??= browser.offscreen
    .createDocument({
      url: PATH,
      reasons: ['WORKERS'],
      justification:
        'Runs the WebAssembly engine that checks what the agent types, on this device.',
    })
    .finally(() => {
      creating = null;
    });
  await creating;
}
