/**
 * Huashu on this page without the extension: the same annotator, panel and
 * engine, the engine in a worker of the page.
 */
import texts from '../../../extension/public/_locales/zh_CN/messages.json';
import '../../../extension/src/annotator/highlight.css';
import { type Channel, workerChannel } from '../../../extension/src/engine/channel';
import { textsFrom } from '../../../extension/src/i18n/texts';
import { Counters, plusDay } from '../../../extension/src/settings/counters';
import { Dismissals, plusDismissals, today } from '../../../extension/src/settings/dismissals';
import { Learned, plusTallies } from '../../../extension/src/settings/learned';
import { DEFAULTS } from '../../../extension/src/settings/schema';
import { passingStore } from '../../../extension/src/settings/store';
import { sumIn } from '../../../extension/src/settings/sum';
import { Coach } from '../../../extension/src/site/coach';

/** To try: /fh, /th and /zb. */
const SNIPPETS = [
  { name: 'fh', text: '亲，您今天拍下，{ship}内为您发出{courier}哦～' },
  { name: 'th', text: '亲，签收后{returns}内都可以申请退换，您放心选购～' },
  { name: 'zb', text: '亲，{product}有{warranty}，您放心选购～' },
];

/** Starts coaching the page's inputs. Rejects when the engine does not start. */
export async function startTrial(document: Document): Promise<void> {
  const first = await startEngine();
  let unused: Channel | null = first;
  new Coach(
    {
      document,
      isTopFrame: true,
      connect: async () => {
        const channel = unused ?? (await startEngine());
        unused = null;
        return channel;
      },
      // A trial remembers nothing beyond the page.
      dismissals: new Dismissals(sumIn(passingStore(), plusDismissals), today),
      keepsakes: {
        counters: new Counters(sumIn(passingStore(), plusDay)),
        learned: new Learned(sumIn(passingStore(), plusTallies)),
        places: passingStore(),
      },
      ignore: () => {},
      texts: textsFrom(texts),
    },
    { ...DEFAULTS, snippets: SNIPPETS },
  );
}

/** A worker with a running engine. */
function startEngine(): Promise<Channel> {
  const worker = new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.addEventListener('error', (event) => reject(new Error(event.message)), { once: true });
    worker.addEventListener(
      'message',
      (event) => {
        if (event.data === 'ready') resolve(workerChannel(worker, () => worker.terminate()));
        else reject(new Error(String(event.data)));
      },
      { once: true },
    );
  });
}
