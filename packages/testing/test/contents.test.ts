import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { contentsOf, contentsOfPackage } from '@latents/testing/plain';
import { expect, test } from 'vitest';

test('headings and names come in the order of the source, types with their word', () => {
  const text = `// Arrays
export { type NdArray, ndArray } from './arrays.js';
export type { Rows } from './rows.js';
// Others
export * from './others.js';
export * as bijectors from './bijectors.js';
`;
  expect(contentsOf(text)).toEqual([
    '// Arrays',
    'type NdArray',
    'ndArray',
    'type Rows',
    '// Others',
    "* from './others.js'",
    "* as bijectors from './bijectors.js'",
  ]);
});

test('files of the package that an entry exports as a whole are listed too, each once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'contents-'));
  mkdirSync(join(folder, 'src', 'arrays'), { recursive: true });
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  write('package.json', JSON.stringify({ exports: { '.': { '@latents/source': './src/index.ts' } } }));
  write(
    'src/index.ts',
    "export * from './arrays/index.js';\nexport * as rows from './rows.js';\nexport * from 'other';\n",
  );
  write('src/arrays/index.ts', "export { ndArray } from './nd-array.js';\nexport * from '../rows.js';\n");
  write('src/rows.ts', "export { row } from './row.js';\n");
  expect(contentsOfPackage(pathToFileURL(join(folder, 'package.json')))).toEqual({
    '.': ["* from './arrays/index.js'", "* as rows from './rows.js'", "* from 'other'"],
    'src/arrays/index.ts': ['ndArray', "* from '../rows.js'"],
    'src/rows.ts': ['row'],
  });
  rmSync(folder, { recursive: true });
});

test('a single list needs no heading', () => {
  expect(contentsOf("export { a } from './a.js';")).toEqual(['a']);
});

test.each([
  [
    'a heading of nothing',
    "// Points\n// Pairs\nexport { a } from './a.js';",
    "expected names under '// Points', got none",
  ],
  [
    'a heading at the end',
    "// Pairs\nexport { a } from './a.js';\n// Points\n",
    "expected names under '// Points', got none",
  ],
  [
    'a heading that comes twice',
    "// Pairs\nexport { a } from './a.js';\n// Points\nexport { b } from './b.js';\n// Pairs\nexport { c } from './c.js';",
    "expected each heading once, got '// Pairs' twice",
  ],
  ['a name before the headings', "export { a } from './a.js';\n// Pairs\nexport { b } from './b.js';", "got 'a'"],
  ['a statement that is not an export', 'const a = 1;', "expected exports alone, got 'const a = 1;'"],
])('refuses %s', (_, text, message) => {
  expect(() => contentsOf(text)).toThrow(message);
});
