import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { projects: ['extension', 'server/console/web', 'server/blackbox', 'server/worker'] },
});
