import { createVae, type Vae } from '@latents/autoencoders';
import { createRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs';

/**
 * p(z) = N(0, I_2), p(x | z) = N(W z + b, s^2 I_3): log p(x) = log N(x; b, W W' + s^2 I), and the columns of W are orthogonal,
 * so that the posterior N(M (x - b), diag(1 / (1 + w_j' w_j / s^2))) is diagonal, within the encoder's reach.
 */
export const W = [
  [0.8, -0.6, 0.5],
  [0.3, 0.9, 0.6],
] as const;
export const BIAS = [0.5, -0.25, 1] as const;
export const SCALE = 0.7;
const norms = W.map((w) => w.reduce((sum, v) => sum + v * v, 0));

/** log p(x) in nats, in doubles: along each column the variance is s^2 + |w|^2, across them s^2. */
export function logDensity(x: readonly number[]): number {
  const centred = x.map((v, i) => v - BIAS[i]!);
  const length2 = centred.reduce((sum, v) => sum + v * v, 0);
  let rest = length2;
  let total = -0.5 * 3 * Math.log(2 * Math.PI);
  for (const [j, w] of W.entries()) {
    const along2 = centred.reduce((sum, v, i) => sum + v * w[i]!, 0) ** 2 / norms[j]!;
    rest -= along2;
    const variance = SCALE ** 2 + norms[j]!;
    total -= 0.5 * (along2 / variance + Math.log(variance));
  }
  return total - 0.5 * (rest / SCALE ** 2 + Math.log(SCALE ** 2));
}

/** log N(x; BIAS, W'W + s^2 I) by Gaussian elimination, to check the formula above. */
export function logDensityByElimination(x: readonly number[]): number {
  const a = x.map((v, i) => [
    ...x.map((_, j) => W.reduce((sum, w) => sum + w[i]! * w[j]!, i === j ? SCALE ** 2 : 0)),
    v - BIAS[i]!,
  ]);
  let [logDet, quadratic] = [0, 0];
  for (let k = 0; k < x.length; k++) {
    logDet += Math.log(a[k]![k]!);
    quadratic += a[k]![x.length]! ** 2 / a[k]![k]!;
    for (let i = k + 1; i < x.length; i++) {
      const factor = a[i]![k]! / a[k]![k]!;
      for (let j = k; j <= x.length; j++) a[i]![j]! -= factor * a[k]![j]!;
    }
  }
  return -0.5 * (quadratic + logDet + x.length * Math.log(2 * Math.PI));
}

/** The VAE of that model, with the exact posterior, or one that is off by `error` in mean and log-variance. */
export function linearGaussianVae(error = 0): Vae {
  const rng = createRng(0);
  const vae = createVae({ inputDim: 3, latentDim: 2, hidden: [], likelihood: { normal: SCALE }, rng });
  const variance = norms.map((n) => 1 / (1 + n / SCALE ** 2));
  const columns = [0, 1].map((j) => W[j]!.map((w) => (w * variance[j]!) / SCALE ** 2));
  const kernel = [0, 1, 2].flatMap((i) => [columns[0]![i]!, columns[1]![i]!, 0, 0]);
  const means = columns.map((column) => -column.reduce((sum, v, i) => sum + v * BIAS[i]!, 0));
  const logVariances = variance.map((v) => Math.log(v));
  vae.assign({
    'encoder/dense0/kernel': { shape: [3, 4], data: Float32Array.from(kernel) },
    'encoder/dense0/bias': { shape: [4], data: Float32Array.from([...means, ...logVariances].map((v) => v + error)) },
    'decoder/dense0/kernel': { shape: [2, 3], data: Float32Array.from(W.flat()) },
    'decoder/dense0/bias': { shape: [3], data: Float32Array.from(BIAS) },
  });
  return vae;
}

export const EXAMPLES = [
  [1, -1, 0.5],
  [2.5, 1, -1],
] as const;

/** `copies` of one example. */
export function repeated(x: readonly number[], copies: number): tf.Tensor2D {
  return tf.tidy(() => tf.tile(tf.tensor2d([[...x]]), [copies, 1]));
}
