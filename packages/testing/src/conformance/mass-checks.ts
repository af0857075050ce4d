import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { close } from '../close.js';
import type { Describable, DescribeOptions, Question } from './describable.js';
import { integral, quantiles } from './goodness-of-fit.js';
import { sumOfMasses } from './integers.js';
import { quadratureOf } from './quadrature.js';
import type { Sampling } from './sampling.js';
import { valuesWithMass } from './values.js';

export const QUANTILES = [0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99];
const MASSES = new Set(['integers', 'one-hot', 'counts', 'points']);

/** Sums of masses and integrals of densities, and the distribution function that goes with them. */
export function massChecks<R, D extends Describable<R>>(
  { rng }: DescribeOptions<R, D>,
  { each, kind, scalar }: Sampling<R, D>,
): readonly Question[] {
  if (MASSES.has(kind)) {
    const sums: Question = {
      name: 'its masses sum to 1',
      needs: ['support'],
      run: () =>
        each((build, a) => {
          const p = build(a);
          close(sumOfMasses(p, valuesWithMass(p, p.sample(rng(5), [200]))!), 1, 2e-5);
        }),
    };
    return scalar && kind === 'integers' ? [sums, ...ofIntegers(rng, each)] : [sums];
  }
  const integrates: Question = {
    name: 'its density integrates to 1',
    needs: ['support'],
    run: () =>
      each((build, a) => {
        const p = build(a);
        const { points, weights } = quadratureOf(p, p.sample(rng(5), [400]));
        let total = 0;
        for (const [i, log] of p.logProb(points).dataSync().entries()) total += Math.exp(log) * weights[i]!;
        close(total, 1, 1e-3);
      }),
  };
  return scalar ? [integrates, ...ofDensities(rng, each)] : [integrates];
}

function ofDensities<R, D extends Describable<R>>(
  rng: (seed: number) => R,
  each: Sampling<R, D>['each'],
): readonly Question[] {
  return [
    {
      name: 'its distribution function grows by the integral of its density',
      needs: ['cdf'],
      run: () =>
        each((build, a) => {
          const p = build(a);
          const edges = quantiles(p.sample(rng(5), [1000]), QUANTILES);
          const u = p.cdf(tf.tensor1d(edges)).dataSync();
          for (let i = 1; i < edges.length; i++) {
            close(u[i]! - u[i - 1]!, integral(p, edges.slice(i - 1, i + 1)), 1e-4);
          }
        }),
    },
    {
      name: 'its distribution function inverts its quantiles',
      needs: ['cdf', 'icdf'],
      run: () =>
        each((build, a) => {
          const p = build(a, [QUANTILES.length]);
          const x = p.icdf(tf.tensor1d(QUANTILES));
          // x is rounded, and the function moves by its density.
          const slack = tf
            .mul(tf.exp(p.logProb(x)), tf.abs(x))
            .mul(2e-7)
            .dataSync();
          for (const [i, v] of p.cdf(x).dataSync().entries()) {
            expect(Math.abs(v - QUANTILES[i]!)).toBeLessThanOrEqual(1e-5 + slack[i]!);
          }
        }),
    },
  ];
}

function ofIntegers<R, D extends Describable<R>>(
  rng: (seed: number) => R,
  each: Sampling<R, D>['each'],
): readonly Question[] {
  return [
    {
      name: 'its distribution function adds up its masses',
      needs: ['cdf', 'support'],
      run: () =>
        each((build, a) => {
          const p = build(a);
          const values = valuesWithMass(p, p.sample(rng(5), [200]))!;
          const u = p.cdf(values).dataSync();
          let sum = 0;
          for (const [i, log] of p.logProb(values).dataSync().entries()) {
            sum += Math.exp(log);
            close(u[i]!, sum, 2e-5);
          }
        }),
    },
    {
      name: 'its quantiles are the first integers at which the distribution function reaches them',
      needs: ['cdf', 'icdf'],
      run: () =>
        each((build, a) => {
          const p = build(a, [QUANTILES.length]);
          const x = p.icdf(tf.tensor1d(QUANTILES));
          const before = p.cdf(x.sub(1)).dataSync();
          for (const [i, v] of p.cdf(x).dataSync().entries()) {
            expect(v).toBeGreaterThanOrEqual(QUANTILES[i]! - 1e-6);
            expect(before[i]!).toBeLessThanOrEqual(QUANTILES[i]! + 1e-6);
          }
        }),
    },
  ];
}
