// Checks one package or program: npm run check -- gan
// Lint, types (of the whole workspace), its unit tests, and for a package what would be published.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { workspaceFolders } from './folders.mjs';
import { ROOT, turbo } from './turbo.mjs';

const folders = Object.fromEntries(workspaceFolders().map((folder) => [basename(folder), folder]));
const name = (process.argv[2] ?? '').replace(/^@latents\//, '');
const folder = folders[name];
if (folder === undefined || process.argv.length !== 3) {
  console.error(`npm run check -- NAME: expected one of ${Object.keys(folders).join(', ')}, got '${name}'.`);
  process.exit(1);
}
const manifest = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));

const run = (command, ...args) => spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' });
const runTurbo = (task, filter) =>
  turbo(['run', task, `--filter=${filter}`, '--output-logs=errors-only'], { stdio: 'inherit' });

const checks = {
  format: () => run('npx', 'biome', 'check', '--error-on-warnings', folder),
  imports: () => run('node', 'tools/lint/imports.mjs'),
  types: () => run('npm', '--silent', 'run', 'types'),
  ...(existsSync(join(ROOT, folder, 'test')) && { tests: () => run('npx', 'vitest', 'run', `${folder}/`) }),
  ...(manifest.scripts?.package && { package: () => runTurbo('package', manifest.name) }),
};

const failed = Object.entries(checks).filter(([check, action]) => {
  console.log(`\n== ${check}`);
  return action().status !== 0;
});
console.log(
  `\n${folder}: ${failed.length === 0 ? 'every check passed' : `failed: ${failed.map(([check]) => check).join(', ')}`}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
