// One Adam step of an MLP VAE (784-400-20, batch 128): plain tfjs wasm, the kernels installed, `createVae` and `fit`, jax-js, PyTorch on
// one thread. In `bench`: node [--experimental-wasm-relaxed-simd] --conditions=@latents/source --import tsx wasm/mlp-vae.mjs [rounds] [--profile]
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { Adam, installTrainingKernels } from '@latents/wasm';
import { jaxStepper } from './jax-step.mjs';
import { compare, profile, report } from './measure.mjs';
import { stepper, vaeStepper } from './mlp-vae-step.mjs';

const rounds = Number(process.argv[2] ?? 25);
await tf.setBackend('wasm');

if (process.argv.includes('--profile')) {
  await installTrainingKernels();
  const plain = process.argv.includes('--plain');
  await profile(tf, plain ? stepper(new Adam({ learningRate: 1e-3 })) : vaeStepper(), rounds);
  process.exit();
}

const programs = {
  'tfjs wasm': { run: stepper(tf.train.adam(1e-3)) },
  'kernels alone': { run: stepper(tf.train.adam(1e-3)), kernels: true },
  'kernels and Adam': { run: stepper(new Adam({ learningRate: 1e-3 })), kernels: true },
  'createVae and fit': { run: vaeStepper(), kernels: true, repeat: 3 },
  'jax-js': { run: jaxStepper() },
  'PyTorch, one thread': { python: 'mlp-vae.py' },
};
const measured = await compare(programs, { perBlock: Math.ceil(rounds / 5), install: installTrainingKernels });
report('MLP VAE 784-400-20, batch 128', measured, 'createVae and fit');
