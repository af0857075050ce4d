import { defineConfig } from 'vitest/config';

// Apart from the unit tests: it needs a build of the demo and a Chromium.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    // One page goes through all tests of a file, in order.
    bail: 1,
    testTimeout: 240_000,
    hookTimeout: 60_000,
  },
});
