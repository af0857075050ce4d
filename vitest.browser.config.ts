import { defineConfig } from 'vitest/config';
import { conditions, withoutBanner } from './vitest.config.js';

// Tests that open a page in Chromium: apart from the unit tests, which need no browser. A package runs its own with `test:browser`.
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions }, noExternal: [/^@latents\//] },
  test: {
    include: ['packages/*/test/browser/*.browser.ts', 'docs/test/**/*.browser.ts'],
    environment: 'node',
    fileParallelism: false,
    onConsoleLog: withoutBanner,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
