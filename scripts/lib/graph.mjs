/**
 * A small build graph. A step runs when what goes into it, or what it left
 * behind, is not what it was after its last run. Both are compared by content,
 * so that a fresh clone, another branch and a deleted folder all come out right.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { root } from './shell.mjs';

/**
 * @typedef {object} Step
 * @property {string} title what it makes, in words
 * @property {string[]} [needs] names of the steps whose products go into it
 * @property {string[]} from the files and folders that go into it
 * @property {string[]} makes the files and folders that it leaves
 * @property {() => boolean} [fresh] tells in place of the comparison that nothing is to be done
 * @property {() => Promise<void>} run
 */

/** Never an input: what was installed, and what only tests read. */
const ignored = /^(\..+|node_modules|testdata|e2e|test-results)$|(_test\.go|\.test\.tsx?)$/;

/**
 * Runs the wanted steps and all that they need, except what is up to date.
 * @param {Record<string, Step>} steps each after those that it needs
 * @param {string[]} wanted names of steps
 */
export async function build(steps, wanted) {
  const included = closure(steps, wanted);
  const products = new Set(Object.values(steps).flatMap((step) => step.makes));
  /** @type {Record<string, string>} the hash of what each step left */
  const left = {};
  for (const [name, step] of Object.entries(steps)) {
    if (!included.has(name)) continue;
    const sources = walk(step.from, (path) => !ignored.test(basename(path)) && !products.has(path));
    const inputs = digest([
      process.version,
      String(step.run),
      ...(step.needs ?? []).map((need) => left[need] ?? ''),
      digestFiles(sources),
    ]);
    const stampFile = join(root, '.build', name);
    const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';

    let outputs = digestProducts(step);
    if (!outputs || !(step.fresh?.() ?? stamp === `${inputs} ${outputs}`)) {
      const began = Date.now();
      console.log(`▸ ${step.title}`);
      await step.run();
      outputs = digestProducts(step);
      if (!outputs) throw new Error(`${step.title}: ${step.makes.join(', ')} was not made`);
      mkdirSync(dirname(stampFile), { recursive: true });
      writeFileSync(stampFile, `${inputs} ${outputs}`);
      console.log(`  ${((Date.now() - began) / 1000).toFixed(1)} s`);
    }
    left[name] = outputs;
  }
}

/**
 * @param {Record<string, Step>} steps
 * @param {string[]} names
 * @returns {Set<string>} the names and, transitively, what they need
 */
function closure(steps, names) {
  const all = new Set(names);
  for (const name of all) {
    const step = steps[name];
    if (!step) throw new Error(`no step ${name}; there are ${Object.keys(steps).join(', ')}`);
    for (const need of step.needs ?? []) all.add(need);
  }
  return all;
}

/**
 * @param {string[]} paths
 * @param {(path: string) => boolean} [keep] whether to look at a file or into a folder
 * @returns {string[]} the files at and below the paths
 */
function walk(paths, keep = () => true) {
  return paths.flatMap((path) => {
    if (!statSync(join(root, path)).isDirectory()) return [path];
    const inside = readdirSync(join(root, path)).sort();
    return walk(inside.map((name) => `${path}/${name}`).filter(keep), keep);
  });
}

/** @param {string[]} files */
function digestFiles(files) {
  return digest(files.flatMap((file) => [file, digest([readFileSync(join(root, file))])]));
}

/**
 * @param {Step} step
 * @returns {string} empty when something is missing
 */
function digestProducts({ makes }) {
  return makes.every((path) => existsSync(join(root, path))) ? digestFiles(walk(makes)) : '';
}

/** @param {(string | Buffer)[]} parts */
function digest(parts) {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part).update('\0');
  return sum.digest('hex');
}
