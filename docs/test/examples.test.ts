import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// Every TypeScript snippet in the READMEs, the guides and the docstrings runs, and what stands behind `// =>` holds.

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const generated = mkdtempSync(join(here, '.generated-'));
const started = process.cwd();
// What a snippet writes to a file goes where it is swept away.
process.chdir(generated);
// The programs of the READMEs train on real data, which takes minutes on the plain backend.
beforeAll(async () => {
  await tf.setBackend('wasm');
});
afterAll(() => {
  process.chdir(started);
  rmSync(generated, { recursive: true, force: true });
});

function filesUnder(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending) && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name));
}

interface Snippet {
  readonly from: string;
  readonly line: number;
  readonly code: string;
}

function snippetsOf(path: string): Snippet[] {
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(/^([ \t]*\*?[ \t]*)```ts\n([\s\S]*?)^\1```/gm)].map((match) => ({
    from: relative(root, path),
    line: text.slice(0, match.index).split('\n').length,
    code: match[2]!.replaceAll(/^[ \t]*\* ?/gm, (start) => (match[1]!.includes('*') ? '' : start)),
  }));
}

/**
 * Turns `expression; // => value` into an assertion, and gives a docstring `tf` if it does not import it. A README's snippet runs
 * as it is printed.
 */
export function runnable(code: string, from = ''): string {
  const checked = code.replaceAll(
    /^(?!\s*\/\/)(.*?);?[ \t]*\/\/ => (.+)$/gm,
    (_, expression: string, value: string) => {
      const declared = /^\s*(?:const|let) (\w+) =/.exec(expression)?.[1];
      return declared ? `${expression}; same(${declared}, ${value});` : `same(${expression}, ${value});`;
    },
  );
  const tf = from.endsWith('.md') || /import \* as tf\b/.test(code) ? '' : `import * as tf from '@tensorflow/tfjs';\n`;
  return `${tf}const { same } = globalThis.examples;\n${tf && 'void tf;\n'}${checked}\nexport {};\n`;
}

function same(actual: unknown, expected: unknown): void {
  if (typeof expected === 'number' && typeof actual === 'number' && Number.isFinite(expected)) {
    expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(expected)));
  } else {
    expect(actual).toEqual(expected);
  }
}
Object.assign(globalThis, { examples: { same } });

const snippets = [
  join(root, 'README.md'),
  ...filesUnder('packages', 'README.md'),
  join(root, 'docs', 'backends.md'),
  ...filesUnder('docs/guides', '.md'),
  ...filesUnder('packages', '.ts').filter((path) => /packages\/[^/]+\/src\//.test(path)),
]
  .filter((path) => !path.includes('/testing/'))
  .flatMap(snippetsOf);

it('an example whose value is wrong fails', () => {
  expect(runnable('1 + 1; // => 3')).toContain('same(1 + 1, 3);');
  expect(() => same(2, 3)).toThrow();
});

describe.each(snippets)('$from:$line', ({ from, line, code }) => {
  it('runs', async () => {
    const file = join(generated, `${from.replaceAll(/\W+/g, '-')}-${line}.ts`);
    writeFileSync(file, runnable(code, from));
    await import(file);
  }, 120_000);
});
