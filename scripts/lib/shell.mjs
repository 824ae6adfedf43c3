import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root: every path in these scripts is relative to it. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

const env = {
  ...process.env,
  // The tools that npm installed go by their plain names, also outside npm.
  PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
};

/**
 * Runs a program in the repository's root with its output on ours, and fails
 * unless it exits with 0.
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: Record<string, string> }} [options] `env` is added to ours
 * @returns {Promise<void>}
 */
export async function run(program, args, options = {}) {
  await start(program, args, ['ignore', 'inherit', 'inherit'], options.env);
}

/**
 * Like run, but gives what the program wrote to standard output.
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: Record<string, string> }} [options] `env` is added to ours
 * @returns {Promise<string>}
 */
export function capture(program, args, options = {}) {
  return start(program, args, ['ignore', 'pipe', 'inherit'], options.env);
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').StdioOptions} stdio
 * @param {Record<string, string>} [extra]
 * @returns {Promise<string>}
 */
function start(program, args, stdio, extra) {
  const line = [program, ...args].join(' ');
  return new Promise((resolve, reject) => {
    let out = '';
    const child = spawn(program, args, { cwd: root, stdio, env: { ...env, ...extra } });
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      out += text;
    });
    child.on('error', (err) => reject(new Error(`${line}: ${err.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(out);
      else reject(new Error(`${line}: ${signal ? `killed by ${signal}` : `exit status ${code}`}`));
    });
  });
}

/**
 * Runs a script's work. A failure is told in one line and fails the script.
 * @param {() => Promise<void>} work
 */
export async function main(work) {
  try {
    await work();
  } catch (err) {
    console.error(`\n✗ ${err instanceof Error ? err.message : err}`);
    process.exitCode = 1;
  }
}
