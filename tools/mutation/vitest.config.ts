import { configDefaults, defineConfig } from 'vitest/config';
import shared from '../../vitest.config.js';

// The unit tests of one package, which Stryker names by `dir`. Stryker does not know projects.
export default defineConfig({
  ...shared,
  test: {
    include: ['**/*.test.ts'],
    // It changes the folder of the process, which a thread cannot. No file that it tests is mutated.
    exclude: [...configDefaults.exclude, '**/file-store.test.ts'],
    testTimeout: 300_000,
    pool: 'threads',
  },
});
