// A training step of the convolutional VAE (1-32-64 filters, 3x3, stride 2, 28x28, batch 64, z 20) of core's operations.
import { bernoulliLogProb, dense, gaussianKl, gaussianSample, randomNormal } from '@latents/core';
import { createRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs';

const BATCH = 64;

/** A fresh model and made-up data on the current backend. */
export function convModel() {
  const rng = createRng(0);
  const weights = (...shape) => tf.variable(tf.randomNormal(shape, 0, 0.05));
  const zeros = (n) => tf.variable(tf.zeros([n]));
  const x = tf.randomUniform([BATCH, 28, 28, 1]).less(0.3).cast('float32');
  const [c1, b1, c2, b2] = [weights(3, 3, 1, 32), zeros(32), weights(3, 3, 32, 64), zeros(64)];
  const [mw, mb, vw, vb] = [weights(3136, 20), zeros(20), weights(3136, 20), zeros(20)];
  const [uw, ub, t1, d1, t2, d2] = [
    weights(20, 3136),
    zeros(3136),
    weights(3, 3, 32, 64),
    zeros(32),
    weights(3, 3, 1, 32),
    zeros(1),
  ];
  const variables = [c1, b1, c2, b2, mw, mb, vw, vb, uw, ub, t1, d1, t2, d2];
  const loss = () => {
    const first = tf.conv2d(x, c1, 2, 'same').add(b1).relu();
    const h = tf.conv2d(first, c2, 2, 'same').add(b2).relu().reshape([BATCH, 3136]);
    const q = { loc: dense(h, mw, mb), logVariance: dense(h, vw, vb) };
    const z = gaussianSample(q, randomNormal(rng, [BATCH, 20]));
    const image = dense(z, uw, ub, 'relu').reshape([BATCH, 7, 7, 64]);
    const wide = tf.conv2dTranspose(image, t1, [BATCH, 14, 14, 32], 2, 'same').add(d1).relu();
    const logits = tf.conv2dTranspose(wide, t2, [BATCH, 28, 28, 1], 2, 'same').add(d2);
    return gaussianKl(q)
      .sub(bernoulliLogProb(logits.reshape([BATCH, 784]), x.reshape([BATCH, 784])))
      .mean();
  };
  return { variables, loss };
}
