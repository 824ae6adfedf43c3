import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import type * as binding from '../../wasm/binding';
import { expect, test } from './test';

declare const engine: typeof binding;

const root = new URL('../../', import.meta.url);
const file = (path: string) => fileURLToPath(new URL(path, root));

/** The binding as one script that sets `engine`. */
async function bundle(): Promise<string> {
  const output = (await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry: file('wasm/binding/index.ts'), name: 'engine', formats: ['iife'] },
    },
  })) as Rolldown.RolldownOutput[];
  return output[0]?.output[0].code ?? '';
}

/** What the command line answers to lines of JSON. */
function native(command: string, input: string): string[] {
  const { stdout } = spawnSync(file('bin/huashu'), [command, '--format', 'jsonl'], {
    input,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  return stdout.trimEnd().split('\n');
}

test.use({ build: 'none' });

// The Go tests hold wazero to what the engine says natively; here Chromium is held to it.
test('the golden corpus gives the same bytes in Chromium as natively', async ({ page, origin }) => {
  const corpus = readFileSync(file('wasm/testdata/golden.jsonl'), 'utf8');
  const lines = corpus.trimEnd().split('\n');
  const findings = native('check', corpus);
  const intents = native('intent', corpus);
  expect(lines.length).toBeGreaterThanOrEqual(300);
  expect([findings.length, intents.length]).toEqual([lines.length, lines.length]);
  const expected = findings.flatMap((line, i) => [line, intents[i]]);

  await page.goto(`${origin}/demo/`);
  await page.evaluate(`${await bundle()}; globalThis.engine = engine;`);
  const actual = await page.evaluate(async (lines) => {
    const bytes = async (path: string) => (await fetch(path)).arrayBuffer();
    const module = await WebAssembly.compile(await bytes('/wasm/huashu.wasm'));
    const chromium = await engine.createEngine(module);
    chromium.load(new Uint8Array(await bytes('/wasm/default.hspack')));
    return lines.flatMap((line) => {
      const { id, text } = JSON.parse(line) as { id: string; text: string };
      const said = [
        { id, findings: chromium.check(text) },
        { id, intents: chromium.intents(text) },
      ];
      // Go writes these two escaped, JavaScript as they are; they mean the same.
      return said.map((answer) =>
        JSON.stringify(answer).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029'),
      );
    });
  }, lines);

  const first = actual.findIndex((line, i) => line !== expected[i]);
  expect(actual[first], `first difference at line ${first + 1}`).toBe(expected[first]);
});

test('suggestions have the same bytes in Chromium as natively', async ({ page, origin }) => {
  const corpus = readFileSync(file('wasm/testdata/golden-suggest.jsonl'), 'utf8');
  const expected = native('suggest', corpus);
  await page.goto(`${origin}/demo/`);
  await page.evaluate(`${await bundle()}; globalThis.engine = engine;`);
  const actual = await page.evaluate(async (lines) => {
    const bytes = async (path: string) => (await fetch(path)).arrayBuffer();
    const module = await WebAssembly.compile(await bytes('/wasm/huashu.wasm'));
    const chromium = await engine.createEngine(module);
    chromium.load(new Uint8Array(await bytes('/wasm/default.hspack')));
    return lines.map((line) => {
      const { id, messages, context } = JSON.parse(line) as {
        id: string;
        messages: { role: binding.Role; t: number; text: string }[];
        context: binding.Scene;
      };
      chromium.setShop(context); // also where it says nothing: the shop before it is gone
      const events = messages.map((message) => ({ kind: 'said' as const, ...message }));
      return JSON.stringify({ id, suggestions: chromium.suggest({ events, context }) });
    });
  }, corpus.trimEnd().split('\n'));
  expect(actual.length).toBeGreaterThanOrEqual(50);
  expect(actual).toEqual(expected);
});
