// One Adam step of a convolutional VAE (1-32-64 filters, 3x3, stride 2, 28x28, batch 64, z 20): the cpu backend (plain
// tfjs wasm cannot train it), the kernels installed, PyTorch on one thread.
// node [--experimental-wasm-relaxed-simd] bench/wasm/conv-vae.mjs [rounds] [--profile]
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { createRng } from '@latents/core/rng';
import {
  Adam,
  bernoulliLogProb,
  dense,
  gaussianKl,
  gaussianSample,
  installTrainingKernels,
  randomNormal,
} from '@latents/wasm';
import { compare, cpuTime, profile, report } from './measure.mjs';

const rounds = Number(process.argv[2] ?? 25);
const BATCH = 64;
const rng = createRng(0);

async function stepper(backend, makeOptimizer) {
  await tf.setBackend(backend);
  const optimizer = makeOptimizer();
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
    const q = { mean: dense(h, mw, mb), logVariance: dense(h, vw, vb) };
    const z = gaussianSample(q, randomNormal(rng, [BATCH, 20]));
    const image = dense(z, uw, ub, 'relu').reshape([BATCH, 7, 7, 64]);
    const wide = tf.conv2dTranspose(image, t1, [BATCH, 14, 14, 32], 2, 'same').add(d1).relu();
    const logits = tf.conv2dTranspose(wide, t2, [BATCH, 28, 28, 1], 2, 'same').add(d2);
    return gaussianKl(q)
      .sub(bernoulliLogProb(logits.reshape([BATCH, 784]), x.reshape([BATCH, 784])))
      .mean();
  };
  return async () => {
    if (tf.getBackend() !== backend) await tf.setBackend(backend);
    const value = optimizer.minimize(loss, true, variables);
    value.dataSync();
    value.dispose();
  };
}

if (process.argv.includes('--profile')) {
  await tf.setBackend('wasm');
  await installTrainingKernels();
  await profile(tf, await stepper('wasm', () => new Adam({ learningRate: 1e-3 })), rounds);
  process.exit();
}

const cpu = await stepper('cpu', () => tf.train.adam(1e-3));
// One step only: it takes most of a minute.
console.log(`  tfjs cpu, one step: ${(await cpuTime(cpu)).toFixed(0)} CPU ms`);
const programs = {
  'kernels and tf.train.adam': { run: await stepper('wasm', () => tf.train.adam(1e-3)), kernels: true },
  'kernels and Adam': { run: await stepper('wasm', () => new Adam({ learningRate: 1e-3 })), kernels: true },
  'PyTorch, one thread': { python: 'conv-vae.py' },
};
const measured = await compare(programs, { perBlock: Math.ceil(rounds / 5), install: installTrainingKernels });
report('Convolutional VAE, batch 64', measured, 'kernels and Adam');
