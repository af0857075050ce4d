// Checks the direction of imports between packages, between the folders of core, and that no files import in a circle.
// Run: node tools/lint/imports.mjs (part of `pnpm run lint`). Prints each fault and exits with 1 if there is one.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** Packages, lowest first: a package imports only from those before it, and only from those in its `dependencies`. */
export const PACKAGES = [
  'math',
  'training',
  'core',
  'autoencoders',
  'gan',
  'vrnn',
  'infotheory',
  'em',
  'classifiers',
  'datasets',
  'wasm',
  'testing',
];

/** Folders of core, lowest first: a folder imports only from those before it. */
export const CORE_FOLDERS = [
  'operations',
  'special',
  'distributions',
  'divergences',
  'bounds',
  'networks',
  'optimization',
  'models',
  'backends',
];

/** Returns the faults in the given files: `{ 'packages/core/src/a.ts': source text }`. */
export function faultsOf(files, dependencies) {
  const imports = new Map(Object.entries(files).map(([file, text]) => [file, importsOf(text)]));
  const faults = [];
  for (const [file, specifiers] of imports) {
    const home = packageOf(file);
    for (const specifier of specifiers) {
      const name = /^@latents\/([^/]+)/.exec(specifier)?.[1];
      if (name === undefined) continue;
      if (PACKAGES.indexOf(name) >= PACKAGES.indexOf(home)) {
        faults.push(
          `${file}: '${home}' imports '${specifier}'. Packages import only from those before them: ${PACKAGES.join(' < ')}.`,
        );
      } else if (!dependencies[home]?.includes(`@latents/${name}`)) {
        faults.push(`${file}: '${specifier}' is not in the dependencies of packages/${home}/package.json.`);
      }
    }
  }
  const arrows = new Map();
  for (const [file, specifiers] of imports) {
    const targets = specifiers
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) =>
        normalize(join(dirname(file), specifier))
          .split(sep)
          .join('/')
          .replace(/\.js$/, '.ts'),
      )
      .filter((target) => imports.has(target));
    arrows.set(file, targets);
    const from = coreFolder(file);
    for (const to of targets.map(coreFolder)) {
      if (from !== undefined && to !== undefined && CORE_FOLDERS.indexOf(to) > CORE_FOLDERS.indexOf(from)) {
        faults.push(
          `${file}: '${from}' imports from '${to}'. Folders of core import only from those before them: ${CORE_FOLDERS.join(' < ')}.`,
        );
      }
    }
  }
  const circle = circleIn(arrows);
  if (circle) faults.push(`Files import in a circle: ${circle.join(' -> ')}.`);
  return faults;
}

function importsOf(text) {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

function packageOf(file) {
  return /^packages\/([^/]+)\//.exec(file)?.[1];
}

function coreFolder(file) {
  return /^packages\/core\/src\/([^/]+)\//.exec(file)?.[1];
}

function circleIn(arrows) {
  const done = new Set();
  const path = [];
  const visit = (file) => {
    const at = path.indexOf(file);
    if (at >= 0) return [...path.slice(at), file];
    if (done.has(file)) return undefined;
    path.push(file);
    for (const target of arrows.get(file) ?? []) {
      const circle = visit(target);
      if (circle) return circle;
    }
    path.pop();
    done.add(file);
    return undefined;
  };
  for (const file of arrows.keys()) {
    const circle = visit(file);
    if (circle) return circle;
  }
  return undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const names = readdirSync(join(root, 'packages'), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
  const files = {};
  for (const name of names) {
    for (const entry of readdirSync(join(root, 'packages', name, 'src'), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
      const path = join(entry.parentPath, entry.name);
      files[relative(root, path).split(sep).join('/')] = readFileSync(path, 'utf8');
    }
  }
  const dependencies = Object.fromEntries(
    names.map((name) => [
      name,
      Object.keys(JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')).dependencies ?? {}),
    ]),
  );
  const faults = faultsOf(files, dependencies);
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
