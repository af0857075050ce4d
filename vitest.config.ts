import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Packages resolve each other's sources ("@latents/source"), so that no test needs a build first.
export const conditions = ['@latents/source', 'module', 'node', 'development|production', 'import', 'default'];

/** Drops the advice of tfjs to install its native binding, which every worker would print. */
export const withoutBanner = (log: string): boolean =>
  !log.includes('looks like you are running TensorFlow.js in Node.js');

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions }, noExternal: [/^@latents\//] },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{apps,packages,examples,tools}/*/test/**/*.test.ts', 'docs/test/**/*.test.ts'],
        },
      },
    ],
    testTimeout: 30_000,
    // Each worker holds a tfjs backend: forks keep one crash or leak from another file's tests.
    pool: 'forks',
    // All cores: by default vitest leaves one idle, which is half of a small machine.
    maxWorkers: availableParallelism(),
    onConsoleLog: withoutBanner,
  },
});
