import { createRng } from '@latents/math';
import { expectNoLeak } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as d from '../../src/distributions/index.js';
import {
  alphaDivergence,
  chiSquared,
  componentKls,
  crossEntropy,
  fDivergence,
  forwardKl,
  jensenShannon,
  klDivergence,
  matchingMixtureKl,
  monteCarloFDivergence,
  monteCarloJensenShannon,
  monteCarloKl,
  monteCarloKlEstimate,
  renyiDivergence,
  reverseKl,
  squaredHellinger,
  totalVariation,
  variationalMixtureKl,
} from '../../src/divergences/index.js';
import { useBackend } from '../use-backend.js';

const scalar = (t: tf.Tensor): number => t.dataSync()[0]!;
const categorical = (p: readonly number[]) => new d.Categorical({ logits: tf.log(tf.tensor1d([...p])) });

describe.each(['cpu', 'wasm'])('divergences on %s', (backend) => {
  useBackend(backend);
  const a = [0.2, 0.5, 0.3, 0];
  const b = [0.4, 0.1, 0.3, 0.2];
  const sum = (f: (x: number, y: number) => number) => a.reduce((total, x, i) => total + f(x, b[i]!), 0);
  const times = (x: number, log: number) => (x === 0 ? 0 : x * log);

  it('of discrete distributions are sums, a zero-probability symbol included', () => {
    tf.tidy(() => {
      const [q, p] = [categorical(a), categorical(b)];
      const exact: [tf.Tensor, number][] = [
        [klDivergence(q, p), sum((x, y) => times(x, Math.log(x / y)))],
        [crossEntropy(q, p), sum((x, y) => -x * Math.log(y))],
        [fDivergence(forwardKl, q, p), sum((x, y) => times(x, Math.log(x / y)))],
        [fDivergence(chiSquared, q, p), sum((x, y) => (x - y) ** 2 / y)],
        [fDivergence(squaredHellinger, q, p), sum((x, y) => (Math.sqrt(x) - Math.sqrt(y)) ** 2)],
        [fDivergence(totalVariation, q, p), sum((x, y) => Math.abs(x - y) / 2)],
        [fDivergence(alphaDivergence(0.5), q, p), sum((x, y) => (Math.sqrt(x * y) - 0.5 * x - 0.5 * y) / -0.25)],
        [fDivergence(alphaDivergence(3), q, p), sum((x, y) => (x ** 3 / y ** 2 - 3 * x + 2 * y) / 6)],
        [renyiDivergence(2, q, p), Math.log(sum((x, y) => x ** 2 / y))],
        [
          jensenShannon(q, p),
          sum((x, y) => 0.5 * times(x, Math.log((2 * x) / (x + y))) + 0.5 * times(y, Math.log((2 * y) / (x + y)))),
        ],
        [
          jensenShannon(q, p, { weight: 0.2 }),
          sum(
            (x, y) =>
              0.2 * times(x, Math.log(x / (0.2 * x + 0.8 * y))) + 0.8 * times(y, Math.log(y / (0.2 * x + 0.8 * y))),
          ),
        ],
      ];
      for (const [got, expected] of exact) expect(scalar(got)).toBeCloseTo(expected, 5);
      expect(scalar(fDivergence(reverseKl, q, p))).toBe(Infinity);
      // Disjoint supports: log 2.
      expect(scalar(jensenShannon(categorical([1, 0]), categorical([0, 1])))).toBeCloseTo(Math.LN2, 6);
    });
  });

  it('Monte Carlo estimates lie within 4 standard errors of the closed forms', () => {
    tf.tidy(() => {
      const q = new d.Normal({ loc: 0.3, scale: 0.8 });
      const p = new d.Normal({ loc: 0, scale: 1 });
      const kl = scalar(klDivergence(q, p));
      const close = ({ value, standardError }: { value: tf.Tensor; standardError: tf.Tensor }, exact: number) => {
        expect(scalar(standardError)).toBeGreaterThan(0);
        expect(Math.abs(scalar(value) - exact)).toBeLessThan(4 * scalar(standardError));
      };
      for (const estimator of ['k1', 'k3'] as const) {
        close(monteCarloKlEstimate(q, p, { samples: 4000, rng: createRng(1), estimator }), kl);
      }
      // k2 is biased: half the mean square of the log-ratio, by Gauss-Hermite here a plain average over many draws of k1's square.
      const k2 = scalar(monteCarloKl(q, p, { samples: 4000, rng: createRng(1), estimator: 'k2' }));
      expect(Math.abs(k2 - kl)).toBeLessThan(0.5 * kl);
      close(monteCarloFDivergence(reverseKl, q, p, { samples: 4000, rng: createRng(2) }), scalar(klDivergence(p, q)));
      // H^2 of normals: 2 (1 - sqrt(2 s t / (s^2 + t^2)) e^(-m^2 / (4 (s^2 + t^2)))).
      const affinity = Math.sqrt(1.6 / 1.64) * Math.exp(-0.09 / (4 * 1.64));
      close(monteCarloFDivergence(squaredHellinger, q, p, { samples: 4000, rng: createRng(3) }), 2 * (1 - affinity));
      close(
        monteCarloJensenShannon(categorical(a), categorical(b), { samples: 4000, rng: createRng(4) }),
        scalar(jensenShannon(categorical(a), categorical(b))),
      );
      // Far apart: log 2, by either weight's entropy.
      const far = new d.Normal({ loc: 100, scale: 1 });
      expect(scalar(monteCarloJensenShannon(far, p, { samples: 10, rng: createRng(5) }).value)).toBeCloseTo(
        Math.LN2,
        5,
      );
    });
  });

  it('k3 is never negative, term by term, and gradients of k1 reach the parameters', () => {
    tf.tidy(() => {
      const p = new d.Normal({ loc: 0, scale: 1 });
      const q = new d.Normal({ loc: tf.linspace(-1e-3, 1e-3, 50), scale: 1 });
      expect(
        scalar(monteCarloKl(q, p, { samples: 1, rng: createRng(1), estimator: 'k3' }).min()),
      ).toBeGreaterThanOrEqual(0);
      const gradient = tf.grad((m: tf.Tensor) =>
        monteCarloKl(new d.Normal({ loc: m, scale: 1 }), p, { samples: 4000, rng: createRng(1) }).sum(),
      )(tf.scalar(0.7));
      expect(Math.abs(scalar(gradient) - 0.7)).toBeLessThan(4 / Math.sqrt(4000));
    });
  });

  it('approximations for mixtures: the sums of their definitions, for three components against two', () => {
    tf.tidy(() => {
      const [a, b] = [
        [0.25, 0.15, 0.6],
        [0.7, 0.3],
      ];
      // Pairs of components that overlap: no minimum and no sum is that of one pair alone.
      const cross = [
        [0.4, 0.1],
        [1.2, 2.5],
        [0.3, 0.9],
      ];
      const own = [
        [0, 0.6, 0.2],
        [0.5, 0, 1.5],
        [0.7, 1.1, 0],
      ];
      const matching = a.reduce((sum, w, i) => {
        const nearest = Math.min(...b.map((v, j) => cross[i]![j]! + Math.log(w / v)));
        return sum + w * nearest;
      }, 0);
      const mixed = (weights: number[], pairs: number[]) =>
        Math.log(weights.reduce((sum, v, j) => sum + v * Math.exp(-pairs[j]!), 0));
      const variational = a.reduce((sum, w, i) => sum + w * (mixed(a, own[i]!) - mixed(b, cross[i]!)), 0);
      const [q, p] = [categorical(a), categorical(b)];
      expect(scalar(matchingMixtureKl(q, p, tf.tensor2d(cross)))).toBeCloseTo(matching, 5);
      expect(scalar(variationalMixtureKl(q, p, tf.tensor2d(cross), tf.tensor2d(own)))).toBeCloseTo(variational, 5);
    });
  });

  it('mixtures: Monte Carlo works; the approximations are exact for equal and for far separated ones', () => {
    tf.tidy(() => {
      const mixture = (logits: number[], loc: number[]) =>
        new d.MixtureSameFamily({
          mixing: new d.Categorical({ logits: tf.tensor1d(logits) }),
          components: new d.Normal({ loc: tf.tensor1d(loc), scale: tf.onesLike(tf.tensor1d(loc)) }),
        });
      const expand = (c: d.Normal, axis: -1 | -2) => {
        const at = axis === -1 ? c.batchShape.length : c.batchShape.length - 1;
        return new d.Normal({ loc: tf.expandDims(c.loc as tf.Tensor, at), scale: tf.expandDims(c.scale(), at) });
      };
      const [q, p] = [mixture([0, 1], [-50, 50]), mixture([1, 0], [-49, 52])];
      const [cross, own] = [componentKls(q, p, expand), componentKls(q, q, expand)];
      expect(cross.shape).toEqual([2, 2]);
      const [w, v] = [1 / (1 + Math.E), Math.E / (1 + Math.E)];
      const exact = w * (Math.log(w / v) + 0.5) + v * (Math.log(v / w) + 2);
      expect(scalar(variationalMixtureKl(q.mixing, p.mixing, cross, own))).toBeCloseTo(exact, 4);
      expect(scalar(matchingMixtureKl(q.mixing, p.mixing, cross))).toBeCloseTo(exact, 4);
      expect(scalar(variationalMixtureKl(q.mixing, q.mixing, own, own))).toBeCloseTo(0, 6);
      const { value, standardError } = monteCarloKlEstimate(q, p, { samples: 4000, rng: createRng(6) });
      expect(Math.abs(scalar(value) - exact)).toBeLessThan(4 * scalar(standardError));
      expect(() => klDivergence(q, p)).toThrow(/monteCarloKl/);
    });
  });

  it('says what is wrong', () => {
    const p = new d.Normal({ loc: 0, scale: 1 });
    const rng = createRng(0);
    expect(() => monteCarloKl(p, p, { samples: 0, rng })).toThrow(/a positive integer, got 0/);
    expect(() => monteCarloKlEstimate(p, p, { samples: 1, rng })).toThrow(/>= 2, got 1/);
    expect(() => monteCarloJensenShannon(p, p, { samples: 1, rng })).toThrow(/>= 2/);
    expect(() => monteCarloFDivergence(chiSquared, p, p, { samples: 1, rng })).toThrow(/>= 2/);
    expect(() => jensenShannon(p, p)).toThrow(/enumerateSupport\(\): the family 'normal'/);
    expect(() => jensenShannon(categorical(a), categorical(b), { weight: 1 })).toThrow(/between 0 and 1/);
    expect(() => alphaDivergence(1)).toThrow(/other than 0 and 1/);
    expect(() => renyiDivergence(1, p, p)).toThrow(/At 1 it is KL/);
    expect(() => renyiDivergence(0, p, p)).toThrow(/a positive number other than 1, got 0/);
  });

  it('leaks nothing', async () => {
    const [q, p] = [categorical(a), categorical(b)];
    await expectNoLeak(() => {
      tf.dispose([crossEntropy(q, p), jensenShannon(q, p), fDivergence(chiSquared, q, p), renyiDivergence(2, q, p)]);
      const { value, standardError } = monteCarloKlEstimate(q, p, { samples: 5, rng: createRng(1) });
      tf.dispose([value, standardError]);
    });
  });
});

