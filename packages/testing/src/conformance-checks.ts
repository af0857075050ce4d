import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { expect } from 'vitest';
import { expectNoLeak } from './expect-no-leak.js';
import { chiSquaredFits, close, deciles, integral, within4 } from './goodness-of-fit.js';

/** What is asked of a distribution: core's `Distribution` has it. */
export interface Describable<R> {
  readonly batchShape: readonly number[];
  readonly eventShape: readonly number[];
  readonly support: { readonly kind: string };
  readonly closedEntropy: boolean;
  logProb(x: tf.Tensor): tf.Tensor;
  sample(rng: R, sampleShape?: readonly number[]): tf.Tensor;
  sampleAndLogProb(
    rng: R,
    sampleShape?: readonly number[],
  ): { readonly sample: tf.Tensor; readonly logProb: tf.Tensor };
  mean(): tf.Tensor;
  variance(): tf.Tensor;
  entropy(): tf.Tensor;
  cdf?(x: tf.Tensor): tf.Tensor;
  icdf?(p: tf.Tensor): tf.Tensor;
  enumerateSupport(): tf.Tensor;
}

export interface DescribeOptions<R, D extends Describable<R>> {
  /** Of each parameter, a number; `make` stacks them where an event is a vector. */
  readonly parameters: Readonly<Record<string, fc.Arbitrary<number>>>;
  /** The distribution whose batch shape is that of the tensors, which are alike in shape. */
  readonly make: (parameters: Readonly<Record<string, tf.Tensor>>) => D;
  readonly rng: (seed: number) => R;
  /** KL(q || p), or undefined where the pair has no closed form. */
  readonly kl: (q: D, p: D) => tf.Tensor | undefined;
  /**
   * Which moments say something of a sample: `'both'` (default), `'mean'`, or `'none'` for tails so heavy that 4 standard errors
   * estimated from the sample do not hold.
   */
  readonly moments?: 'both' | 'mean' | 'none';
}

// No shrinking: near a failed statistical test all points fail, since they share their draws.
const RUNS = { numRuns: 8, seed: 20, endOnFailure: true };
const SHAPES: readonly (readonly number[])[] = [[], [2], [3, 1]];

