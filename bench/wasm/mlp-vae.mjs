// One Adam step of an MLP VAE (784-400-20, batch 128): plain tfjs wasm, the kernels installed, PyTorch on one thread.
// node [--experimental-wasm-relaxed-simd] bench/wasm/mlp-vae.mjs [rounds] [--profile]
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { createRng } from '@latents/core/rng';
import {
  Adam,
  bernoulliLogProb,
  dense as fusedDense,
  gaussianKl,
  gaussianSample,
  installTrainingKernels,
  randomNormal,
} from '@latents/wasm';
import { compare, profile, report } from './measure.mjs';

const rounds = Number(process.argv[2] ?? 25);
await tf.setBackend('wasm');

const BATCH = 128;
const glorot = (n, m) => tf.randomUniform([n, m], -Math.sqrt(6 / (n + m)), Math.sqrt(6 / (n + m)));
const layer = (n, m) => ({ w: tf.variable(glorot(n, m)), b: tf.variable(tf.zeros([m])) });
const dense = (x, { w, b }) => x.matMul(w).add(b);

function model() {
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

const x = tf.randomUniform([BATCH, 784]).less(0.3).cast('float32');

const rng = createRng(0);

function fusedModel() {
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

function stepper(optimizer, make = model) {
  const { variables, loss } = make();
  return () => {
    const value = optimizer.minimize(() => loss(x), true, variables);
    value.dataSync();
    value.dispose();
  };
}

if (process.argv.includes('--profile')) {
  await installTrainingKernels();
  const make = process.argv.includes('--fused') ? fusedModel : model;
  await profile(tf, stepper(new Adam({ learningRate: 1e-3 }), make), rounds);
  process.exit();
}

const programs = {
  'tfjs wasm': { run: stepper(tf.train.adam(1e-3)) },
  'kernels alone': { run: stepper(tf.train.adam(1e-3)), kernels: true },
  'kernels and Adam': { run: stepper(new Adam({ learningRate: 1e-3 })), kernels: true },
  'fused operations and Adam': { run: stepper(new Adam({ learningRate: 1e-3 }), fusedModel), kernels: true, repeat: 3 },
  'PyTorch, one thread': { python: 'mlp-vae.py' },
};
const measured = await compare(programs, { perBlock: Math.ceil(rounds / 5), install: installTrainingKernels });
report('MLP VAE 784-400-20, batch 128', measured, 'fused operations and Adam');
