import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import * as d from '../../src/index.js';
import { useBackend } from '../use-backend.js';

describe('sums over counts at large parameters', () => {
  useBackend('cpu');
  const negative = (totalCount: number, logits: number) => new d.NegativeBinomial({ totalCount, logits });

  it('the divergence of negative binomials of mean 9,800 is the sum over 600,000 counts by numpy', () => {
    tf.tidy(() => {
      expect(d.klDivergence(negative(2, 8.5), negative(3, 8)).dataSync()[0]).toBeCloseTo(0.06775016117844684, 6);
    });
  });

  it('the entropy of a negative binomial with a pole at 0 and a long tail is the sum over 3e7 counts by numpy', () => {
    tf.tidy(() => {
      expect(negative(0.1, 13).entropy().dataSync()[0]).toBeCloseTo(7.93467283834, 5);
    });
  });

  it('the entropy of a Poisson of rate 1e12 is that of a normal, and its log-probability at rate 1e14 keeps its digits', () => {
    tf.tidy(() => {
      const normal = 0.5 * Math.log(2 * Math.PI * Math.E * Math.fround(1e12));
      expect(new d.Poisson({ rate: 1e12 }).entropy().dataSync()[0]).toBeCloseTo(normal, 5);
      const peak = -0.5 * Math.log(2 * Math.PI * Math.fround(1e14));
      expect(new d.Poisson({ rate: 1e14 }).logProb(tf.scalar(1e14)).dataSync()[0]).toBeCloseTo(peak, 5);
    });
  });

  it('the log-mass of a Skellam of large rates is that of the Bessel function by mpmath', () => {
    tf.tidy(() => {
      for (const [k, rate1, rate2, value] of [
        [5000, 9000, 4000, -5.65528360662],
        [0, 20000, 20000, -6.21725277471],
        [-300, 6000, 6500, -7.23572169499],
      ] as const) {
        expect(new d.Skellam({ rate1, rate2 }).logProb(tf.scalar(k)).dataSync()[0]).toBeCloseTo(value, 5);
      }
    });
  });

  it('entropies and divergences answer at rates of 1e30', () => {
    tf.tidy(() => {
      const normal = 0.5 * Math.log(2 * Math.PI * Math.E * Math.fround(1e30));
      expect(new d.Poisson({ rate: 1e30 }).entropy().dataSync()[0]).toBeCloseTo(normal, 4);
      expect(new d.Skellam({ rate1: 1e30, rate2: 2 }).entropy().dataSync()[0]).toBeCloseTo(normal, 4);
    });
  });
});