/** What describeDistribution asks, by name: each throws where the family fails. */
export function conformanceChecks<R, D extends Describable<R>>(
  options: DescribeOptions<R, D>,
): Readonly<Record<string, () => void | Promise<void>>> {
  const { make, rng, kl, moments = 'both' } = options;
  const names = Object.keys(options.parameters);
  const point = fc.record(options.parameters) as fc.Arbitrary<Record<string, number>>;
  const build = (of: Record<string, number>, shape: readonly number[] = []) =>
    make(Object.fromEntries(names.map((key) => [key, tf.fill([...shape], of[key]!)])));
  const check = (property: (a: Record<string, number>, b: Record<string, number>) => void) =>
    fc.assert(
      fc.property(point, point, (a, b) => {
        tf.tidy(() => property(a, b));
      }),
      RUNS,
    );

  return {
    'shapes: sample, batch and event, in this order': () => {
      check((a) => {
        for (const batch of SHAPES) {
          const p = build(a, batch);
          expect(p.batchShape).toEqual(batch);
          for (const sampleShape of [[], [4], [2, 3]]) {
            const { sample, logProb } = p.sampleAndLogProb(rng(1), sampleShape);
            expect(sample.shape).toEqual([...sampleShape, ...batch, ...p.eventShape]);
            expect(logProb.shape).toEqual([...sampleShape, ...batch]);
            expect(p.logProb(sample).shape).toEqual([...sampleShape, ...batch]);
          }
          if (p.closedEntropy) expect(p.entropy().shape).toEqual(batch);
          const mean = answer(() => p.mean());
          if (mean !== undefined) expect(mean.shape).toEqual([...batch, ...p.eventShape]);
        }
      });
    },
    'a batch gives what its entries give alone': () => {
      check((a, b) => {
        const [one, two] = [build(a), build(b)];
        const both = make(Object.fromEntries(names.map((key) => [key, tf.tensor1d([a[key]!, b[key]!])])));
        // A point that both can have drawn.
        const x = one.sample(rng(2));
        const [first, second] = both.logProb(tf.stack([x, x])).dataSync();
        close(first!, one.logProb(x).dataSync()[0]!, 1e-5);
        close(second!, two.logProb(x).dataSync()[0]!, 1e-5);
      });
    },
    'draws lie in the support, with the log-probability that came with them, and finite gradients': () => {
      check((a) => {
        const p = build(a, [20]);
        const { sample, logProb } = p.sampleAndLogProb(rng(3));
        const again = p.logProb(sample).dataSync();
        for (const [i, v] of logProb.dataSync().entries()) {
          expect(Number.isFinite(v)).toBe(true);
          // Some families know the log-probability of a draw better than the rounded draw itself tells.
          close(again[i]!, v, 1e-3);
        }
        const values = names.map((key) => tf.fill([20], a[key]!));
        const gradients = tf.grads((...given: tf.Tensor[]) =>
          make(Object.fromEntries(names.map((key, i) => [key, given[i]!]))).logProb(sample),
        )(values);
        for (const gradient of gradients) expect(gradient.dataSync().every(Number.isFinite)).toBe(true);
      });
    },
    'its masses, or its density between two quantiles, sum to what they should': () => {
      check((a) => {
        const p = build(a);
        if (p.support.kind === 'interval' && p.eventShape.length === 0) {
          const edges = answer(() => p.icdf?.(tf.tensor1d(QUANTILES)))?.dataSync() ?? deciles(p.sample(rng(5), [200]));
          const u = answer(() => p.cdf?.(tf.tensor1d(Array.from(edges))))?.dataSync();
          if (u !== undefined) close(integral(p, edges), u.at(-1)! - u[0]!, 2e-4);
          return;
        }
        const values = answer(() => p.enumerateSupport()) ?? integers(p);
        if (values !== undefined) close(tf.exp(p.logProb(values)).sum().dataSync()[0]!, 1, 2e-5);
      });
    },
    'the distribution function inverts its quantiles': () => {
      check((a) => {
        const p = build(a, [QUANTILES.length]);
        if (p.support.kind !== 'interval') return;
        const x = answer(() => p.icdf?.(tf.tensor1d(QUANTILES)));
        const u = x && answer(() => p.cdf?.(x));
        if (x === undefined || u === undefined) return;
        // x is rounded, and the function moves by its density.
        const slack = tf
          .mul(tf.exp(p.logProb(x)), tf.abs(x))
          .mul(2e-7)
          .dataSync();
        for (const [i, v] of u.dataSync().entries()) {
          expect(Math.abs(v - QUANTILES[i]!)).toBeLessThanOrEqual(1e-5 + slack[i]!);
        }
      });
    },
    'draws have its moments, within 4 standard errors': () => {
      const n = 2000;
      check((a) => {
        const p = build(a);
        const mean = moments === 'none' ? undefined : answer(() => p.mean());
        const variance = moments === 'both' ? answer(() => p.variance()) : undefined;
        const draws = p.sample(rng(4), [n]).reshape([n, -1]);
        for (let i = 0; i < draws.shape[1]!; i++) {
          const column = draws.slice([0, i], [n, 1]).dataSync();
          const centre = mean?.dataSync()[i];
          // A variance on the circle is not that of the angle.
          if (centre === undefined || !Number.isFinite(centre)) continue;
          within4(column, centre);
          const spread = variance?.dataSync()[i];
          if (spread !== undefined && Number.isFinite(spread))
            within4(
              column.map((x) => (x - centre) ** 2),
              spread,
            );
        }
      });
    },
    'draws follow its distribution function (Kolmogorov-Smirnov) or its masses (chi^2)': () => {
      const n = 2000;
      check((a) => {
        const p = build(a);
        if (p.eventShape.length > 0) return;
        const draws = p.sample(rng(6), [n]);
        if (p.support.kind === 'interval') {
          const cdf = answer(() => p.cdf?.(draws))?.dataSync();
          if (cdf === undefined) return;
          const u = Array.from(cdf).sort((x, y) => x - y);
          const distance = u.reduce((most, v, i) => Math.max(most, v - i / n, (i + 1) / n - v), 0);
          // Passed with probability 2e-5.
          expect(distance * Math.sqrt(n)).toBeLessThan(2.4);
          return;
        }
        const values = answer(() => p.enumerateSupport()) ?? integers(p);
        if (values !== undefined)
          chiSquaredFits(draws.dataSync(), values.dataSync(), tf.exp(p.logProb(values)).dataSync());
      });
    },
    'KL is not negative, and zero from a distribution to itself': () => {
      check((a, b) => {
        const [q, p] = [build(a), build(b)];
        const [own, other] = [kl(q, q), kl(q, p)];
        if (own !== undefined) expect(Math.abs(own.dataSync()[0]!)).toBeLessThan(1e-5);
        if (other !== undefined) expect(other.dataSync()[0]!).toBeGreaterThanOrEqual(-1e-5);
      });
    },
    'leaves no tensor': async () => {
      const [a] = fc.sample(point, { numRuns: 1, seed: 1 }) as [Record<string, number>];
      const p = build(a);
      await expectNoLeak(() => {
        const x = p.sample(rng(1), [2]);
        tf.dispose([p.logProb(x), x]);
        if (p.closedEntropy) p.entropy().dispose();
        const { sample, logProb } = p.sampleAndLogProb(rng(1));
        tf.dispose([sample, logProb]);
      });
    },
  };
}

const QUANTILES = [0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99];

/** Undefined where a family says that it has no such method or value. */
function answer<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (/the family '.*' has none/.test(String(error))) return undefined;
    throw error;
  }
}

/** The counts that matter: up to the quantile at 1 - 1e-6. */
function integers<R>(p: Describable<R>): tf.Tensor | undefined {
  const last = answer(() => p.icdf?.(tf.scalar(1 - 1e-6)))?.dataSync()[0];
  return last === undefined || !(last < 20_000) ? undefined : tf.range(0, 1.5 * last + 20);
}
