import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../src/distributions/index.js';
import { klDivergence } from '../../src/divergences/index.js';
import { familyOf } from '../families/index.js';
import { EDGE_METHODS, type EdgeMethod, type EdgeRow, edgesOfFamilies } from '../fixture.js';
import { useBackend } from '../use-backend.js';

const families = edgesOfFamilies();

/** Half of the distance between float32 numbers, relative to them. */
const UNIT = 2 ** -24;
/** The smallest normal float32 number. Some backends have 0 for those below it. */
const SMALLEST = 2 ** -126;
const LARGEST = 2 ** 127 * (2 - 2 ** -23);

/** Absolute errors in nats: a sum with a logarithm of a scale of 1e30, which is 69, is rounded by some 1e-6 per term. */
const NATS: readonly EdgeMethod[] = ['logProb', 'entropy', 'kl'];

/**
 * Returns the error that float32 may make: 2e-6 of the value (1e-5 of a divergence, whose ratio of scales may come from logs); absolute
 * for nats; and by what the value moves where each input moves by
 * four of its own units, as the first operation on it rounds.
 */
function allowed(method: EdgeMethod, value: number, rounding: number): number {
  const relative = method === 'kl' ? 1e-5 : 2e-6;
  return relative * Math.abs(value) + (NATS.includes(method) ? 1e-5 : SMALLEST) + 4 * UNIT * rounding;
}

function isRight(method: EdgeMethod, got: number, value: number, rounding: number): boolean {
  if (Number.isNaN(value)) return Number.isNaN(got);
  if (!Number.isFinite(value)) return got === value;
  const error = allowed(method, value, rounding);
  // A value too large for float32 is infinite.
  if (!Number.isFinite(got)) return got === Math.sign(value) * Infinity && Math.abs(value) + error >= LARGEST;
  return Math.abs(got - value) <= error;
}

/** The values of all rows of a method by one call on one batch. */
function valuesOf(name: string, method: EdgeMethod, names: readonly string[], rows: readonly EdgeRow[]): Float32Array {
  const { make } = familyOf(name);
  const column = (i: number) => tf.tensor1d(rows.map((row) => Number(row[i])));
  const at = (from: number) => make(Object.fromEntries(names.map((key, i) => [key, column(from + i)])));
  const result = (q: Distribution) => {
    if (method === 'kl') return klDivergence(q, at(names.length));
    return method === 'mean' || method === 'variance' || method === 'entropy'
      ? q[method]()
      : q[method](column(names.length));
  };
  return tf.tidy(() => result(at(0)).dataSync() as Float32Array);
}

describe.each(['cpu', 'wasm'])('values of mpmath at parameters from 1e-30 to 1e30 on %s', (backend) => {
  useBackend(backend);

  it.each(Object.entries(families))('%s has none wrong', (name, { parameters, ...methods }) => {
    const wrong = EDGE_METHODS.flatMap((method) => {
      const rows = methods[method] ?? [];
      if (rows.length === 0) return [];
      const got = valuesOf(name, method, parameters, rows);
      return rows.flatMap((row, i) => {
        const [value, rounding] = row.slice(-2).map(Number) as [number, number];
        const inputs = row.slice(0, -2).join(', ');
        return isRight(method, got[i]!, value, rounding)
          ? []
          : [`${method}(${inputs}): expected ${value}, got ${got[i]}`];
      });
    });
    expect(wrong).toEqual([]);
  });
});

describe('the table of edges', () => {
  it('holds at least 20,000 values of all univariate families', () => {
    const counts = Object.values(families).map((family) =>
      EDGE_METHODS.reduce((sum, method) => sum + (family[method]?.length ?? 0), 0),
    );
    expect(counts.reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(20_000);
    expect(counts).toHaveLength(30);
  });
});
