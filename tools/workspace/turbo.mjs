// Runs turbo, which looks for pnpm on the PATH, also where pnpm comes only through npx: node tools/workspace/turbo.mjs run types

import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs turbo in a workspace.
 *
 * @param args - arguments of turbo, for example `['run', 'types', '--filter=@latents/gan']`
 * @param options - options of `spawnSync`; `cwd` is the root of this workspace
 * @returns what `spawnSync` returns
 */
export function turbo(args, options = {}) {
  const env = { ...process.env, PATH: pathWithPnpm() };
  return spawnSync(join(ROOT, 'node_modules/.bin/turbo'), args, { cwd: ROOT, encoding: 'utf8', env, ...options });
}

let path;

/** Returns a PATH on which pnpm is, in the version of `packageManager` where none is installed. */
function pathWithPnpm() {
  path ??=
    spawnSync('pnpm', ['--version']).status === 0
      ? process.env.PATH
      : execFileSync('npx', ['--yes', '--package', pnpm(), '--call', 'printenv PATH'], { encoding: 'utf8' }).trim();
  return path;
}

const pnpm = () => JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).packageManager;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = turbo(process.argv.slice(2), { stdio: 'inherit' }).status ?? 1;
}
