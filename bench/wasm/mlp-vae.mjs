// One Adam step of an MLP VAE (784-400-20, batch 128): plain tfjs wasm, the kernels installed, PyTorch on one thread.
// node [--experimental-wasm-relaxed-simd] bench/wasm/mlp-vae.mjs [rounds] [--profile]
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { Adam, installTrainingKernels } from '@latents/wasm';
import { median, python } from './measure.mjs';

const rounds = Number(process.argv[2] ?? 25);
await tf.setBackend('wasm');

const BATCH = 128;
const glorot = (n, m) => tf.randomUniform([n, m], -Math.sqrt(6 / (n + m)), Math.sqrt(6 / (n + m)));
const layer = (n, m) => ({ w: tf.variable(glorot(n, m)), b: tf.variable(tf.zeros([m])) });
const dense = (x, { w, b }) => x.matMul(w).add(b);

function model() {
  const [e1, mean, logVariance, d1, d2] = [layer(784, 400), layer(400, 20), layer(400, 20), layer(20, 400), layer(400, 784)];
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

function stepper(optimizer) {
  const { variables, loss } = model();
  return () => {
    const value = optimizer.minimize(() => loss(x), true, variables);
    value.dataSync();
    value.dispose();
  };
}

if (process.argv.includes('--profile')) {
  const kernels = await installTrainingKernels();
  const step = stepper(new Adam({ learningRate: 1e-3 }));
  for (let i = 0; i < 10; i++) step();
  const spent = new Map();
  for (const { kernelName } of tf.getKernelsForBackend('wasm')) {
    const config = tf.getKernel(kernelName, 'wasm');
    const inner = config.kernelFunc;
    config.kernelFunc = Object.assign((args) => {
      const start = performance.now();
      const out = inner(args);
      const entry = spent.get(kernelName) ?? [0, 0];
      spent.set(kernelName, [entry[0] + performance.now() - start, entry[1] + 1]);
      return out;
    }, Object.fromEntries(Object.getOwnPropertySymbols(inner).map((key) => [key, inner[key]])));
  }
  const start = performance.now();
  for (let i = 0; i < rounds; i++) step();
  console.log(kernels.simd, 'ms a step', ((performance.now() - start) / rounds).toFixed(2));
  for (const [name, [ms, n]] of [...spent].sort((a, b) => b[1][0] - a[1][0]))
    console.log(name.padEnd(24), (ms / rounds).toFixed(3), (n / rounds).toFixed(1));
  process.exit();
}

const times = { plain: [], 'kernels, tf.train.adam': [], 'kernels, Adam': [], torch: [] };
const plain = stepper(tf.train.adam(1e-3));
const installed = stepper(tf.train.adam(1e-3));
const fused = stepper(new Adam({ learningRate: 1e-3 }));
const time = (run, into, count) => {
  run();
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    run();
    into.push(performance.now() - start);
  }
};
let simd;
for (let block = 0; block < 5; block++) {
  const count = Math.ceil(rounds / 5);
  time(plain, times.plain, count);
  const kernels = await installTrainingKernels();
  simd = kernels.simd;
  time(installed, times['kernels, tf.train.adam'], count);
  time(fused, times['kernels, Adam'], 3 * count);
  kernels.uninstall();
  const torch = python('mlp-vae.py', 20);
  if (torch) times.torch.push(torch);
}
const ms = Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
const best = ms['kernels, Adam'];
console.log({ simd, ...ms, 'times plain': ms.plain / best, 'of torch': best / ms.torch });
