import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Describable, DescribeOptions, Part, Question } from './describable.js';
import { endsOf } from './ends.js';
import type { Sampling } from './sampling.js';

/** Arguments and parameters at the ends of what a family takes. */
export function hazardChecks<R, D extends Describable<R>>(
  options: DescribeOptions<R, D>,
  { each, kind, scalar }: Sampling<R, D>,
): readonly Question[] {
  const { rng, without = {} } = options;
  const has = (part: Part) => without[part] === undefined;
  const ofNumbers = scalar && kind !== 'points';
  return [
    ...(ofNumbers ? ofArguments(options, { each, kind }) : []),
    {
      name: 'a NaN has the log-probability NaN',
      needs: [],
      run: () =>
        each((build, a) => {
          const p = build(a);
          const x = p.sample(rng(1));
          for (const log of p.logProb(tf.fill(x.shape, Number.NaN)).dataSync()) expect(log).toBeNaN();
        }),
    },
    {
      name: 'an infinite entry has the log-probability -infinity',
      needs: [],
      run: () =>
        each((build, a) => {
          const p = build(a);
          const shape = p.sample(rng(1)).shape;
          for (const end of [Infinity, -Infinity]) {
            for (const log of p.logProb(tf.fill(shape, end)).dataSync()) expect(log).toBe(-Infinity);
          }
        }),
    },
    {
      name: 'at extreme parameters its own draws have finite log-probabilities, and no number of it is NaN',
      needs: ['extremes'],
      run: () => {
        for (const p of extremes(options)) {
          tf.tidy(() => {
            const { distribution, of } = p();
            if (distribution === undefined) return;
            const { sample, logProb } = distribution.sampleAndLogProb(rng(1), [8]);
            expect(logProb.dataSync().every(Number.isFinite), `sampleAndLogProb, ${of}`).toBe(true);
            const numbers = (name: string, values: tf.Tensor) =>
              expect(values.dataSync().some(Number.isNaN), `${name}, ${of}: ${values.dataSync()}`).toBe(false);
            numbers('sample', sample);
            numbers('logProb', distribution.logProb(sample));
            if (has('cdf')) numbers('cdf', distribution.cdf(sample));
            for (const moment of ['mean', 'variance', 'entropy'] as const) {
              if (has(moment)) numbers(moment, distribution[moment]());
            }
          });
        }
      },
    },
  ];
}

function ofArguments<R, D extends Describable<R>>(
  { rng, without = {} }: DescribeOptions<R, D>,
  { each, kind }: Pick<Sampling<R, D>, 'each' | 'kind'>,
): readonly Question[] {
  const has = (part: Part) => without[part] === undefined;
  return [
    {
      name: 'its distribution function is 0 at -infinity, 1 at infinity, and NaN at NaN, with finite gradients by x',
      needs: ['cdf'],
      run: () =>
        each((build, a) => {
          const p = build(a);
          const x = tf.tensor1d([-Infinity, Infinity, Number.NaN]);
          const [low, high, unknown] = p.cdf(x).dataSync();
          expect([low, high]).toEqual([0, 1]);
          expect(unknown).toBeNaN();
          const slope = tf.grad((v) => p.cdf(v))(tf.tensor1d([-Infinity, Infinity]));
          expect(Array.from(slope.dataSync(), Math.abs)).toEqual([0, 0]);
        }),
    },
    {
      name: 'beyond its support its distribution function is 0 or 1',
      needs: ['cdf'],
      run: () =>
        each((build, a) => {
          const p = build(a);
          const { low, high } = endsOf(p.support);
          if (Number.isFinite(low)) expect(p.cdf(tf.scalar(low - 1)).dataSync()[0]).toBe(0);
          if (Number.isFinite(high)) expect(p.cdf(tf.scalar(high + 1)).dataSync()[0]).toBe(1);
        }),
    },
    {
      name: 'the quantile of a number that is no probability is NaN',
      needs: ['icdf'],
      run: () =>
        each((build, a) => {
          for (const x of build(a)
            .icdf(tf.tensor1d([-0.5, 1.5, Number.NaN]))
            .dataSync())
            expect(x).toBeNaN();
        }),
    },
    ...(kind === 'integers'
      ? [
          {
            name: 'a number between integers has the log-probability -infinity',
            needs: ['between integers'] as const,
            run: () =>
              each((build, a) => {
                const p = build(a);
                const x = p.sample(rng(1), [5]).add(0.5);
                for (const log of p.logProb(x).dataSync()) expect(log).toBe(-Infinity);
                if (has('cdf')) expect(p.cdf(x).dataSync()).toEqual(p.cdf(x.sub(0.5)).dataSync());
              }),
          },
        ]
      : []),
  ];
}

/** A distribution in a tidy, and a text that says of which parameters: none where the constructor refuses them. */
type Extreme<D> = () => { readonly distribution: D | undefined; readonly of: string };

/** Distributions with one parameter at a time at each of its extremes, and the others at a random point. */
function extremes<R, D extends Describable<R>>({ parameters, extremes, make }: DescribeOptions<R, D>): Extreme<D>[] {
  const point = fc.sample(fc.noBias(fc.record(parameters) as fc.Arbitrary<Record<string, number>>), {
    numRuns: 1,
    seed: 3,
  })[0]!;
  return Object.entries(extremes ?? {}).flatMap(([key, values]) =>
    values.map((value) => () => {
      const given = { ...point, [key]: value };
      const of = JSON.stringify(given);
      try {
        const tensors = Object.fromEntries(Object.entries(given).map(([name, entry]) => [name, tf.scalar(entry)]));
        return { distribution: make(tensors), of };
      } catch (error) {
        // Bounds that cross, for one.
        if (error instanceof RangeError) return { distribution: undefined, of };
        throw error;
      }
    }),
  );
}
