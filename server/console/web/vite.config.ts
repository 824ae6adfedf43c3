import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Engine and pack are megabytes: the server embeds and sends all assets compressed. */
function compressed(folder: string): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    closeBundle() {
      for (const name of readdirSync(folder)) {
        writeFileSync(
          `${folder}/${name}.gz`,
          gzipSync(readFileSync(`${folder}/${name}`), { level: 9 }),
        );
        rmSync(`${folder}/${name}`);
      }
    },
  };
}

/** The supervisor's console as static files, which the server embeds from dist and shows at /console/. */
export default defineConfig({
  root: here('.'),
  base: '/console/',
  resolve: { alias: { '@huashu/wasm': here('../../../wasm/binding') } },
  worker: { format: 'es' },
  plugins: [compressed(here('dist/assets'))],
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'es2023',
    // A strict content security policy knows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The editor is the largest script, loaded by its page alone.
    chunkSizeWarningLimit: 600,
  },
});
