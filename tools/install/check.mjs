// Installs packed packages in empty folders, as a user would, and checks what comes with them: no TensorFlow.js, few and
// small packages, types that hold with `skipLibCheck: false`, and a program that runs.
// Run after `pnpm run build`: node tools/install/check.mjs

import { execFileSync } from 'node:child_process';
import { cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const folder = mkdtempSync(join(tmpdir(), 'latents-install-'));

/** What each package is installed with, and the limits: packages in all, megabytes in all. */
const CASES = {
  em: { tarballs: ['math', 'training', 'em'], packages: 5, megabytes: 10 },
  classifiers: { tarballs: ['math', 'training', 'classifiers'], packages: 5, megabytes: 10 },
  datasets: { tarballs: ['math', 'datasets'], packages: 5, megabytes: 10 },
};

function run(command, args, cwd) {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    throw new Error(`${command} ${args.join(' ')} in ${cwd}:\n${error.stdout ?? ''}${error.stderr ?? ''}`);
  }
}

function pack(names) {
  for (const name of names) {
    run('npx', ['--yes', 'pnpm@10.34.9', 'pack', '--pack-destination', folder], join(root, 'packages', name));
  }
}

/** Packages and bytes in a `node_modules`. */
function contents(path) {
  let [packages, bytes] = [0, 0];
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += lstatSync(join(entry.parentPath, entry.name)).size;
    if (entry.isFile() && entry.name === 'package.json' && /node_modules\/(@[^/]+\/)?[^/]+$/.test(entry.parentPath))
      packages += 1;
  }
  return { packages, bytes };
}

function check(name, { tarballs, packages: most, megabytes }) {
  const app = join(folder, name);
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{ "private": true, "type": "module" }');
  const files = tarballs.map((tarball) => join(folder, `latents-${tarball}-0.0.0.tgz`));
  run('npm', ['install', '--no-audit', '--no-fund', ...files], app);
  const { packages, bytes } = contents(join(app, 'node_modules'));
  const installed = readdirSync(join(app, 'node_modules'));
  if (installed.includes('@tensorflow')) throw new Error(`${name}: expected no TensorFlow.js, got it installed.`);
  if (packages > most || bytes > megabytes * 1e6) {
    throw new Error(
      `${name}: expected at most ${most} packages and ${megabytes} MB, got ${packages} and ${(bytes / 1e6).toFixed(1)} MB.`,
    );
  }
  cpSync(join(here, 'programs', `${name}.ts`), join(app, 'program.ts'));
  // No types of the machine: those of the packages must do, with the library of es2022 and the page.
  const compilerOptions = {
    target: 'es2022',
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    types: [],
  };
  writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
  run(join(folder, 'compiler/node_modules/.bin/tsc'), ['-p', '.'], app);
  run(process.execPath, ['program.js'], app);
  console.log(`${name}: ${packages} packages, ${(bytes / 1e6).toFixed(1)} MB, types and program hold`);
}

try {
  mkdirSync(join(folder, 'compiler'));
  writeFileSync(join(folder, 'compiler/package.json'), '{ "private": true }');
  run('npm', ['install', '--no-audit', '--no-fund', 'typescript@5.9'], join(folder, 'compiler'));
  pack([...new Set(Object.values(CASES).flatMap(({ tarballs }) => tarballs))]);
  for (const [name, limits] of Object.entries(CASES)) check(name, limits);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
