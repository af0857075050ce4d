import type { InformationEstimate, InformationEstimator } from '@latents/infotheory';
import { createRng, type NdArray, ndArray, type Rng, takeRows } from '@latents/math';
import { type Checks, close } from '@latents/testing/plain';
import type { Side } from '@latents/training';
import { expect } from 'vitest';

/** Pairs whose mutual information is known, in nats. */
export interface KnownPairs {
  readonly mutualInformation: number;
  sample(count: number, rng: Rng): { readonly x: NdArray; readonly y: NdArray };
}

/** An estimator of mutual information and what is known of it. */
export interface EstimatorCases {
  readonly estimator: InformationEstimator;
  readonly source: KnownPairs;
  /** Number of pairs that it is given. */
  readonly pairs: number;
  readonly side: Side;
  /** Largest distance in nats of its expectation below and above the truth, in addition to 4 standard errors. */
  readonly bias: readonly [below: number, above: number];
  /** The part that stays the same under another order of rows, a swap of x and y, or other units: the number, or its expectation. */
  readonly leaves: 'the number' | 'the expectation';
  /** Least number of pairs. */
  readonly least: number;
}

/** The conformance checks of an estimator of mutual information. */
export function estimatorChecks({ estimator, source, pairs, side, bias, leaves, least }: EstimatorCases): Checks {
  const { x, y } = source.sample(pairs, createRng(1));
  let kept: Promise<InformationEstimate> | undefined;
  /** The estimate of the pairs, which several checks compare with. */
  const first = () => (kept ??= estimator.estimate(x, y, createRng(2)));
  const same = async (a: NdArray, b: NdArray) => {
    const [before, after] = [await first(), await estimator.estimate(a, b, createRng(2))];
    if (leaves === 'the number') {
      close(after.nats, before.nats, 1e-9);
      return;
    }
    const slack = 4 * Math.hypot(before.standardError, after.standardError) + bias[0] + bias[1];
    expect(Math.abs(after.nats - before.nats)).toBeLessThan(slack);
  };
  const table = (n: number, f = (i: number) => Math.sin(i)) =>
    ndArray(
      [n, 1],
      Float64Array.from({ length: n }, (_, i) => f(i)),
    );

  return {
    'its estimate is the truth, within 4 standard errors and its bias': async () => {
      const { nats, standardError } = await first();
      expect(standardError, 'a standard error that says something').toBeLessThan(0.1);
      expect(nats).toBeGreaterThan(source.mutualInformation - 4 * standardError - bias[0]);
      expect(nats).toBeLessThan(source.mutualInformation + 4 * standardError + bias[1]);
    },
    'it states its name, its side, a standard error and a ceiling': async () => {
      const { nats, side: stated, standardError, ceiling } = await first();
      expect(estimator.name.length).toBeGreaterThan(0);
      expect(stated).toBe(side);
      expect(standardError).toBeGreaterThan(0);
      expect(ceiling).toBeGreaterThan(nats);
      if (side === 'lower') expect(bias[1], 'a lower bound is not above the truth').toBe(0);
    },
    'independent views share nothing': async () => {
      const other = source.sample(pairs, createRng(3)).y;
      const { nats, standardError } = await estimator.estimate(x, other, createRng(4));
      expect(nats).toBeGreaterThanOrEqual(-4 * standardError - bias[0]);
      expect(nats).toBeLessThanOrEqual(4 * standardError + bias[1]);
    },
    'another order of the pairs changes nothing': async () => {
      const order = createRng(5).permutation(pairs);
      await same(takeRows(x, order), takeRows(y, order));
    },
    'a swap of x and y changes nothing': () => same(y, x),
    'other units change nothing': async () => {
      const scaled = ({ shape, data }: NdArray, by: number, plus: number) =>
        ndArray(
          shape,
          Float64Array.from(data, (v) => by * v + plus),
        );
      await same(scaled(x, 1000, 5), scaled(y, 0.01, -2));
    },
    'the same seed gives the same estimate, and the samples are left as they were': async () => {
      const before = [...x.data, ...y.data];
      const again = await estimator.estimate(x, y, createRng(2));
      expect(again).toEqual(await first());
      expect([...x.data, ...y.data]).toEqual(before);
    },
    'pairs that are none are refused, saying which': async () => {
      const n = Math.max(200, least);
      const [a, b] = [table(n), table(n, (i) => Math.cos(i * i))];
      const with1 = (value: number, row: number) => table(n, (i) => (i === row ? value : Math.sin(i)));
      for (const [p, q, message] of [
        [with1(Number.NaN, 7), b, 'expected finite values, got NaN in x at index 7 (row 7)'],
        [a, with1(-Infinity, 3), 'expected finite values, got -Infinity in y at index 3 (row 3)'],
        [a, table(n - 1), `got [${n},1] and [${n - 1},1]`],
        [ndArray([n, 0], new Float64Array(0)), b, `got [${n},0] and [${n},1]`],
        [ndArray([n], a.data), b, `got [${n}] and [${n},1]`],
        [table(0), table(0), 'pairs, got 0'],
        [table(1), table(1), 'pairs, got 1'],
        [table(least - 1), table(least - 1), `at least ${least} pairs, got ${least - 1}`],
      ] as const) {
        const call = estimator.estimate(p, q, createRng(0));
        await expect(call).rejects.toThrow(RangeError);
        await expect(call).rejects.toThrow(message);
      }
      await expect(estimator.estimate(a, b, undefined as never)).rejects.toThrow('rng');
    },
  };
}
