import { createRng } from '@latents/math';
import { useDevice } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { LowRankMultivariateNormal } from '../../src/index.js';
import { useBackend } from '../use-backend.js';

const make = (n: number, d: number) =>
  new LowRankMultivariateNormal({
    loc: tf.zeros([n]),
    covarianceFactor: tf.ones([n, 1]),
    covarianceDiagonal: tf.fill([n], d),
  });

/**
 * The log-density for W = ones in float64, by the mean of the row and what is left of it, and its derivatives by x, by an entry of W, and by
 * an entry of the diagonal: the inverse of the covariance is (I - ones / (d + n)) / d.
 */
function closedForm(row: readonly number[], d: number) {
  const n = row.length;
  const mean = row.reduce((sum, v) => sum + v, 0) / n;
  const spread = row.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  const square = spread / d + (n * mean * mean) / (d + n);
  const logDeterminant = (n - 1) * Math.log(d) + Math.log(d + n);
  // alpha = covariance^-1 x; the gradient by the covariance is (alpha alpha' - covariance^-1) / 2.
  const alpha = row.map((v) => (v - mean) / d + mean / (d + n));
  const sum = alpha.reduce((total, v) => total + v, 0);
  return {
    value: -0.5 * (square + logDeterminant + n * Math.log(2 * Math.PI)),
    byX: alpha.map((v) => -v),
    byFactor: alpha.map((v) => v * sum - 1 / (d + n)),
    byDiagonal: alpha.map((v) => 0.5 * (v * v - (1 - 1 / (d + n)) / d)),
  };
}

describe.each(['cpu', 'wasm'])('LowRankMultivariateNormal on %s', (backend) => {
  useBackend(backend);

  it.each([
    [50, 0.01],
    [50, 1e-4],
    [50, 1e-8],
    [784, 0.01],
    [784, 0.001],
  ])('gives the log-probabilities of its draws in %i dimensions with the diagonal %f', (n, d) => {
    tf.tidy(() => {
      const p = make(n, d);
      const x = p.sample(createRng(3), [20]);
      const got = p.logProb(x).dataSync();
      (x.arraySync() as number[][]).forEach((row, i) => {
        const { value } = closedForm(row, Math.fround(d));
        // Float32 has 24 bits of the value, and of the log-determinant, which is some thousand nats.
        expect(Math.abs(got[i]! - value)).toBeLessThan(1e-3);
      });
    });
  });

  it('is largest at its mean with a diagonal of 1e-8', () => {
    const values = make(50, 1e-8)
      .logProb(tf.stack([tf.zeros([50]), tf.ones([50])]))
      .dataSync();
    // The square of ones is n / (d + n).
    expect(values[0]! - values[1]!).toBeCloseTo(0.5, 3);
  });

  it.each([0.01, 1e-4, 1e-8])('gives the derivatives of the closed form with the diagonal %f', (d) => {
    tf.tidy(() => {
      const n = 50;
      const x = make(n, d).sample(createRng(4));
      const gradients = tf.grads((v, w, s) =>
        new LowRankMultivariateNormal({
          loc: tf.zeros([n]),
          covarianceFactor: w!,
          covarianceDiagonal: s!,
          validate: false,
        }).logProb(v!),
      )([x, tf.ones([n, 1]), tf.fill([n], d)]);
      const { byX, byFactor, byDiagonal } = closedForm(Array.from(x.dataSync()), Math.fround(d));
      [byX, byFactor, byDiagonal].forEach((want, k) => {
        const size = Math.max(...want.map(Math.abs));
        const error = Math.max(...Array.from(gradients[k]!.dataSync(), (v, i) => Math.abs(v - want[i]!)));
        expect(error, `gradient ${k}`).toBeLessThan(1e-3 * size);
      });
    });
  });

  it('broadcasts covariances and rows', () => {
    tf.tidy(() => {
      const one = make(5, 0.1);
      const many = new LowRankMultivariateNormal({
        loc: tf.zeros([3, 1, 5]),
        covarianceFactor: tf.ones([2, 5, 1]),
        covarianceDiagonal: tf.fill([5], 0.1),
      });
      const x = one.sample(createRng(5), [4, 1, 1]);
      const got = many.logProb(x);
      expect(got.shape).toEqual([4, 3, 2]);
      const want = tf.broadcastTo(one.logProb(x), [4, 3, 2]).dataSync();
      got.dataSync().forEach((v, i) => {
        expect(v).toBeCloseTo(want[i]!, 4);
      });
    });
  });
});

it('agrees on a device, by value and by gradient', async () => {
  const run = async () => {
    const loc = tf.tensor1d([0.3, -0.2, 0.1, 0]);
    const w = tf.tensor2d([1, 0.2, -0.5, 0.4, 0.3, 0.9, 0, 1], [4, 2]);
    const d = tf.tensor1d([0.5, 1, 0.2, 0.7]);
    const x = tf.tensor2d([1, 2, 0, -1, 0.5, 0, 0.3, 0.2, -2, 1, 1, 0], [3, 4]);
    const logProb = (m: tf.Tensor, factor: tf.Tensor, diagonal: tf.Tensor) =>
      new LowRankMultivariateNormal({
        loc: m as tf.Tensor1D,
        covarianceFactor: factor,
        covarianceDiagonal: diagonal,
      }).logProb(x);
    const gradients = tf.grads((...t: tf.Tensor[]) => logProb(t[0]!, t[1]!, t[2]!).sum())([loc, w, d]);
    const tensors = [logProb(loc, w, d), ...gradients];
    return Promise.all(tensors.map(async (tensor) => [...(await tensor.data())]));
  };
  await tf.setBackend('cpu');
  const want = (await run()).flat();
  await useDevice();
  const got = (await run()).flat();
  await tf.setBackend('cpu');
  for (const [i, value] of want.entries()) expect(got[i]).toBeCloseTo(value, 4);
});
