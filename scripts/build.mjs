/**
 * npm run build: builds what changed.
 *
 *   node scripts/build.mjs [step…]   the steps stand in lib/steps.mjs
 */
import { build } from './lib/graph.mjs';
import { requireTools } from './lib/machine.mjs';
import { main } from './lib/shell.mjs';
import { everything, steps } from './lib/steps.mjs';

await main(async () => {
  requireTools();
  const wanted = process.argv.slice(2);
  await build(steps, wanted.length > 0 ? wanted : everything);
  console.log('Up to date.');
});
