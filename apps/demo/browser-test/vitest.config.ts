import { defineConfig, mergeConfig } from 'vitest/config';
import browser from '../../../vitest.browser.config.js';

// Apart from the unit tests: it needs a build of the demo and a Chromium.
export default mergeConfig(
  browser,
  defineConfig({
    test: {
      root: import.meta.dirname,
      include: ['*.test.ts'],
      // One page goes through all tests of a file, in order.
      bail: 1,
      testTimeout: 240_000,
    },
  }),
);
