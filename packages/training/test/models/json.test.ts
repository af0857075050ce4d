import { firstDifference } from '@latents/training';
import { describe, expect, test } from 'vitest';

describe('firstDifference', () => {
  test.each([
    [{ a: 1 }, { a: 1 }, undefined],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, undefined],
    [{ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, { path: 'a.1.b', expected: 2, got: 3 }],
    [{ a: [1] }, { a: [1, 2] }, { path: 'a.1', expected: undefined, got: 2 }],
    [{ a: [1, 2] }, { a: [2, 1] }, { path: 'a.0', expected: 1, got: 2 }],
    [{ a: {} }, { a: [] }, { path: 'a', expected: {}, got: [] }],
    [{ a: null }, { a: {} }, { path: 'a', expected: null, got: {} }],
    [{}, { toString: 1 }, { path: 'toString', expected: undefined, got: 1 }],
    [{ a: 0 }, { a: '0' }, { path: 'a', expected: 0, got: '0' }],
  ])('of %j and %j is %j', (expected, got, difference) => {
    expect(firstDifference(expected as never, got as never)).toEqual(difference);
  });

  test('ignores keys and paths, and finds the next difference', () => {
    const [a, b] = [{ x: { rate: 1, name: 'p' } }, { x: { rate: 2, name: 'q' } }];
    expect(firstDifference(a, b, ['rate'])?.path).toBe('x.name');
    expect(firstDifference(a, b, ['x.name'])?.path).toBe('x.rate');
    expect(firstDifference(a, b, ['x'])).toBeUndefined();
  });
});
