import { createRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { TruncatedNormal } from '../../src/index.js';
import { fixture, type Value } from '../fixture.js';
import { useBackend } from '../use-backend.js';

/** loc, scale, low, high, x; then log-density, mean, variance, entropy, and the derivatives of the first by loc and scale. */
const rows = fixture<{ rows: Value[][] }>('truncated-normal').rows.map((row) => row.map(Number));

const of = ([loc, scale, low, high]: readonly number[]) =>
  new TruncatedNormal({ loc: loc!, scale: scale!, low: low!, high: high! });

describe.each(['cpu', 'wasm'] as const)('truncated normals at the edges on %s', (backend) => {
  useBackend(backend);

  it.each(rows)('N(%s, %s^2) between %s and %s has the numbers of mpmath at %s', (...row) => {
    const [loc, scale, low, high, x, logProb, mean, variance, entropy, byLoc, byScale] = row;
    tf.tidy(() => {
      const p = of(row);
      const at = tf.scalar(x!);
      near(p.logProb(at), logProb!);
      near(p.mean(), mean!);
      near(p.variance(), variance!, 0);
      near(p.entropy(), entropy!);
      const gradients = tf.grads((m, s) =>
        new TruncatedNormal({ loc: m!, scale: s!, low: low!, high: high!, validate: false }).logProb(at),
      )([tf.scalar(loc!), tf.scalar(scale!)]);
      near(gradients[0]!, byLoc!);
      near(gradients[1]!, byScale!);
    });
  });

  it.each(rows)('draws of N(%s, %s^2) between %s and %s have the mean and the quantiles of it', (...row) => {
    const [loc, scale, low, high, , , mean, variance] = row;
    tf.tidy(() => {
      const p = of(row);
      const draws = Array.from(p.sample(createRng(1), [1000]).dataSync());
      const spacing = 2 ** (Math.floor(Math.log2(Math.abs(mean!) + 1e-30)) - 23);
      const average = draws.reduce((sum, v) => sum + (v - mean!), 0) / draws.length;
      // Within 4 standard errors, and half the space between float32 numbers there.
      expect(Math.abs(average)).toBeLessThan(4 * Math.sqrt(variance! / draws.length) + spacing);
      expect(draws.every((v) => v >= Math.fround(low!) && v <= Math.fround(high!))).toBe(true);
      if (spacing > 1e-3 * Math.sqrt(variance!)) return;
      const probabilities = [1e-20, 1e-3, 0.2, 0.5, 0.8, 0.999];
      const back = p.cdf(p.icdf(tf.tensor1d(probabilities))).dataSync();
      for (const [i, u] of probabilities.entries()) expect(Math.abs(back[i]! - u)).toBeLessThan(2e-3 * u + 1e-4);
      const gradients = tf.grads((m, s) =>
        new TruncatedNormal({ loc: m!, scale: s!, low: low!, high: high!, validate: false }).sample(createRng(2)),
      )([tf.scalar(loc!), tf.scalar(scale!)]);
      for (const gradient of gradients) expect(Number.isFinite(gradient.dataSync()[0])).toBe(true);
    });
  });
});

/** Equal to float32, with an absolute slack for sums that are next to 0. */
function near(got: tf.Tensor, expected: number, slack = 2e-7): void {
  const value = got.dataSync()[0]!;
  expect(Math.abs(value - expected), `${value} and ${expected}`).toBeLessThanOrEqual(3e-6 * Math.abs(expected) + slack);
}
