import { createRng } from '@latents/math';
import { within4 } from '@latents/testing/plain';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import * as d from '../../src/index.js';
import { useBackend } from '../use-backend.js';

const DRAWS = 2000;
const t = (...values: number[]) => tf.tensor1d(values);
const LOGITS = [0, 1, 2, -3];
const relaxed = (temperature: number, straightThrough = false, logits = LOGITS) =>
  new d.RelaxedOneHotCategorical({ temperature, logits: t(...logits), straightThrough });
const beta = (a: number) => new d.Beta({ concentration1: a, concentration0: a });
const gamma = (concentration: number) => new d.Gamma({ concentration, rate: 1 });

describe.each(['cpu', 'wasm'] as const)('the log-probability of own draws on %s', (backend) => {
  useBackend(backend);

  it.each<[string, () => d.Distribution]>([
    ['RelaxedOneHotCategorical, straight-through', () => relaxed(0.7, true)],
    ['RelaxedOneHotCategorical at temperature 0.1', () => relaxed(0.1)],
    ['RelaxedOneHotCategorical at temperature 0.01', () => relaxed(0.01)],
    ['RelaxedBernoulli at temperature 0.3', () => new d.RelaxedBernoulli({ temperature: 0.3, logits: -5 })],
    ['RelaxedBernoulli at temperature 0.01', () => new d.RelaxedBernoulli({ temperature: 0.01, logits: -5 })],
    ['Beta(0.1, 0.1)', () => beta(0.1)],
    ['Beta(0.01, 0.01)', () => beta(0.01)],
    ['Gamma(0.01)', () => gamma(0.01)],
    ['Chi2(0.01)', () => new d.Chi2({ df: 0.01 })],
    ['InverseGamma(0.01)', () => new d.InverseGamma({ concentration: 0.01, scale: 1 })],
    ['Dirichlet(0.01, 0.01, 0.01)', () => new d.Dirichlet({ concentration: t(0.01, 0.01, 0.01) })],
    ['Kumaraswamy(0.2, 0.2)', () => new d.Kumaraswamy({ concentration1: 0.2, concentration0: 0.2 })],
    ['Kumaraswamy(0.01, 0.01)', () => new d.Kumaraswamy({ concentration1: 0.01, concentration0: 0.01 })],
    ['Weibull(0.01)', () => new d.Weibull({ concentration: 0.01, scale: 1 })],
    ['Pareto(0.01)', () => new d.Pareto({ concentration: 0.01, scale: 1 })],
    ['FisherSnedecor(0.01, 0.02)', () => new d.FisherSnedecor({ df1: 0.01, df2: 0.02 })],
    ['LogNormal(0, 100)', () => new d.LogNormal({ loc: 0, scale: 100 })],
  ])('that of %s is finite at each of 2,000 draws', (_, make) => {
    tf.tidy(() => {
      const { sample, logProb } = make().sampleAndLogProb(createRng(1), [DRAWS]);
      expect(logProb.dataSync().every(Number.isFinite)).toBe(true);
      expect(sample.dataSync().every(Number.isFinite)).toBe(true);
    });
  });

  it.each<[string, () => d.Distribution]>([
    ['Beta(0.1, 0.1)', () => beta(0.1)],
    ['Gamma(0.01)', () => gamma(0.01)],
    ['Kumaraswamy(0.2, 0.3)', () => new d.Kumaraswamy({ concentration1: 0.2, concentration0: 0.3 })],
    ['Weibull(0.05)', () => new d.Weibull({ concentration: 0.05, scale: 2 })],
    ['Pareto(0.05)', () => new d.Pareto({ concentration: 0.05, scale: 2 })],
    ['InverseGamma(0.05)', () => new d.InverseGamma({ concentration: 0.05, scale: 2 })],
  ])('minus the mean of that of %s is the entropy, within 4 standard errors', (_, make) => {
    tf.tidy(() => {
      const p = make();
      within4(tf.neg(p.sampleAndLogProb(createRng(4), [DRAWS]).logProb).dataSync(), p.entropy().dataSync()[0]!);
    });
  });

  it('the soft draw of a straight-through draw is the one of the same random numbers', () => {
    tf.tidy(() => {
      const [hard, soft] = [relaxed(0.7, true), relaxed(0.7)].map((q) => q.sampleAndLogProb(createRng(3), [20]));
      expect(hard!.logProb.dataSync()).toEqual(soft!.logProb.dataSync());
      expect(tf.argMax(hard!.sample, -1).dataSync()).toEqual(tf.argMax(soft!.sample, -1).dataSync());
      expect(Array.from(hard!.sample.dataSync()).every((v) => v === 0 || v === 1)).toBe(true);
    });
  });

  it.each<[string, () => d.Distribution, () => d.Distribution]>([
    ['Beta(0.1, 0.1) to Beta(0.2, 0.2)', () => beta(0.1), () => beta(0.2)],
    ['Gamma(0.01) to Gamma(0.02)', () => gamma(0.01), () => gamma(0.02)],
    [
      'Dirichlet(0.05 x 3) to Dirichlet(0.1 x 3)',
      () => new d.Dirichlet({ concentration: t(0.05, 0.05, 0.05) }),
      () => new d.Dirichlet({ concentration: t(0.1, 0.1, 0.1) }),
    ],
  ])('monteCarloKl from %s is the closed form, within 4 standard errors', (_, q, p) => {
    tf.tidy(() => {
      const { value, standardError } = d.monteCarloKlEstimate(q(), p(), { samples: DRAWS, rng: createRng(1) });
      const closed = d.klDivergence(q(), p()).dataSync()[0]!;
      expect(Math.abs(value.dataSync()[0]! - closed)).toBeLessThan(4 * standardError.dataSync()[0]!);
    });
  });

  it('monteCarloKl of relaxed one-hot vectors is finite, straight-through and at low temperature, and has gradients', () => {
    tf.tidy(() => {
      for (const q of [relaxed(0.7, true), relaxed(0.05)]) {
        const prior = relaxed(q.temperature, false, [0, 0, 0, 0]);
        const nats = d.monteCarloKl(q, prior, { samples: DRAWS, rng: createRng(1) }).dataSync()[0]!;
        expect(nats).toBeGreaterThan(0);
        const gradient = tf.grad((logits) => {
          const posterior = new d.RelaxedOneHotCategorical({ temperature: q.temperature, logits, validate: false });
          return d.monteCarloKl(posterior, prior, { samples: 10, rng: createRng(1) });
        })(t(...LOGITS));
        expect(gradient.dataSync().every(Number.isFinite)).toBe(true);
      }
    });
  });

  it('the gradient of the draws of Kumaraswamy by both parameters is a difference quotient', () => {
    tf.tidy(() => {
      const draw = (a: tf.Tensor, b: tf.Tensor) =>
        new d.Kumaraswamy({ concentration1: a, concentration0: b, validate: false }).sample(createRng(1), [10]);
      const at = [0.7, 1.3] as const;
      const gradients = tf.grads((a, b) => draw(a!, b!))(at.map((v) => tf.scalar(v)));
      for (const [i, gradient] of gradients.entries()) {
        const moved = (h: number) => {
          const [a, b] = at.map((v, j) => tf.scalar(i === j ? v + h : v));
          return tf.sum(draw(a!, b!)).dataSync()[0]!;
        };
        expect(gradient.dataSync()[0]).toBeCloseTo((moved(0.01) - moved(-0.01)) / 0.02, 2);
      }
    });
  });
});

