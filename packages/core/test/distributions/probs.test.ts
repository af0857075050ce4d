import { createRng } from '@latents/math';
import { expectNoLeak } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import * as d from '../../src/index.js';
import { useBackend } from '../use-backend.js';

const P = [0.2, 0.5, 0.9];
const LOGITS = P.map((p) => Math.log(p / (1 - p)));
type Given = { logits: tf.Tensor | number } | { probs: tf.Tensor | number };

/** Families of one probability, from either form of it. */
const FAMILIES: readonly (readonly [string, (given: Given) => d.Distribution])[] = [
  ['Bernoulli', (given) => new d.Bernoulli(given as d.BernoulliOptions)],
  ['Geometric', (given) => new d.Geometric(given as d.GeometricOptions)],
  ['Binomial', (given) => new d.Binomial({ totalCount: 4, ...given } as d.BinomialOptions)],
  ['NegativeBinomial', (given) => new d.NegativeBinomial({ totalCount: 2.5, ...given } as d.NegativeBinomialOptions)],
];
/** Families of weighted classes. */
const CLASSES: readonly (readonly [string, (given: d.CategoricalOptions) => d.Distribution])[] = [
  ['Categorical', (given) => new d.Categorical(given)],
  ['OneHotCategorical', (given) => new d.OneHotCategorical(given)],
  ['Multinomial', (given) => new d.Multinomial({ totalCount: 3, ...given })],
  ['RelaxedOneHotCategorical', (given) => new d.RelaxedOneHotCategorical({ temperature: 0.7, ...given })],
];

function expectClose(got: tf.Tensor, want: tf.Tensor): void {
  expect(got.shape).toEqual(want.shape);
  const values = want.dataSync();
  got.dataSync().forEach((v, i) => {
    expect(Math.abs(v - values[i]!)).toBeLessThanOrEqual(2e-6 * Math.max(1, Math.abs(values[i]!)));
  });
}

describe.each(['cpu', 'wasm'])('probabilities in place of logits on %s', (backend) => {
  useBackend(backend);

  it.each(FAMILIES)('%s of probabilities is that of their logits', async (_, make) => {
    const [probs, logits] = [tf.tensor1d(P), tf.tensor1d(LOGITS)];
    const [a, b] = [make({ probs }), make({ logits })];
    const x = b.sample(createRng(1), [4]);
    tf.tidy(() => {
      expectClose(a.sample(createRng(1), [4]), x);
      expectClose(a.logProb(x), b.logProb(x));
      expectClose(a.cdf(x), b.cdf(x));
      expectClose(a.icdf(tf.fill([3], 0.4)), b.icdf(tf.fill([3], 0.4)));
      expectClose(a.klTo(b)!, tf.zeros([3]));
      for (const key of ['mean', 'variance', 'entropy', 'mode'] as const) expectClose(a[key](), b[key]());
      expectClose(make({ probs: 0.2 }).mean(), make({ logits: Math.log(0.25) }).mean());
    });
    await expectNoLeak(() => {
      const made = [a.logProb(x), a.sample(createRng(1)), a.cdf(x), a.icdf(probs), a.klTo(b)!, a.mean()];
      for (const tensor of [...made, a.variance(), a.entropy(), a.mode()]) tensor.dispose();
    });
  });

  it.each(CLASSES)('%s of weights is that of their logarithms', async (_, make) => {
    const [probs, logits] = [
      tf.tensor2d([
        [1, 2, 0.5],
        [3, 3, 4],
      ]),
      tf.log(
        tf.tensor2d([
          [1, 2, 0.5],
          [3, 3, 4],
        ]),
      ),
    ];
    const [a, b] = [make({ probs }), make({ logits })];
    const x = b.sample(createRng(1), [4]);
    tf.tidy(() => {
      expectClose(a.sample(createRng(1), [4]), x);
      expectClose(a.logProb(x), b.logProb(x));
    });
    await expectNoLeak(() => {
      for (const tensor of [a.logProb(x), a.sample(createRng(1))]) tensor.dispose();
    });
  });

  it('has the mass of probabilities 0 and 1 at one point', () => {
    const p = new d.Bernoulli({ probs: tf.tensor1d([0, 1]) });
    expect(
      Array.from(
        p
          .logProb(
            tf.tensor2d([
              [0, 0],
              [1, 1],
            ]),
          )
          .dataSync(),
      ),
    ).toEqual([0, -Infinity, -Infinity, 0]);
    expect(Array.from(p.cdf(tf.scalar(0)).dataSync())).toEqual([1, 0]);
  });

  it('refuses none and both forms, and numbers that are no probabilities', () => {
    expect(() => new d.Bernoulli({} as never)).toThrow('expected one of logits and probs, got neither');
    expect(() => new d.Categorical({ logits: tf.zeros([2]), probs: tf.ones([2]) } as never)).toThrow('got both');
    expect(() => new d.Bernoulli({ probs: 1.5 })).toThrow('expected a probability from 0 to 1, got 1.5');
    expect(() => new d.Geometric({ probs: 0 })).toThrow('expected a probability above 0 and below 1');
    expect(() => new d.Categorical({ probs: tf.tensor1d([-1, 2]) })).toThrow('expected a finite number >= 0, got -1');
  });

  it('refuses a row of classes without mass', () => {
    const logits = tf.tensor2d([
      [0, 1],
      [-Infinity, -Infinity],
    ]);
    expect(() => new d.Categorical({ logits })).toThrow('expected a class above -Infinity in each distribution');
    expect(() => new d.OneHotCategorical({ probs: tf.zeros([3]) })).toThrow('expected a class above 0');
  });
});

