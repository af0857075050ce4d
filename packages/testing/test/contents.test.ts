import { contentsOf } from '@latents/testing/plain';
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
