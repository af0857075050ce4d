import { defineConfig } from 'vitest/config';

const conditions = ['@latents/source', 'module', 'node', 'development|production', 'import', 'default'];

// Apart from the unit tests: it needs a Chromium.
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions }, noExternal: [/^@latents\//] },
  test: {
    root: import.meta.dirname,
    include: ['*.browser.ts'],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
