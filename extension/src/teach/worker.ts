/**
 * Brings Huashu to the sites that the user lets it into: into the tab in
 * question at once, into others as they load. The browser's question may close
 * the popup that asked, so what was wished is noted first and done from here.
 */
import { browser } from 'wxt/browser';
import { answer, askTab, type SiteStatus } from '../protocol/control';
import { SITES } from '../site/hosts';
import { grantedSites } from './granted';
import { takeWish } from './wish';

const SCRIPT = 'granted-sites';
const FILES = {
  js: ['/content-scripts/content.js' as const],
  css: ['/content-scripts/content.css' as const],
};
export function startTeaching(): void {
  answer({
    'worker.teach': async () => {
      await teach();
      return { ok: true };
    },
  });
  browser.permissions.onAdded.addListener(() => void teach());
  browser.permissions.onRemoved.addListener(() => void register());
  browser.runtime.onStartup.addListener(() => void register());
  browser.runtime.onInstalled.addListener(() => void register());
}

/** What is under way: the browser takes these calls one at a time. */
let registering: Promise<void> = Promise.resolve();

/** Has pages of the granted sites load the content script. */
function register(): Promise<void> {
  registering = registering
    .then(async () => {
      const matches = await grantedSites();
      const [standing] = await browser.scripting.getRegisteredContentScripts({ ids: [SCRIPT] });
      if (standing) await browser.scripting.unregisterContentScripts({ ids: [SCRIPT] });
      if (matches.length === 0) return;
      await browser.scripting.registerContentScripts([
        {
          id: SCRIPT,
          matches,
          excludeMatches: [...SITES],
          ...FILES,
          allFrames: true,
          runAt: 'document_end',
        },
      ]);
    })
    .catch((error: unknown) => console.warn('huashu: granted sites', error));
  return registering;
}

/** Goes to the tab of the wish, if there is one, and begins the lesson where nothing is known yet. */
async function teach(): Promise<void> {
  await register();
  const tab = await takeWish();
  if (tab === null) return;
  const frames = await enter(tab);
  const known = frames.find(({ status }) => status.check.inputs > 0 && !status.taught);
  if (known) return;
  const most = frames.reduce<Frame | undefined>(
    (best, frame) => (best && best.status.boxes >= frame.status.boxes ? best : frame),
    undefined,
  );
  if (most) await askTab(tab, { type: 'site.teach' }, most.id);
}

interface Frame {
  id: number;
  status: SiteStatus;
}

/** Puts the content script into the frames of a tab that have none, and asks each how it is doing. */
async function enter(tab: number): Promise<Frame[]> {
  const found = await browser.scripting.executeScript({
    target: { tabId: tab, allFrames: true },
    func: () => true,
  });
  const frames = await Promise.all(found.map(({ frameId }) => enterFrame(tab, frameId)));
  return frames.filter((frame) => frame !== null);
}

async function enterFrame(tab: number, id: number): Promise<Frame | null> {
  const target = { tabId: tab, frameIds: [id] };
  const ask = () => askTab(tab, { type: 'site.status' }, id);
  const status = await ask().catch(async () => {
    await browser.scripting.insertCSS({ target, files: FILES.css });
    await browser.scripting.executeScript({ target, files: FILES.js });
    return ask().catch(() => null);
  });
  return status && { id, status };
}
