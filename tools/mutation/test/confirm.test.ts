import { expect, test } from 'vitest';
import { mutated } from '../confirm.mjs';

const source = 'function f(x) {\n  if (x > 0) {\n    return 1;\n  }\n  return x;\n}\n';

test('mutated replaces a part of one line', () => {
  const location = { start: { line: 2, column: 7 }, end: { line: 2, column: 12 } };
  expect(mutated(source, { location, replacement: 'true' })).toBe(source.replace('x > 0', 'true'));
});

test('mutated replaces a block of several lines', () => {
  const location = { start: { line: 2, column: 14 }, end: { line: 4, column: 4 } };
  expect(mutated(source, { location, replacement: '{}' })).toBe('function f(x) {\n  if (x > 0) {}\n  return x;\n}\n');
});
