import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, describe, expect, test } from 'vitest';

// Each entry is compiled, file by file, into a folder from which no package can be found, and loaded by Node there.

const source = fileURLToPath(new URL('../src', import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'latents-imports-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));
writeFileSync(join(out, 'package.json'), '{ "type": "module" }');

const done = new Set<string>();
function compile(file: string): void {
  if (done.has(file)) return;
  done.add(file);
  const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
  });
  const target = join(out, relative(source, file)).replace(/\.ts$/, '.js');
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, outputText);
  for (const { fileName } of ts.preProcessFile(outputText).importedFiles) {
    if (fileName.startsWith('.')) compile(join(dirname(file), fileName.replace(/\.js$/, '.ts')));
  }
}

function load(entry: string): string[] {
  compile(join(source, entry, 'index.ts'));
  const program = `console.log(JSON.stringify(Object.keys(await import('./${join(entry, 'index.js')}'))))`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: out, stdio: 'pipe' });
  return JSON.parse(printed.toString()) as string[];
}

describe('loads no TensorFlow.js, nor any other package', () => {
  test.each([
    ['arrays', 'ndArray'],
    ['rng', 'createRng'],
    ['bounds', 'elbo'],
    ['estimators', 'ksgMutualInformation'],
    ['special/scalar', 'lgamma'],
    ['training', 'fit'],
  ])('@latents/core/%s', (entry, name) => {
    expect(load(entry)).toContain(name);
  });

  test('an entry that does is caught', () => {
    expect(() => load('distributions')).toThrow(/Cannot find package '@tensorflow\/tfjs'/);
  });
});

describe('import has no side effects', () => {
  test('no timers, output or globals', () => {
    compile(join(source, 'training', 'index.ts'));
    const program = `
      const before = Object.getOwnPropertyNames(globalThis).join();
      for (const e of ['arrays', 'rng', 'bounds', 'training']) await import('./' + e + '/index.js');
      if (Object.getOwnPropertyNames(globalThis).join() !== before) throw new Error('a global was made');`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: out, stdio: 'pipe' });
    expect(printed.toString()).toBe('');
  });
});
