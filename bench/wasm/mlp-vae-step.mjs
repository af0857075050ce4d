// A training step of the MLP VAE (784-400-20, batch 128), by which tfjs, its kernels replaced, and ours are compared: as any
// tfjs program would write it, and with our fused operations.
import { createRng } from '@latents/math';
import { bernoulliLogProb, dense as fusedDense, gaussianKl, gaussianSample, randomNormal } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';

const BATCH = 128;
const glorot = (n, m) => tf.randomUniform([n, m], -Math.sqrt(6 / (n + m)), Math.sqrt(6 / (n + m)));
const layer = (n, m) => ({ w: tf.variable(glorot(n, m)), b: tf.variable(tf.zeros([m])) });
const dense = (x, { w, b }) => x.matMul(w).add(b);

export function model() {
  const [e1, mean, logVariance, d1, d2] = [
    layer(784, 400),
    layer(400, 20),
    layer(400, 20),
    layer(20, 400),
    layer(400, 784),
  ];
  const variables = [e1, mean, logVariance, d1, d2].flatMap(({ w, b }) => [w, b]);
  const loss = (x) => {
    const h = dense(x, e1).relu();
    const [m, lv] = [dense(h, mean), dense(h, logVariance)];
    const z = m.add(lv.mul(0.5).exp().mul(tf.randomNormal(m.shape)));
    const logits = dense(dense(z, d1).relu(), d2);
    const nll = logits.softplus().sub(logits.mul(x)).sum();
    const kl = lv.add(1).sub(m.square()).sub(lv.exp()).sum().mul(-0.5);
    return nll.add(kl).div(BATCH);
  };
  return { variables, loss };
}

export function fusedModel() {
  const rng = createRng(0);
  const [e1, m, v, d1, d2] = [layer(784, 400), layer(400, 20), layer(400, 20), layer(20, 400), layer(400, 784)];
  const variables = [e1, m, v, d1, d2].flatMap(({ w, b }) => [w, b]);
  const loss = (x) => {
    const h = fusedDense(x, e1.w, e1.b, 'relu');
    const q = { mean: fusedDense(h, m.w, m.b), logVariance: fusedDense(h, v.w, v.b) };
    const z = gaussianSample(q, randomNormal(rng, [BATCH, 20]));
    const logits = fusedDense(fusedDense(z, d1.w, d1.b, 'relu'), d2.w, d2.b);
    return gaussianKl(q).sub(bernoulliLogProb(logits, x)).mean();
  };
  return { variables, loss };
}

/** A step of the optimizer on a fresh model and made-up data; the loss is read each time. */
export function stepper(optimizer, make = model) {
  const { variables, loss } = make();
  const x = tf.tidy(() => tf.randomUniform([BATCH, 784]).less(0.3).cast('float32'));
  return () => {
    const value = optimizer.minimize(() => loss(x), true, variables);
    value.dataSync();
    value.dispose();
  };
}
