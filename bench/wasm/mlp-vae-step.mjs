// A training step of the MLP VAE (784-400-20, batch 128): as any tfjs program would write it, and by `createVae` and `fit`.
import { createVae } from '@latents/autoencoders';
import { createRng, ndArray } from '@latents/math';
import { batches, fit } from '@latents/training';
import { Adam } from '@latents/wasm';
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

/**
 * The same step as a user of the packages takes it: `createVae` and `fit`. Batches are picked from the data, binarised bits, and every
 * step is read, so it does more than the plain program, whose one batch is on the device.
 */
export function vaeStepper() {
  const rng = createRng(0);
  const bits = rng.fillUniform(new Float32Array(10 * BATCH * 784)).map((u) => (u < 0.3 ? 1 : 0));
  const data = ndArray([10 * BATCH, 784], bits);
  const vae = createVae({ inputDim: 784, latentDim: 20, hidden: [400], rng });
  const readings = fit(
    vae.players({ optimizer: new Adam({ learningRate: 1e-3 }) }),
    batches(data, { size: BATCH, rng: rng.split() }),
    { steps: Number.MAX_SAFE_INTEGER, rng: rng.split() },
  );
  return () => readings.next();
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