describe('properties', () => {
  useBackend('cpu');
  const positive = fc.double({ min: 0.05, max: 20, noNaN: true });
  const real = fc.double({ min: -20, max: 20, noNaN: true });
  const makers: Record<string, (x: number, y: number, z: number) => d.Distribution> = {
    Normal: (x, y) => new d.Normal({ loc: x, scale: y }),
    Laplace: (x, y) => new d.Laplace({ loc: x, scale: y }),
    Cauchy: (x, y) => new d.Cauchy({ loc: x, scale: y }),
    Gumbel: (x, y) => new d.Gumbel({ loc: x / 10, scale: Math.sqrt(y) }),
    Gamma: (_, y, z) => new d.Gamma({ concentration: y, rate: z }),
    InverseGamma: (_, y, z) => new d.InverseGamma({ concentration: y, scale: z }),
    Beta: (_, y, z) => new d.Beta({ concentration1: y, concentration0: z }),
    Weibull: (_, y, z) => new d.Weibull({ scale: y, concentration: Math.sqrt(z) }),
    Poisson: (_, y) => new d.Poisson({ rate: y }),
    Geometric: (x) => new d.Geometric({ logits: x / 10 }),
    Bernoulli: (x) => new d.Bernoulli({ logits: x }),
    VonMises: (x, y) => new d.VonMises({ loc: x, concentration: y }),
    ContinuousBernoulli: (x) => new d.ContinuousBernoulli({ logits: x }),
  };

  it.each(Object.keys(makers))('KL >= 0, and 0 to itself: %s', (name) => {
    const make = makers[name]!;
    fc.assert(
      fc.property(real, positive, positive, real, positive, positive, (x, y, z, u, v, w) =>
        tf.tidy(() => {
          const [q, p] = [make(x, y, z), make(u, v, w)];
          const kl = scalar(klDivergence(q, p));
          return kl >= -1e-5 && Math.abs(scalar(klDivergence(q, q))) <= 1e-6;
        }),
      ),
      { numRuns: 40, seed: 1 },
    );
  });

  it.each(['Normal', 'Laplace', 'Cauchy', 'Gumbel', 'Gamma', 'Beta', 'Weibull', 'ContinuousBernoulli'])(
    'cdf(icdf(u)) = u: %s',
    (name) => {
      fc.assert(
        fc.property(real, positive, positive, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (x, y, z, u) =>
          tf.tidy(() => {
            const p = makers[name]!(x / 10, y, z);
            const at = p.icdf(tf.scalar(u));
            // x is rounded to 24 bits, and the distribution function moves by the density times that.
            const slack = 3e-7 * Math.abs(scalar(at)) * Math.exp(scalar(p.logProb(at))) + 3e-6;
            return (
              Math.abs(scalar(p.cdf(at)) - u) <= slack ||
              scalar(at) < 1e-37 ||
              (name === 'Beta' && scalar(at) > 1 - 1e-6)
            );
          }),
        ),
        { numRuns: 40, seed: 1 },
      );
    },
  );

  it('shapes broadcast like the parameters: sampleShape, then batch', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
        (m, n, sampleShape) =>
          tf.tidy(() => {
            const p = new d.Gamma({ concentration: tf.ones([m, 1]), rate: tf.ones([n]) });
            const x = p.sample(createRng(1), sampleShape);
            const shapes = [p.batchShape, p.entropy().shape, p.mode().shape, klDivergence(p, p).shape];
            expect(x.shape).toEqual([...sampleShape, m, n]);
            expect(p.logProb(x).shape).toEqual(x.shape);
            for (const shape of shapes) expect(shape).toEqual([m, n]);
          }),
      ),
      { numRuns: 20, seed: 1 },
    );
  });
});
