import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as float64 from '../src/float64/index.js';
import * as wasm from '../src/index.js';
import * as node from '../src/node/index.js';

// The public names. A change here is a change for users: it needs a changeset.
it('the tables of contents', () => {
  expect(Object.keys(wasm).sort()).toEqual(['Adam', 'Sgd', 'installTrainingKernels', 'startThreads']);
  expect(Object.keys(node)).toEqual(['sharedMemoryPaths']);
  expect(Object.keys(float64)).toEqual(['float64Kernels']);
});

/** The packages that a source file imports at run time, directly or through others of ours. */
function packagesOf(file: URL, seen = new Set<string>()): Set<string> {
  const found = new Set<string>();
  if (seen.has(file.href)) return found;
  seen.add(file.href);
  for (const [, type, from] of readFileSync(file, 'utf8').matchAll(/^(?:import|export) (type )?.*from '([^']+)';$/gm)) {
    if (type !== undefined) continue;
    if (!from!.startsWith('.')) found.add(from!);
    else for (const name of packagesOf(new URL(from!.replace(/\.js$/, '.ts'), file), seen)) found.add(name);
  }
  return found;
}

it('the float64 side runs without tfjs', () => {
  expect(packagesOf(new URL('../src/index.ts', import.meta.url))).toContain('@tensorflow/tfjs-core');
  expect([...packagesOf(new URL('../src/float64/index.ts', import.meta.url))]).toEqual([]);
});
