import { createRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import * as d from '../../src/index.js';
import { useBackend } from '../use-backend.js';

const t = (...values: number[]) => tf.tensor1d(values);
const logs = (...probabilities: number[]) => t(...probabilities.map(Math.log));

describe.each(['cpu', 'wasm'] as const)('edges of distributions on %s', (backend) => {
  useBackend(backend);

  describe('score-function gradients', () => {
    const slope = (make: (p: tf.Tensor) => d.Distribution, at: tf.Tensor) =>
      tf.tidy(() => {
        const inside = tf.grad((p) => {
          const q = make(p);
          return q.logProb(q.sample(createRng(1), [50]));
        })(at);
        const draws = make(at).sample(createRng(1), [50]).clone();
        const outside = tf.grad((p) => make(p).logProb(draws))(at);
        return [inside.dataSync(), outside.dataSync()] as const;
      });
    const options = { validate: false };

    it.each<[string, (p: tf.Tensor) => d.Distribution]>([
      ['Bernoulli', (p) => new d.Bernoulli({ logits: p, ...options })],
      ['Geometric', (p) => new d.Geometric({ logits: p, ...options })],
      ['Poisson', (p) => new d.Poisson({ rate: tf.exp(p), ...options })],
      ['Binomial', (p) => new d.Binomial({ totalCount: 5, logits: p, ...options })],
      ['NegativeBinomial', (p) => new d.NegativeBinomial({ totalCount: 3, logits: p, ...options })],
      ['Categorical', (p) => new d.Categorical({ logits: p, ...options })],
      ['OneHotCategorical', (p) => new d.OneHotCategorical({ logits: p, ...options })],
      ['Multinomial', (p) => new d.Multinomial({ totalCount: 4, logits: p, ...options })],
      ['DiscretizedLogistic', (p) => new d.DiscretizedLogistic({ loc: p, scale: 2, ...options })],
      ['Independent Bernoullis', (p) => new d.Independent(new d.Bernoulli({ logits: p, ...options }), 1)],
      [
        'a mixture of normals',
        (p) =>
          new d.MixtureSameFamily({
            mixing: new d.Categorical({ logits: t(0, 0) }),
            components: new d.Normal({ loc: tf.mul(p, 30), scale: 1, ...options }),
          }),
      ],
      [
        'exp of a mixture of normals',
        (p) =>
          new d.TransformedDistribution({
            base: new d.MixtureSameFamily({
              mixing: new d.Categorical({ logits: t(0, 0) }),
              components: new d.Normal({ loc: p, scale: 1, ...options }),
            }),
            bijector: d.bijectors.exp(),
          }),
      ],
    ])('those of %s are the same for a draw inside the gradient and for a constant', (_, make) => {
      const [inside, outside] = slope(make, t(0.1, -0.3));
      expect(outside.some((v) => Math.abs(v) > 1e-3)).toBe(true);
      for (const [i, v] of inside.entries()) expect(v).toBeCloseTo(outside[i]!, 4);
    });

    it('a straight-through draw under a one-hot prior has the log-probabilities as gradient', () => {
      tf.tidy(() => {
        const prior = new d.OneHotCategorical({ logits: t(0, 1, 0) });
        const gradient = tf.grad((x) => prior.logProb(x))(t(0, 0, 1));
        expect(gradient.dataSync()).toEqual(tf.logSoftmax(t(0, 1, 0)).dataSync());
        const through = tf.grad((logits) => {
          const q = new d.RelaxedOneHotCategorical({
            temperature: 0.5,
            logits,
            straightThrough: true,
            validate: false,
          });
          return prior.logProb(q.sample(createRng(0)));
        })(t(0.1, 0.2, -0.3));
        expect(through.dataSync().every(Number.isFinite)).toBe(true);
      });
    });

    it('Deterministic.logProb takes differentiated inputs', () => {
      tf.tidy(() => {
        const gradient = tf.grad((x) => new d.Deterministic({ loc: t(1, 2) }).logProb(x))(t(1, 2));
        expect(Array.from(gradient.dataSync())).toEqual([0, 0]);
      });
    });
  });

  describe('f-divergences', () => {
    const of = (...p: number[]) => new d.Categorical({ logits: logs(...p) });

    it('a class without mass in either distribution counts for nothing', () => {
      tf.tidy(() => {
        const [q, p] = [of(0.9, 0.1, 0), of(0.5, 0.5, 0)];
        const value = (f: d.FDivergence) => d.fDivergence(f, q, p).dataSync()[0];
        expect(value(d.totalVariation)).toBeCloseTo(0.4, 6);
        expect(value(d.chiSquared)).toBeCloseTo(0.64, 6);
        expect(value(d.forwardKl)).toBeCloseTo(0.3680642, 6);
        expect(value(d.reverseKl)).toBeCloseTo(0.5 * Math.log(25 / 9), 6);
      });
    });

    it('a class with mass in q alone counts as its definition says', () => {
      tf.tidy(() => {
        const [q, p] = [of(0.5, 0.25, 0.25), of(0.5, 0.5, 0)];
        const value = (f: d.FDivergence) => d.fDivergence(f, q, p).dataSync()[0];
        expect(value(d.totalVariation)).toBeCloseTo(0.25, 6);
        expect(value(d.squaredHellinger)).toBeCloseTo((Math.sqrt(0.25) - Math.sqrt(0.5)) ** 2 + 0.25, 6);
        expect(value(d.forwardKl)).toBe(Infinity);
        expect(value(d.reverseKl)).toBeCloseTo(0.5 * Math.LN2, 6);
        expect(d.renyiDivergence(2, q, p).dataSync()[0]).toBe(Infinity);
        expect(d.renyiDivergence(0.5, q, p).dataSync()[0]).toBeCloseTo(-2 * Math.log(0.5 + Math.sqrt(0.125)), 6);
      });
    });

    it.each<[string, (q: d.Distribution, p: d.Distribution) => tf.Tensor]>([
      ['fDivergence(totalVariation)', (q, p) => d.fDivergence(d.totalVariation, q, p)],
      ['fDivergence(chiSquared)', (q, p) => d.fDivergence(d.chiSquared, q, p)],
      ['fDivergence(alpha = 3)', (q, p) => d.fDivergence(d.alphaDivergence(3), q, p)],
      ['renyiDivergence(2)', (q, p) => d.renyiDivergence(2, q, p)],
      ['jensenShannon', (q, p) => d.jensenShannon(q, p)],
    ])('the gradient of %s is a difference quotient, next to an empty class too', (_, divergence) => {
      tf.tidy(() => {
        const p = of(0.2, 0.3, 0.5, 0);
        const value = (logits: tf.Tensor) => divergence(new d.Categorical({ logits, validate: false }), p);
        const at = [0.1, 0.4, 0.3, -Infinity];
        const gradient = tf
          .grad(value)(t(...at))
          .dataSync();
        for (const i of [0, 1, 2]) {
          const moved = (h: number) => value(t(...at.map((v, j) => (i === j ? v + h : v)))).dataSync()[0]!;
          expect(gradient[i]).toBeCloseTo((moved(0.01) - moved(-0.01)) / 0.02, 3);
        }
        expect(gradient[3]).toBe(0);
      });
    });

    it('the gradient of monteCarloFDivergence is that of its value with the same draws', () => {
      tf.tidy(() => {
        const normal = (loc: tf.Tensor) => new d.Normal({ loc, scale: 1, validate: false });
        const value = (loc: tf.Tensor) =>
          d.monteCarloFDivergence(d.chiSquared, normal(loc), normal(tf.scalar(0)), { samples: 10, rng: createRng(0) })
            .value;
        const slope = tf.grad(value)(tf.scalar(0.1)).dataSync()[0]!;
        const [high, low] = [0.11, 0.09].map((v) => value(tf.scalar(v)).dataSync()[0]!);
        expect(slope).toBeCloseTo((high! - low!) / 0.02, 3);
      });
    });
  });

  it('one class and one component draw, and have their log-probability', () => {
    tf.tidy(() => {
      const one = new d.Categorical({ logits: t(0) });
      expect(one.logProb(t(0, 1)).dataSync()).toEqual(new Float32Array([0, -Infinity]));
      expect(one.sample(createRng(0), [2]).shape).toEqual([2]);
      const hot = new d.OneHotCategorical({ logits: t(0) });
      expect(Array.from(hot.sample(createRng(0)).dataSync())).toEqual([1]);
      const mixture = new d.MixtureSameFamily({ mixing: one, components: new d.Normal({ loc: t(3), scale: 1 }) });
      const draws = mixture.sample(createRng(1), [5]);
      const alone = new d.Normal({ loc: 3, scale: 1 }).logProb(draws).dataSync();
      for (const [i, v] of mixture.logProb(draws).dataSync().entries()) expect(v).toBeCloseTo(alone[i]!, 5);
    });
  });

  it('a mixture has the log-probability -infinity where no component has mass', () => {
    tf.tidy(() => {
      const mixing = new d.Categorical({ logits: t(0, 0) });
      const uniforms = new d.Uniform({ low: t(0, 2), high: t(1, 3) });
      const [inside, ...outside] = new d.MixtureSameFamily({ mixing, components: uniforms })
        .logProb(t(0.5, 1.5, 9))
        .dataSync();
      expect(inside).toBeCloseTo(-Math.LN2, 6);
      expect(outside).toEqual([-Infinity, -Infinity]);
      expect(d.importanceWeightedBound(tf.fill([2, 1], -Infinity)).value.dataSync()[0]).toBe(-Infinity);
      const logNormals = new d.LogNormal({ loc: t(0, 1), scale: 1 });
      expect(new d.MixtureSameFamily({ mixing, components: logNormals }).cdf(t(0)).dataSync()[0]).toBe(0);
    });
  });

  it('vectors outside the support have the log-probability -infinity, and NaN where they hold a NaN', () => {
    tf.tidy(() => {
      const hot = new d.OneHotCategorical({ logits: t(0, 0, 0) });
      const rows = tf.tensor2d([
        [0, 0, 0],
        [1, 1, 0],
        [0.4, 0.3, 0.3],
        [0, 1, 0],
        [Number.NaN, 0, 1],
      ]);
      const [a, b, c, right, unknown] = hot.logProb(rows).dataSync();
      expect([a, b, c]).toEqual([-Infinity, -Infinity, -Infinity]);
      expect(right).toBeCloseTo(-Math.log(3), 6);
      expect(unknown).toBeNaN();
    });
  });

  it('grey values of a Bernoulli lie in [0, 1]: pixels from 0 to 255 have no likelihood', () => {
    tf.tidy(() => {
      const got = new d.Bernoulli({ logits: 2 }).logProb(t(5, 255, -0.5, 0.5)).dataSync();
      expect(Array.from(got.slice(0, 3))).toEqual([-Infinity, -Infinity, -Infinity]);
      expect(got[3]).toBeCloseTo(1 - Math.log1p(Math.exp(2)), 5);
    });
  });

  it.each<[string, () => d.Distribution, number[]]>([
    ['multivariate-normal-diag', () => new d.MultivariateNormalDiag({ loc: tf.zeros([4]), scale: 1 }), [5, 1]],
    ['multivariate-normal-diag', () => new d.MultivariateNormalDiag({ loc: tf.zeros([1]), scale: 1 }), [5, 4]],
    ['independent', () => new d.Independent(new d.Normal({ loc: tf.zeros([3]), scale: 1 }), 1), [1]],
    ['one-hot-categorical', () => new d.OneHotCategorical({ logits: tf.zeros([3]) }), [1]],
    ['dirichlet', () => new d.Dirichlet({ concentration: tf.ones([3]) }), [1]],
    ['multinomial', () => new d.Multinomial({ totalCount: 2, logits: tf.zeros([3]) }), [1]],
  ])('%s refuses an event of another size', (family, make, shape) => {
    tf.tidy(() => {
      expect(() => make().logProb(tf.ones(shape))).toThrow(
        new RegExp(`expected x of shape .*got \\[${shape}\\].*${family}`),
      );
    });
  });
});
