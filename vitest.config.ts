import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

// Packages resolve each other's sources ("@latents/source"), so that no test needs a build first.
export const conditions = ['@latents/source', 'module', 'node', 'development|production', 'import', 'default'];

const include = ['{apps,packages,examples,tools}/*/test/**/*.test.ts', 'docs/test/**/*.test.ts'];

/** Tests that replace kernels or backends, run examples that do, or ask what an import loads: each in a process of its own. */
const ALONE = ['packages/wasm/test/**/*.test.ts', 'docs/test/**/*.test.ts', 'packages/*/test/imports.test.ts'];

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
        // Files of one worker share its modules: to load tfjs for each file took a third of the time.
        test: { name: 'unit', include, exclude: [...configDefaults.exclude, ...ALONE], isolate: false },
      },
      { extends: true, test: { name: 'alone', include: ALONE } },
    ],
    testTimeout: 30_000,
    // Each worker holds a tfjs backend: forks keep one crash or leak from another file's tests.
    pool: 'forks',
    // All cores: by default vitest leaves one idle, which is half of a small machine.
    maxWorkers: availableParallelism(),
    onConsoleLog: withoutBanner,
  },
});
