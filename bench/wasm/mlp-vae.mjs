// One Adam step of an MLP VAE (784-400-20, batch 128): plain tfjs wasm, the kernels installed, PyTorch on one thread.
// node [--experimental-wasm-relaxed-simd] bench/wasm/mlp-vae.mjs [rounds] [--profile]
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { Adam, installTrainingKernels } from '@latents/wasm';
import { compare, profile, report } from './measure.mjs';
import { fusedModel, model, stepper } from './mlp-vae-step.mjs';

const rounds = Number(process.argv[2] ?? 25);
await tf.setBackend('wasm');

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
