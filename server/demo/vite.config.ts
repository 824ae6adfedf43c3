import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The demo page as static files, which the server embeds from dist and shows at /demo. */
export default defineConfig({
  root: here('.'),
  base: '/demo/',
  resolve: { alias: { '@huashu/wasm': here('../../wasm/binding') } },
  worker: { format: 'es' },
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'es2023',
    // A strict content security policy knows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The engine itself is far beyond what a script may be.
    chunkSizeWarningLimit: 300,
  },
});
