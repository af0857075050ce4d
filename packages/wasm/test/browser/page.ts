// What runs in the browser: the kernels against the cpu backend, training, growth of the memory. The outcome is a global.
import * as tf from '@tensorflow/tfjs';
import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { Adam, dense, installTrainingKernels } from '../../src/index.js';

const failures: string[] = [];

async function both(name: string, compute: () => tf.Tensor): Promise<void> {
  const results: Float32Array[] = [];
  for (const backend of ['wasm', 'cpu']) {
    await tf.setBackend(backend);
    results.push(Float32Array.from(tf.tidy(() => compute().dataSync())));
  }
  await tf.setBackend('wasm');
  const [ours, theirs] = results as [Float32Array, Float32Array];
  const error = Math.max(...ours.map((x, i) => Math.abs(x - theirs[i]!)));
  if (!(ours.length === theirs.length && error < 1e-3)) failures.push(`${name}: off by ${error}`);
}

async function run(): Promise<object> {
  setWasmPaths('/wasm/');
  setThreadsCount(2);
  await tf.setBackend('wasm');
  const kernels = await installTrainingKernels();
  const ramp = (...shape: number[]) =>
    tf.tidy(() =>
      tf
        .range(
          0,
          shape.reduce((a, b) => a * b, 1),
        )
        .mul(0.7)
        .sin()
        .reshape(shape),
    );
  await both('matMul', () => tf.matMul(ramp(40, 33), ramp(50, 40), true, true));
  await both('conv2d gradients', () => {
    const [x, filter] = [ramp(2, 9, 8, 3), ramp(3, 3, 3, 4)];
    const grads = tf.grads((a: tf.Tensor, b: tf.Tensor) =>
      tf
        .conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 2, 'same')
        .square()
        .sum(),
    );
    return tf.concat(grads([x, filter]).map((gradient) => gradient.flatten()));
  });
  const [w, b] = [tf.variable(ramp(3, 1)), tf.variable(tf.zeros([1]))];
  const optimizer = new Adam({ learningRate: 0.05 });
  const x = ramp(64, 3);
  const y = x.matMul(tf.tensor2d([[1], [-2], [3]])).add(0.5);
  const loss = () => dense(x, w, b).sub(y).square().mean().asScalar();
  for (let step = 0; step < 400; step++) optimizer.minimize(loss, false, [w, b]);
  const fitted = loss().dataSync()[0]!;
  if (!(fitted < 1e-3)) failures.push(`training: loss ${fitted} after 400 steps`);
  const ballast = [1, 2, 3].map(() => tf.zeros([5_000_000]));
  await both('matMul after growth', () => tf.matMul(ramp(20, 30), ramp(20, 30), false, true));
  tf.dispose(ballast);
  const { active, simd, reason } = kernels;
  if (!active) failures.push(`inactive: ${reason}`);
  kernels.uninstall();
  await both('matMul of tfjs again', () => tf.matMul(ramp(20, 30), ramp(20, 30), false, true));
  const { HEAPU8 } = (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm;
  const shared = typeof SharedArrayBuffer !== 'undefined' && HEAPU8.buffer instanceof SharedArrayBuffer;
  return { failures, active, simd, isolated: crossOriginIsolated, shared, threads: getThreadsCount() };
}

run().then(
  (outcome) => Object.assign(globalThis, { outcome }),
  (error: Error) => Object.assign(globalThis, { outcome: { failures: [String(error.stack)] } }),
);
