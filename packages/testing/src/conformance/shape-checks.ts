import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { close } from '../close.js';
import { expectNoLeak } from '../expect-no-leak.js';
import type { Describable, DescribeOptions, Part, Question } from './describable.js';
import { endsOf } from './ends.js';
import type { Sampling } from './sampling.js';

const SHAPES: readonly (readonly number[])[] = [[], [2], [3, 1]];

/** Shapes, batches, where the draws lie, and who frees what. */
export function shapeChecks<R, D extends Describable<R>>(
  { make, rng, without = {}, fixed = [] }: DescribeOptions<R, D>,
  { names, each, few, one, kind, scalar }: Sampling<R, D>,
): readonly Question[] {
  const has = (part: Part) => without[part] === undefined;
  const moments = (['mean', 'variance', 'mode'] as const).filter(has);
  return [
    {
      name: 'shapes: sample, batch and event, in this order',
      needs: [],
      run: () =>
        few((build, a) => {
          for (const batch of SHAPES) {
            const p = build(a, batch);
            expect(p.batchShape).toEqual(batch);
            for (const sampleShape of [[], [4], [2, 3]]) {
              const { sample, logProb } = p.sampleAndLogProb(rng(1), sampleShape);
              expect(sample.shape).toEqual([...sampleShape, ...batch, ...p.eventShape]);
              expect(logProb.shape).toEqual([...sampleShape, ...batch]);
              expect(p.logProb(sample).shape).toEqual([...sampleShape, ...batch]);
              if (has('cdf')) expect(p.cdf(sample).shape).toEqual([...sampleShape, ...batch]);
            }
            if (has('entropy')) expect(p.entropy().shape).toEqual(batch);
            for (const moment of moments) expect(p[moment]().shape, moment).toEqual([...batch, ...p.eventShape]);
          }
        }),
    },
    {
      name: 'a batch gives what its entries give alone',
      needs: [],
      run: () =>
        each((build, a, b) => {
          const [first, second] = [build(a), build(b)];
          const both = make(Object.fromEntries(names.map((key) => [key, tf.tensor1d([a[key]!, b[key]!])])));
          // A point that both can have drawn.
          const x = first.sample(rng(2));
          const [one, two] = both.logProb(tf.stack([x, x])).dataSync();
          close(one!, first.logProb(x).dataSync()[0]!, 1e-5);
          close(two!, second.logProb(x).dataSync()[0]!, 1e-5);
        }),
    },
    {
      name: 'draws lie in the support, with the log-probability that came with them, and finite gradients',
      needs: [],
      run: () =>
        each((build, a) => {
          const p = build(a, [20]);
          const { sample, logProb } = p.sampleAndLogProb(rng(3));
          const again = p.logProb(sample).dataSync();
          for (const [i, v] of logProb.dataSync().entries()) {
            expect(Number.isFinite(v)).toBe(true);
            // Some families know the log-probability of a draw better than the rounded draw itself tells.
            close(again[i]!, v, 1e-3);
          }
          if (scalar && (kind === 'interval' || kind === 'integers')) {
            const { low, high } = endsOf(build(a).support);
            for (const x of sample.dataSync()) expect(x >= Math.fround(low) && x <= Math.fround(high)).toBe(true);
          }
          const values = Object.fromEntries(names.map((key) => [key, tf.fill([20], a[key]!)]));
          const free = names.filter((key) => !fixed.includes(key));
          const gradients = tf.grads((...given: tf.Tensor[]) =>
            make({ ...values, ...Object.fromEntries(free.map((key, i) => [key, given[i]!])) }).logProb(sample),
          )(free.map((key) => values[key]!));
          for (const gradient of gradients) expect(gradient.dataSync().every(Number.isFinite)).toBe(true);
        }),
    },
    ...(scalar && (kind === 'interval' || kind === 'integers')
      ? [
          {
            name: 'outside its support the log-probability is -infinity',
            needs: ['outside'] as const,
            run: () =>
              each((build, a) => {
                const p = build(a);
                const { low, high } = endsOf(p.support);
                const beyond = [low - 1, high + 1].filter(Number.isFinite);
                if (beyond.length === 0) return;
                for (const log of p.logProb(tf.tensor1d(beyond)).dataSync()) expect(log).toBe(-Infinity);
              }),
          },
        ]
      : []),
    {
      name: 'leaves no tensor',
      needs: [],
      run: async () => {
        const p = one();
        await expectNoLeak(() => {
          const x = p.sample(rng(1), [2]);
          tf.dispose([p.logProb(x), x]);
          if (has('entropy')) p.entropy().dispose();
          for (const moment of moments) p[moment]().dispose();
          const { sample, logProb } = p.sampleAndLogProb(rng(1));
          if (has('cdf')) p.cdf(sample).dispose();
          if (has('icdf')) tf.dispose(tf.tidy(() => p.icdf(tf.tensor1d([0.5]))));
          tf.dispose([sample, logProb]);
        });
      },
    },
  ];
}
