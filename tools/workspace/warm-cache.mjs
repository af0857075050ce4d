// Checks that a warm cache does not hide a break: an export leaves math, and the types of a dependent have to fail.
// node tools/workspace/warm-cache.mjs

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyOfWorkspace, edited } from './copy.mjs';
import { turbo } from './turbo.mjs';

const copy = copyOfWorkspace();

/** Checks the types of training in the copy, through turbo and its cache. */
function types() {
  const { status, stdout, stderr } = turbo(['run', 'types', '--filter=@latents/training', '--cwd', copy]);
  return { status, output: stdout + stderr };
}

function expect(what, holds, { output }) {
  if (!holds) throw new Error(`expected ${what}, got:\n${output}`);
  console.log(`found ${what}`);
}

try {
  const cold = types();
  expect('training without faults', cold.status === 0, cold);
  const warm = types();
  expect('its result in the cache', warm.status === 0 && /1 cached, 1 total/.test(warm.output), warm);
  const index = join(copy, 'packages/math/src/index.ts');
  const broken = edited(index, (text) => text.replace(/\bcreateRng,/, ''), types);
  expect('a fault where math does not export createRng', broken.status !== 0 && /TS2305/.test(broken.output), broken);
  const again = types();
  expect('its first result in the cache again', again.status === 0 && /1 cached, 1 total/.test(again.output), again);
} finally {
  rmSync(copy, { recursive: true, force: true });
}
