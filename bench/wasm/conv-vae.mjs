// One Adam step of a convolutional VAE (1-32-64 filters, 3x3, stride 2, 28x28, batch 64, z 20): the cpu backend (plain
// tfjs wasm cannot train it), the kernels installed, PyTorch on one thread.
// node [--experimental-wasm-relaxed-simd] bench/wasm/conv-vae.mjs [rounds] [--profile]
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { Adam, installTrainingKernels } from '@latents/wasm';
import { convModel } from './conv-vae-step.mjs';
import { compare, cpuTime, profile, report } from './measure.mjs';

const rounds = Number(process.argv[2] ?? 25);

async function stepper(backend, makeOptimizer) {
  await tf.setBackend(backend);
  const optimizer = makeOptimizer();
  const { variables, loss } = convModel();
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
