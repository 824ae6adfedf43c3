import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'wxt';
import project from '../package.json' with { type: 'json' };
import { PERMISSIONS } from './src/settings/permissions';
import { SITES } from './src/site/hosts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Built elsewhere and shipped as they are: the engine and the pack it starts with. */
const ENGINE_FILES = ['huashu.wasm', 'default.hspack'] as const;

/** Nobody can answer the browser's question in a test: this site is as if it had been granted. */
const GRANTED_IN_TESTS = 'https://desk.example.com/*';

const CHROMIUM = {
  minimum_chrome_version: '137',
  storage: { managed_schema: 'managed.json' },
};

const FIREFOX = {
  browser_specific_settings: {
    gecko: {
      id: 'huashu@huashu.example',
      // CSS highlights came with 140, the word on data collection with 142.
      strict_min_version: '142.0',
      data_collection_permissions: { required: ['none' as const] },
    },
  },
};

export default defineConfig({
  srcDir: 'src',
  publicDir: 'public',
  outDir: 'dist',
  // dist/chrome is what users load; dist/chrome-e2e differs in open shadow roots and one more site.
  outDirTemplate: '{{browser}}{{modeSuffix}}',
  zip: { name: 'huashu', artifactTemplate: '{{name}}-{{browser}}.zip' },
  manifestVersion: 3,
  imports: false,
  alias: { '@huashu/wasm': here('../wasm/binding') },
  manifest: ({ browser, mode }) => ({
    name: '__MSG_extensionName__',
    version: project.version,
    description: '__MSG_extensionDescription__',
    default_locale: 'zh_CN',
    ...(browser === 'firefox' ? FIREFOX : CHROMIUM),
    icons: { 16: 'icon/16.png', 32: 'icon/32.png', 48: 'icon/48.png', 128: 'icon/128.png' },
    action: { default_title: '__MSG_extensionName__' },
    // Firefox has no offscreen documents: the engine lives in its event page.
    permissions: Object.keys(PERMISSIONS).filter(
      (name) => browser !== 'firefox' || name !== 'offscreen',
    ),
    host_permissions: mode === 'e2e' ? [...SITES, GRANTED_IN_TESTS] : [...SITES],
    // Asked for one by one, when the user wants a page taught.
    optional_host_permissions: ['https://*/*', 'http://*/*'],
    content_security_policy: {
      extension_pages: [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "img-src 'self'",
        // A shop's sync server can be anywhere, but only a local one may go without TLS.
        "connect-src 'self' https: wss: http://127.0.0.1:* http://localhost:* ws://127.0.0.1:* ws://localhost:*",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
    },
  }),
  hooks: {
    'prepare:publicPaths': (_wxt, paths) => {
      paths.push(...ENGINE_FILES.map((name) => `engine/${name}`));
    },
    'build:publicAssets': (_wxt, files) => {
      for (const name of ENGINE_FILES) {
        const absoluteSrc = here(`../wasm/dist/${name}`);
        if (!existsSync(absoluteSrc)) {
          throw new Error(`${absoluteSrc} is missing: build the engine first (npm run build)`);
        }
        files.push({ absoluteSrc, relativeDest: `engine/${name}` });
      }
    },
  },
});
