import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The supervisor's console as static files, which the server embeds from dist and shows at /console/. */
export default defineConfig({
  root: here('.'),
  base: '/console/',
  resolve: { alias: { '@huashu/wasm': here('../../../wasm/binding') } },
  worker: { format: 'es' },
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