describe.each(['cpu', 'wasm'] as const)(
  'gradients where the density is finite at the edge of its support, on %s',
  (backend) => {
    useBackend(backend);
    const options = { validate: false };

    it.each<[string, (...p: tf.Tensor[]) => d.Distribution, number[], (number | undefined)[]]>([
      [
        'Weibull',
        (scale, concentration) => new d.Weibull({ scale: scale!, concentration: concentration!, ...options }),
        [0, 2, 1],
        [-0.5, -0.5],
      ],
      [
        'Beta',
        (a, b) => new d.Beta({ concentration1: a!, concentration0: b!, ...options }),
        [0, 1, 3],
        [-2, undefined, 1 / 3],
      ],
      ['Beta', (a, b) => new d.Beta({ concentration1: a!, concentration0: b!, ...options }), [1, 3, 1], [2, 1 / 3]],
      ['Gamma', (a, b) => new d.Gamma({ concentration: a!, rate: b!, ...options }), [0, 1, 1], [-1, undefined, 1]],
      [
        'Kumaraswamy',
        (a, b) => new d.Kumaraswamy({ concentration1: a!, concentration0: b!, ...options }),
        [0, 1, 3],
        [-2, undefined, 1 / 3],
      ],
      ['FisherSnedecor', (m, n) => new d.FisherSnedecor({ df1: m!, df2: n!, ...options }), [0, 2, 4], [-1.5]],
      [
        'RelaxedBernoulli',
        (temperature, logits) => new d.RelaxedBernoulli({ temperature: temperature!, logits: logits!, ...options }),
        [0, 1, 0.5],
        [2 - 2 * Math.exp(-0.5), undefined, -1],
      ],
    ])('%s at %s %s', (_, make, point, expected) => {
      tf.tidy(() => {
        const gradients = tf.grads((x, ...p) => make(...p).logProb(x!))(point.map((v) => tf.scalar(v)));
        for (const [i, value] of expected.entries()) {
          if (value !== undefined) expect(gradients[i]!.dataSync()[0], `argument ${i}`).toBeCloseTo(value, 5);
        }
        // The others are infinite limits, and no NaN.
        expect(gradients.every((g) => !Number.isNaN(g.dataSync()[0]))).toBe(true);
      });
    });

    it('Dirichlet(1, 1, 1) at the edge of the simplex is flat', () => {
      tf.tidy(() => {
        const gradient = tf.grad((x) => new d.Dirichlet({ concentration: t(1, 1, 1) }).logProb(x))(t(0, 0.5, 0.5));
        expect(Array.from(gradient.dataSync())).toEqual([0, 0, 0]);
      });
    });
  },
);
