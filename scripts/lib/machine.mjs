/** What the machine must have, and how to get it. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { run } from './shell.mjs';

/** Debian's Chromium: what the scripts and most browser tests drive. */
export const chromium = '/usr/bin/chromium';

/** What each Debian package must have left. The tests look at Chinese text on screenshots. */
const packageFiles = {
  chromium,
  'firefox-esr': '/usr/bin/firefox-esr',
  'fonts-noto-cjk': '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
};

/** Makes sure of Chromium and of a Chinese font. */
export const requireBrowser = () => requirePackages('chromium', 'fonts-noto-cjk');

/** Makes sure of Firefox. */
export const requireFirefox = () => requirePackages('firefox-esr', 'fonts-noto-cjk');

/** Fails with one message that names everything missing to build with. */
export function requireTools() {
  const missing = [];
  if (Number(process.versions.node.split('.')[0]) < 20) {
    missing.push(`Node 20 or newer (this is ${process.version})`);
  }
  if (!works('go', ['version'])) missing.push('Go 1.26 or newer (go)');
  if (!works('g++', ['--version'])) missing.push('a C++ compiler (g++), for gojieba');
  if (!works('git', ['--version'])) missing.push('git');
  if (missing.length > 0) {
    throw new Error(`To build Huashu, please install:\n  - ${missing.join('\n  - ')}`);
  }
}

/**
 * Makes sure of Debian packages, and installs them where it may.
 * @param {(keyof typeof packageFiles)[]} names
 */
async function requirePackages(...names) {
  const missing = names.filter((name) => !existsSync(packageFiles[name]));
  if (missing.length === 0) return;
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) {
    throw new Error(
      'The browser tests drive Debian’s browsers and look at Chinese text. Please install\n' +
        `  sudo apt-get install --no-install-recommends ${missing.join(' ')}`,
    );
  }
  console.log(`▸ Debian packages: ${missing.join(', ')}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env });
  await run('apt-get', ['install', '--yes', '--no-install-recommends', ...missing], { env });
}

/**
 * @param {string} program
 * @param {string[]} args
 */
function works(program, args) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