describe.each(['cpu', 'wasm'])('distribution functions of classes and images on %s', (backend) => {
  useBackend(backend);

  it('counts the classes of a categorical up to x', () => {
    const p = new d.Categorical({ probs: tf.tensor1d([0.2, 0.3, 0.5]) });
    expectClose(p.cdf(tf.tensor1d([-1, 0, 0.5, 1, 2, 7])), tf.tensor1d([0, 0.2, 0.2, 0.5, 1, 1]));
    expect(Array.from(p.icdf(tf.tensor1d([0, 0.2, 0.21, 0.5, 0.9, 1])).dataSync())).toEqual([0, 0, 1, 1, 2, 2]);
    const q = new d.Bernoulli({ probs: 0.75 });
    expectClose(q.cdf(tf.tensor1d([-0.5, 0, 0.9, 1])), tf.tensor1d([0, 0.25, 0.25, 1]));
    expect(Array.from(q.icdf(tf.tensor1d([0, 0.25, 0.26, 1])).dataSync())).toEqual([0, 0, 1, 1]);
  });

  it('maps the distribution function of the base by rising and falling maps', () => {
    const base = new d.Normal({ loc: 0.3, scale: 0.8 });
    const image = (bijector: d.bijectors.Bijector) => new d.TransformedDistribution({ base, bijector });
    const logNormal = new d.LogNormal({ loc: 0.3, scale: 0.8 });
    const x = tf.tensor1d([0, 0.5, 1, 3, Infinity]);
    const p = tf.tensor1d([0.01, 0.5, 0.99]);
    expectClose(image(d.bijectors.exp()).cdf(x), logNormal.cdf(x));
    expectClose(image(d.bijectors.exp()).icdf(p), logNormal.icdf(p));
    // 2 - 3 z is normal with the mean 2 - 3 x 0.3 and the scale 3 x 0.8.
    const fallen = new d.Normal({ loc: 1.1, scale: 2.4 });
    for (const scale of [-3, tf.scalar(-3)]) {
      const falling = image(d.bijectors.affine({ loc: 2, scale }));
      expectClose(falling.cdf(x), fallen.cdf(x));
      expectClose(falling.icdf(p), fallen.icdf(p));
    }
    const chain = image(d.bijectors.chain(d.bijectors.affine({ scale: 2 }), d.bijectors.exp()));
    expectClose(chain.cdf(x), new d.LogNormal({ loc: 0.6, scale: 1.6 }).cdf(x));
  });

  it('takes counts of int32, and allows a rate and a concentration of 0', () => {
    const x = tf.tensor1d([0, 1], 'int32');
    for (const q of [
      new d.Poisson({ rate: 2 }),
      new d.Geometric({ logits: 0 }),
      new d.DiscretizedLogistic({ loc: 3, scale: 1 }),
    ]) {
      expectClose(q.cdf(x), q.cdf(tf.cast(x, 'float32')));
    }
    const none = new d.Poisson({ rate: 0 });
    expect(Array.from(none.logProb(x).dataSync())).toEqual([0, -Infinity]);
    expect(none.entropy().dataSync()[0]).toBe(0);
    expect(d.klDivergence(none, new d.Poisson({ rate: 2 })).dataSync()[0]).toBe(2);
    const circle = new d.VonMises({ loc: 0, concentration: 0 });
    expectClose(circle.logProb(tf.tensor1d([0, 2])), tf.fill([2], -Math.log(2 * Math.PI)));
    expectClose(circle.cdf(tf.tensor1d([0, Math.PI / 2])), tf.tensor1d([0.5, 0.75]));
  });

  it('has -infinity for pixels of 255 in one operation as in many', () => {
    const logits = tf.tensor2d([
      [2, -1],
      [0.5, 0.3],
    ]);
    const x = tf.tensor2d([
      [255, 0],
      [1, 0.5],
    ]);
    const whole = new d.Independent(new d.Bernoulli({ logits }), 1).logProb(x);
    const each = tf.sum(new d.Bernoulli({ logits }).logProb(x), -1);
    expect(whole.dataSync()[0]).toBe(-Infinity);
    expect(each.dataSync()[0]).toBe(-Infinity);
    expect(whole.dataSync()[1]).toBeCloseTo(each.dataSync()[1]!, 5);
  });
});
