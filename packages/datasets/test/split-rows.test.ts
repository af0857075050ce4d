import { splitRows } from '@latents/datasets';
import { createRng, ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';

const n = 100;
const x = ndArray(
  [n, 2],
  Float64Array.from({ length: 2 * n }, (_, i) => i),
);
const y = ndArray(
  [n],
  Uint8Array.from({ length: n }, (_, i) => i),
);

describe('splitRows', () => {
  it('puts each row on exactly one side', () => {
    const { train, validation } = splitRows(y, { validation: 30, rng: createRng(0) });
    expect(train.shape).toEqual([70]);
    expect(validation.shape).toEqual([30]);
    expect([...train.data, ...validation.data].sort((a, b) => a - b)).toEqual([...y.data]);
  });

  it('keeps rows whole and several arrays together', () => {
    const { train, validation } = splitRows({ x, y }, { validation: 30, rng: createRng(0) });
    for (const part of [train, validation]) {
      for (const [i, row] of part.y.data.entries()) {
        expect([...part.x.data.subarray(2 * i, 2 * i + 2)]).toEqual([2 * row, 2 * row + 1]);
      }
    }
  });

  it('depends on the seed alone', () => {
    const split = (seed: number) => splitRows(y, { validation: 30, rng: createRng(seed) });
    expect(split(5)).toEqual(split(5));
    expect(split(6).validation).not.toEqual(split(5).validation);
  });

  it('gives each row the same chance of validation, within 4.5 standard errors', () => {
    const runs = 2000;
    const chosen = new Float64Array(n);
    for (let seed = 0; seed < runs; seed++) {
      for (const row of splitRows(y, { validation: 30, rng: createRng(seed) }).validation.data) chosen[row]!++;
    }
    // 100 rows looked at: 4.5 rather than 4, a chance of 7e-4 that a right split fails; the seeds are fixed.
    for (const count of chosen) expect(Math.abs(count / runs - 0.3)).toBeLessThan(4.5 * Math.sqrt((0.3 * 0.7) / runs));
  });

  it.each([0, -1, 1.5, n, Number.NaN])('refuses %f validation rows of 100', (validation) => {
    expect(() => splitRows(y, { validation, rng: createRng(0) })).toThrow(
      `expected an integer from 1 to 99, one less than the 100 rows, got ${validation}`,
    );
  });

  it('takes plain rows and lists, and refuses unknown options and a missing stream', () => {
    const { train, validation } = splitRows(
      {
        x: [
          [1, 2],
          [3, 4],
        ],
        y: [1, 3],
      },
      { validation: 1, rng: createRng(0) },
    );
    for (const part of [train, validation]) expect(part.x.data[0]).toBe(part.y.data[0]);
    expect(() => splitRows(y, { validation: 1 } as never)).toThrow(
      'expected rng, as from createRng(seed), got undefined',
    );
    expect(() => splitRows(y, { validaton: 1, rng: createRng(0) } as never)).toThrow("Did you mean 'validation'?");
  });

  it('refuses empty data and a single row', () => {
    const options = { validation: 1, rng: createRng(0) };
    expect(() => splitRows({}, options)).toThrow('expected at least 2 rows, got 0');
    expect(() => splitRows(ndArray([1, 4], new Float32Array(4)), options)).toThrow('expected at least 2 rows, got 1');
  });

  it('refuses arrays of different length', () => {
    const short = ndArray([3], Uint8Array.of(1, 2, 3));
    expect(() => splitRows({ x, short }, { validation: 1, rng: createRng(0) })).toThrow(
      "expected 100 rows in every array, got 3 in 'short'",
    );
  });
});
