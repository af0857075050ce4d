// Checks that a warm cache does not hide a break: an export leaves math, and the types of its dependents have to fail.
// node tools/workspace/warm-cache.mjs

import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyOfWorkspace, edited } from './copy.mjs';

const copy = copyOfWorkspace();

/** Checks the types of the copy, from what the compiler kept of the run before. */
const types = () => spawnSync('npm', ['--silent', 'run', 'types'], { cwd: copy, encoding: 'utf8' });

function expect(what, holds, { stdout, stderr }) {
  if (!holds) throw new Error(`expected ${what}, got:\n${stdout}${stderr}`);
  console.log(`found ${what}`);
}

try {
  const cold = types();
  expect('the workspace without faults', cold.status === 0, cold);
  const index = join(copy, 'packages/math/src/index.ts');
  const broken = edited(index, (text) => text.replace(/\bcreateRng,/, ''), types);
  const inDependents = ['training', 'core', 'gan', 'em'].every((name) => broken.stdout.includes(`packages/${name}/`));
  expect('faults in its dependents where math does not export createRng', broken.status !== 0 && inDependents, broken);
  const again = types();
  expect('the workspace without faults again', again.status === 0, again);
} finally {
  rmSync(copy, { recursive: true, force: true });
}
