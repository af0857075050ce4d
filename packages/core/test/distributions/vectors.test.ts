import { createRng } from '@latents/math';
import { expectNoLeak, meanAndStandardError } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import * as d from '../../src/distributions/index.js';
import { useBackend } from '../use-backend.js';

const scalar = (t: tf.Tensor): number => t.dataSync()[0]!;

describe.each(['cpu', 'wasm'])('families on vectors, and made of others, on %s', (backend) => {
  useBackend(backend);

  it('multivariate normals: log-probability, entropy and moments by hand, the batch broadcast', () => {
    tf.tidy(() => {
      // Covariance [[1, .5], [.5, 2.5]], determinant 2.25, inverse [[2.5, -.5], [-.5, 1]] / 2.25.
      const p = d.MultivariateNormalTriL.fromCovariance({
        loc: tf.tensor2d([
          [0, 0],
          [1, -1],
        ]),
        covariance: tf.tensor2d([
          [1, 0.5],
          [0.5, 2.5],
        ]),
      });
      expect([p.batchShape, p.eventShape]).toEqual([[2], [2]]);
      const x = tf.tensor1d([0.3, -0.7]);
      const at = (a: number, b: number) =>
        -0.5 * ((2.5 * a * a - a * b + b * b) / 2.25) - 0.5 * Math.log(2.25) - Math.log(2 * Math.PI);
      const got = p.logProb(x).dataSync();
      expect(got[0]).toBeCloseTo(at(0.3, -0.7), 5);
      expect(got[1]).toBeCloseTo(at(-0.7, 0.3), 5);
      expect(scalar(p.entropy())).toBeCloseTo(1 + Math.log(2 * Math.PI) + 0.5 * Math.log(2.25), 5);
      expect(Array.from(p.variance().dataSync()).map((v) => +v.toFixed(4))).toEqual([1, 2.5, 1, 2.5]);
      const low = new d.LowRankMultivariateNormal({
        loc: tf.tensor1d([0, 0]),
        covarianceFactor: tf.tensor2d([[0.5], [1]]),
        covarianceDiagonal: tf.tensor1d([0.75, 1.5]),
      });
      expect(scalar(low.logProb(x))).toBeCloseTo(at(0.3, -0.7), 5);
      expect(scalar(low.entropy())).toBeCloseTo(scalar(p.entropy()), 5);
      for (const q of [p, low]) {
        const draws = q.sample(createRng(1), [4000]);
        const product = tf.mul(
          draws.slice(
            [0, ...draws.shape.slice(1, -1).map(() => 0), 0],
            [4000, ...draws.shape.slice(1, -1).map(() => 1), 1],
          ),
          draws.slice(
            [0, ...draws.shape.slice(1, -1).map(() => 0), 1],
            [4000, ...draws.shape.slice(1, -1).map(() => 1), 1],
          ),
        );
        const { mean, standardError } = meanAndStandardError(product.dataSync());
        expect(Math.abs(mean - 0.5)).toBeLessThan(4 * standardError);
      }
    });
  });

  it('Dirichlet: a beta in two parts, and its gradient of a sample', () => {
    tf.tidy(() => {
      const p = new d.Dirichlet({ concentration: tf.tensor1d([2, 3.5]) });
      const beta = new d.Beta({ concentration1: 2, concentration0: 3.5 });
      expect(scalar(p.logProb(tf.tensor1d([0.3, 0.7])))).toBeCloseTo(scalar(beta.logProb(tf.scalar(0.3))), 4);
      expect(scalar(p.entropy())).toBeCloseTo(scalar(beta.entropy()), 5);
      expect(scalar(p.mode())).toBeCloseTo(scalar(beta.mode()), 6);
      expect(scalar(p.variance())).toBeCloseTo(scalar(beta.variance()), 6);
      // d E x_0 / d a_0 = a_1 / (a_0 + a_1)^2, by the implicit gradient of samples.
      const n = 4000;
      const gradient = tf.grad((a: tf.Tensor) =>
        new d.Dirichlet({ concentration: a }).sample(createRng(2)).slice([0, 0], [n, 1]).sum(),
      )(tf.tile(tf.tensor2d([[2, 3.5]]), [n, 1]));
      const { mean, standardError } = meanAndStandardError(gradient.slice([0, 0], [n, 1]).dataSync());
      expect(Math.abs(mean - 3.5 / 5.5 ** 2)).toBeLessThan(4 * standardError);
    });
  });

  it.each<[string, (a: tf.Tensor) => d.Distribution, number, (x: tf.Tensor) => tf.Tensor, number]>([
    ['Gamma', (a) => new d.Gamma({ concentration: a, rate: 2 }), 0.7, (x) => x, 0.5],
    ['InverseGamma', (a) => new d.InverseGamma({ concentration: a, scale: 2 }), 6, (x) => x, -2 / 25],
    ['Beta', (a) => new d.Beta({ concentration1: a, concentration0: 2 }), 1.5, (x) => x, 2 / 3.5 ** 2],
    ['StudentT', (a) => new d.StudentT({ df: a, loc: 0, scale: 1 }), 12, (x) => x.square(), -2 / 100],
    ['ContinuousBernoulli', (a) => new d.ContinuousBernoulli({ logits: a }), 0, (x) => x, 1 / 12],
    ['Weibull', (a) => new d.Weibull({ scale: 1, concentration: a }), 1, (x) => x.log(), 0.5772156649],
  ])('the gradient of samples of %s is that of the mean', (_, make, at, f, expected) => {
    tf.tidy(() => {
      const n = 6000;
      const gradient = tf
        .grad((a: tf.Tensor) => f(make(a).sample(createRng(4))).sum())(tf.fill([n], at))
        .dataSync();
      const { mean, standardError } = meanAndStandardError(gradient);
      expect(Math.abs(mean - expected)).toBeLessThan(4 * standardError);
    });
  });

  it('VonMises samples: the gradient of E cos x by the concentration is that of I_1 / I_0', () => {
    tf.tidy(() => {
      const n = 6000;
      const gradient = tf
        .grad((k: tf.Tensor) => tf.cos(new d.VonMises({ loc: 0, concentration: k }).sample(createRng(4))).sum())(
          tf.fill([n], 2),
        )
        .dataSync();
      const { mean, standardError } = meanAndStandardError(gradient);
      // A(2) = 0.697775 and A' = 1 - A / 2 - A^2.
      expect(Math.abs(mean - (1 - 0.697775 / 2 - 0.697775 ** 2))).toBeLessThan(4 * standardError);
    });
  });

  it('one-hot, multinomial, categorical: masses sum to 1, zero-probability symbols included', () => {
    tf.tidy(() => {
      const logits = tf.tensor2d([
        [0, -Infinity, 1],
        [2, 0, 0],
      ]);
      for (const p of [new d.Categorical({ logits }), new d.OneHotCategorical({ logits })]) {
        const total = tf.exp(p.logProb(p.enumerateSupport())).sum(0).dataSync();
        expect(total[0]).toBeCloseTo(1, 6);
        expect(total[1]).toBeCloseTo(1, 6);
        expect(Number.isFinite(scalar(p.entropy()))).toBe(true);
        expect(Array.from(p.logProb(p.sample(createRng(1), [50])).dataSync()).every(Number.isFinite)).toBe(true);
      }
      const m = new d.Multinomial({ totalCount: 3, logits: tf.log(tf.tensor1d([0.2, 0.5, 0.3])) });
      const counts = [0, 1, 2, 3].flatMap((a) => [0, 1, 2, 3].filter((b) => a + b <= 3).map((b) => [a, b, 3 - a - b]));
      expect(scalar(tf.exp(m.logProb(tf.tensor2d(counts))).sum())).toBeCloseTo(1, 5);
      expect(scalar(m.logProb(tf.tensor1d([1, 1, 2])))).toBe(-Infinity);
      const draws = m.sample(createRng(2), [3000]);
      expect(scalar(draws.sum(-1).sub(3).abs().max())).toBe(0);
      const { mean, standardError } = meanAndStandardError(draws.slice([0, 1], [3000, 1]).dataSync());
      expect(Math.abs(mean - 1.5)).toBeLessThan(4 * standardError);
      const best = m.logProb(m.mode());
      expect(scalar(best)).toBeGreaterThanOrEqual(scalar(m.logProb(tf.tensor2d(counts)).max()) - 1e-6);
    });
  });

  it('relaxations: densities integrate to 1, and a straight-through draw is one-hot with a soft gradient', () => {
    tf.tidy(() => {
      const n = 4000;
      const grid = tf.tensor1d(Array.from({ length: n }, (_, i) => (i + 0.5) / n));
      const binary = new d.RelaxedBernoulli({ temperature: 0.8, logits: 0.5 });
      expect(scalar(tf.exp(binary.logProb(grid)).mean())).toBeCloseTo(1, 2);
      const logits = tf.tensor1d([0.5, 0]);
      const pair = new d.RelaxedOneHotCategorical({ temperature: 0.8, logits });
      const x = tf.stack([grid, tf.sub(1, grid)], -1);
      // Two classes with logits (l, 0) are the binary one.
      const gap = tf.sub(pair.logProb(x), binary.logProb(grid)).abs().max();
      expect(scalar(gap)).toBeLessThan(1e-3);
      const hard = new d.RelaxedOneHotCategorical({ temperature: 0.8, logits, straightThrough: true });
      expect(scalar(hard.sample(createRng(1), [20]).max(-1).min())).toBe(1);
      const weights = tf.tensor1d([1, -2]);
      const through = (straightThrough: boolean) =>
        tf.grad((l: tf.Tensor) =>
          new d.RelaxedOneHotCategorical({ temperature: 0.8, logits: l, straightThrough })
            .sample(createRng(1))
            .mul(weights)
            .sum(),
        )(logits);
      expect(scalar(tf.sub(through(true), through(false)).abs().max())).toBe(0);
    });
  });

  it('DiscretizedLogistic: masses sum to 1 at any scale, edges included', () => {
    tf.tidy(() => {
      const p = new d.DiscretizedLogistic({
        loc: tf.tensor1d([-40, 3.2, 127.5, 300]),
        scale: tf.tensor1d([1e-2, 0.3, 20, 5]),
      });
      const total = tf.exp(p.logProb(p.enumerateSupport())).sum(0).dataSync();
      for (const sum of total) expect(sum).toBeCloseTo(1, 4);
      expect(scalar(p.logProb(tf.scalar(-1)))).toBe(-Infinity);
      expect(Array.from(p.mode().dataSync())).toEqual([0, 3, 127, 255]);
      const { mean, standardError } = meanAndStandardError(
        p.sample(createRng(1), [3000]).slice([0, 2], [3000, 1]).dataSync(),
      );
      expect(Math.abs(mean - p.mean().dataSync()[2]!)).toBeLessThan(4 * standardError);
    });
  });

  it('MixtureSameFamily: density, moments and draws of a normal mixture', () => {
    tf.tidy(() => {
      const mixing = new d.Categorical({ logits: tf.log(tf.tensor1d([0.3, 0.7])) });
      const p = new d.MixtureSameFamily({
        mixing,
        components: new d.Normal({ loc: tf.tensor1d([-1, 2]), scale: tf.tensor1d([0.5, 1]) }),
      });
      const density = (x: number, m: number, s: number) =>
        Math.exp(-0.5 * ((x - m) / s) ** 2) / (s * Math.sqrt(2 * Math.PI));
      expect(scalar(p.logProb(tf.scalar(0.4)))).toBeCloseTo(
        Math.log(0.3 * density(0.4, -1, 0.5) + 0.7 * density(0.4, 2, 1)),
        5,
      );
      expect(scalar(p.mean())).toBeCloseTo(1.1, 5);
      expect(scalar(p.variance())).toBeCloseTo(0.3 * 0.25 + 0.7 + 0.3 * 2.1 ** 2 + 0.7 * 0.9 ** 2, 4);
      const u = p.cdf(p.sample(createRng(3), [3000])).dataSync();
      const { mean, standardError } = meanAndStandardError(u);
      expect(Math.abs(mean - 0.5)).toBeLessThan(4 * standardError);
      const vectors = new d.MixtureSameFamily({
        mixing,
        components: new d.MultivariateNormalDiag({
          loc: tf.tensor2d([
            [0, 0],
            [3, 3],
          ]),
          scale: 1,
        }),
      });
      expect(vectors.sample(createRng(1), [5, 4]).shape).toEqual([5, 4, 2]);
      expect(vectors.logProb(tf.zeros([5, 4, 2])).shape).toEqual([5, 4]);
      expect(
        () => new d.MixtureSameFamily({ mixing, components: new d.Normal({ loc: tf.zeros([3]), scale: 1 }) }),
      ).toThrow(/batch shape \[2\], got \[3\]/);
    });
  });

  const { bijectors: b } = d;
  it.each<[string, Parameters<typeof b.invert>[0], number[]]>([
    ['affine', b.affine({ loc: 1, scale: -2 }), [-2, 0.3, 5]],
    ['exp', b.exp(), [-2, 0.3, 5]],
    ['sigmoid', b.sigmoid(), [-5, 0.3, 4]],
    ['tanh', b.tanh(), [-2, 0.3, 1.5]],
    ['softplus', b.softplus(), [-8, 0.3, 20]],
    ['power', b.power(2.5), [0.2, 1, 3]],
    ['chain', b.chain(b.affine({ scale: 0.5 }), b.sigmoid()), [-5, 0.3, 4]],
    ['invert', b.invert(b.exp()), [0.2, 1, 3]],
  ])('%s inverts itself, and its log-determinant is its derivative', (_, bijector, points) => {
    tf.tidy(() => {
      const x = tf.tensor1d(points);
      const back = bijector.inverse(bijector.forward(x)).sub(x).abs().max();
      expect(scalar(back)).toBeLessThan(2e-5);
      const slope = tf
        .grad((t: tf.Tensor) => bijector.forward(t))(x)
        .abs()
        .log();
      expect(scalar(slope.sub(bijector.logDeterminant(x)).abs().max())).toBeLessThan(2e-5);
    });
  });

  it('stick-breaking: a simplex, its inverse, and the determinant of its Jacobian', () => {
    tf.tidy(() => {
      const bijector = b.stickBreaking();
      const even = bijector.forward(tf.zeros([3])).dataSync();
      for (const part of even) expect(part).toBeCloseTo(0.25, 6);
      const x = tf.tensor1d([0.5, -1.2]);
      expect(scalar(bijector.inverse(bijector.forward(x)).sub(x).abs().max())).toBeLessThan(1e-5);
      const [row0, row1] = [0, 1].map((i) =>
        tf
          .grad((t: tf.Tensor) => bijector.forward(t).slice([i], [1]).sum())(x)
          .dataSync(),
      ) as [Float32Array, Float32Array];
      const determinant = row0[0]! * row1[1]! - row0[1]! * row1[0]!;
      expect(scalar(bijector.logDeterminant(x))).toBeCloseTo(Math.log(determinant), 5);
    });
  });

  it('lower Cholesky: places, inverts, and scales volume by its diagonal', () => {
    tf.tidy(() => {
      const bijector = b.lowerCholesky();
      const x = tf.tensor1d([0.1, 2, -0.3]);
      const y = bijector.forward(x);
      expect(Array.from(y.dataSync()).map((v) => +v.toFixed(5))).toEqual([
        +Math.exp(0.1).toFixed(5),
        0,
        2,
        +Math.exp(-0.3).toFixed(5),
      ]);
      expect(scalar(bijector.inverse(y).sub(x).abs().max())).toBeLessThan(1e-6);
      expect(scalar(bijector.logDeterminant(x))).toBeCloseTo(0.1 - 0.3, 6);
      expect(() => bijector.forward(tf.zeros([4]))).toThrow(/n \(n \+ 1\) \/ 2/);
    });
  });

  it('TransformedDistribution: exp of a normal is log-normal; a saturated tanh keeps its log-probability', () => {
    tf.tidy(() => {
      const base = new d.Normal({ loc: tf.tensor1d([0.2, 1]), scale: 0.7 });
      const p = new d.TransformedDistribution({ base, bijector: b.exp() });
      const q = new d.LogNormal({ loc: tf.tensor1d([0.2, 1]), scale: 0.7 });
      const x = tf.tensor1d([0.5, 3]);
      expect(scalar(p.logProb(x).sub(q.logProb(x)).abs().max())).toBeLessThan(1e-5);
      // An elementwise map of vectors: volumes are added over the event, as log-probabilities are.
      const vectors = new d.TransformedDistribution({
        base: new d.MultivariateNormalDiag({ loc: tf.tensor1d([0.2, 1]), scale: tf.tensor1d([0.7, 0.7]) }),
        bijector: b.exp(),
      });
      expect(vectors.logProb(x).shape).toEqual([]);
      expect(scalar(vectors.logProb(x).sub(q.logProb(x).sum()).abs())).toBeLessThan(1e-5);
      const drawn = vectors.sampleAndLogProb(createRng(2), [3]);
      expect(scalar(vectors.logProb(drawn.sample).sub(drawn.logProb).abs().max())).toBeLessThan(1e-4);
      const wide = new d.TransformedDistribution({ base: new d.Normal({ loc: 30, scale: 1 }), bijector: b.tanh() });
      const { logProb } = wide.sampleAndLogProb(createRng(1), [10]);
      expect(Array.from(logProb.dataSync()).every((v) => Number.isFinite(v) && v > 30)).toBe(true);
      const simplex = new d.TransformedDistribution({
        base: new d.Normal({ loc: tf.zeros([5, 3]), scale: 1 }),
        bijector: b.stickBreaking(),
      });
      expect([simplex.batchShape, simplex.eventShape]).toEqual([[5], [4]]);
      expect(simplex.logProb(simplex.sample(createRng(1), [2])).shape).toEqual([2, 5]);
    });
  });

  it('Bernoulli at probability 0 and 1: certain values, and a finite gradient', () => {
    tf.tidy(() => {
      const logits = tf.tensor1d([Infinity, Infinity, -Infinity, -Infinity, 0]);
      const x = tf.tensor1d([1, 0, 1, 0, 1]);
      const p = new d.Bernoulli({ logits });
      const expected = [0, -Infinity, -Infinity, 0, -Math.LN2];
      p.logProb(x)
        .dataSync()
        .forEach((v, i) => {
          if (Number.isFinite(expected[i])) expect(v).toBeCloseTo(expected[i]!, 6);
          else expect(v).toBe(expected[i]);
        });
      expect(Array.from(p.entropy().dataSync()).map((v) => +v.toFixed(5))).toEqual([0, 0, 0, 0, +Math.LN2.toFixed(5)]);
      const gradient = tf.grad((l: tf.Tensor) => new d.Bernoulli({ logits: l }).logProb(tf.tensor1d([1, 1, 0, 0, 1])))(
        logits,
      );
      expect(Array.from(gradient.dataSync())).toEqual([0, 0, 0, 0, 0.5]);
    });
  });

  it('Deterministic and Independent', () => {
    tf.tidy(() => {
      const point = new d.Deterministic({ loc: tf.tensor1d([1, 2]), eventRank: 1 });
      expect(scalar(point.logProb(tf.tensor1d([1, 2])))).toBe(0);
      expect(scalar(point.logProb(tf.tensor1d([1, 3])))).toBe(-Infinity);
      const independent = new d.Independent(new d.Gamma({ concentration: tf.ones([4, 3]), rate: 2 }), 1);
      expect([independent.batchShape, independent.eventShape]).toEqual([[4], [3]]);
      // Exponentials: log 2 - 2 x each.
      expect(scalar(independent.logProb(tf.ones([4, 3])))).toBeCloseTo(3 * (Math.log(2) - 2), 5);
    });
  });

  it('leaks nothing', async () => {
    const logits = tf.tensor1d([0, 1]);
    const scaleTril = tf.eye(2);
    const loc = tf.zeros([2]);
    const all: d.Distribution[] = [
      new d.Dirichlet({ concentration: tf.tensor1d([1, 2]) }),
      new d.MultivariateNormalTriL({ loc, scaleTril }),
      new d.LowRankMultivariateNormal({ loc, covarianceFactor: tf.ones([2, 1]), covarianceDiagonal: tf.ones([2]) }),
      new d.OneHotCategorical({ logits }),
      new d.Multinomial({ totalCount: 3, logits }),
      new d.RelaxedOneHotCategorical({ temperature: 1, logits }),
      new d.DiscretizedLogistic({ loc: 3, scale: 1 }),
      new d.MixtureSameFamily({ mixing: new d.Categorical({ logits }), components: new d.Normal({ loc, scale: 1 }) }),
      new d.TransformedDistribution({ base: new d.Normal({ loc: 0, scale: 1 }), bijector: b.tanh() }),
    ];
    for (const p of all) {
      await expectNoLeak(() => {
        const x = p.sample(createRng(1), [2]);
        p.logProb(x).dispose();
        x.dispose();
        if (p.closedEntropy) tf.dispose([p.entropy(), p.mean(), p.variance(), p.mode()]);
      });
    }
  });

  it('says what is wrong with parameters, naming the batch index', () => {
    expect(() => new d.Normal({ loc: 0, scale: tf.tensor1d([1, 0]) })).toThrow(/positive.*got 0 at flat index 1/);
    expect(() => new d.Normal({ loc: 0, scale: tf.tensor1d([1, 0]), validate: false })).not.toThrow();
    expect(() => new d.Gamma({ concentration: Number.NaN, rate: 1 })).toThrow(/new Gamma\(\{ concentration \}\).*NaN/);
    expect(() => new d.Uniform({ low: 1, high: tf.tensor1d([2, 1]) })).toThrow(/high above low.*index 1/);
    expect(() => new d.TruncatedNormal({ loc: 0, scale: 1, low: 1, high: 0 })).toThrow(/high above low/);
    expect(() => new d.Dirichlet({ concentration: tf.tensor1d([1]) })).toThrow(/at least 2/);
    expect(() => new d.Dirichlet({ concentration: tf.tensor1d([1, -1]) })).toThrow(/got -1/);
    expect(() => new d.Binomial({ totalCount: 2.5, logits: 0 })).toThrow(/integer >= 0/);
    expect(() => new d.Multinomial({ totalCount: -1, logits: tf.zeros([2]) })).toThrow(/integer >= 0/);
    expect(() => new d.Laplace({ loc: tf.zeros([2]), scale: tf.ones([3]) })).toThrow(
      /broadcast together, got \[2\] and \[3\]/,
    );
    expect(() => new d.DiscretizedLogistic({ loc: 0, scale: 1, levels: 1 })).toThrow(/>= 2/);
    const bad = tf.tensor3d([
      [
        [1, 0],
        [0, 1],
      ],
      [
        [1, 0],
        [0, -1],
      ],
    ]);
    expect(() => new d.MultivariateNormalTriL({ loc: tf.zeros([2]), scaleTril: bad })).toThrow(
      /-1 at \[1, 1\] of batch index 1/,
    );
    expect(() => new d.MultivariateNormalTriL({ loc: tf.zeros([2]), scaleTril: tf.ones([2, 2]) })).toThrow(
      /above the diagonal/,
    );
    expect(() => new d.MultivariateNormalTriL({ loc: tf.zeros([3]), scaleTril: tf.eye(2) })).toThrow(
      /got \[3\] and \[2,2\]/,
    );
    expect(() => new d.StudentT({ df: 1, loc: 0, scale: 1 }).enumerateSupport()).toThrow(/'student-t' has none/);
    expect(() => new d.Logistic({ loc: 0, scale: -1 })).toThrow(/got -1/);
    expect(() => b.power(0)).toThrow(/other than 0/);
    expect(() => b.chain()).toThrow(/at least one/);
  });
});
