// Tests that run in the browser: the kernels against the cpu backend, training, growth of the memory. The promise of the outcome is a global.
import { dense } from '@latents/core';
import * as tf from '@tensorflow/tfjs';
import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { Adam, installTrainingKernels, startThreads } from '../../src/index.js';

const failures: string[] = [];
/** Whether the page has a Content-Security-Policy that refuses workers from a Blob. */
const strict = location.search === '?strict';
const options = strict ? { workerUrl: '/worker.js' } : {};

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

/** One step of a network with a convolution: the filters and weights after it. */
function trained(): Float32Array {
  return tf.tidy(() => {
    const image = tf.linspace(-1, 1, 32 * 20 * 20 * 3).reshape([32, 20, 20, 3]) as tf.Tensor4D;
    const filter = tf.variable(tf.linspace(-1, 1, 3 * 3 * 3 * 16).reshape([3, 3, 3, 16]));
    const weights = tf.variable(tf.linspace(-0.01, 0.02, 1600 * 100).reshape([1600, 100]));
    const bias = tf.variable(tf.zeros([100]));
    const optimizer = new Adam({ learningRate: 0.01 });
    const loss = () => {
      const features = tf.conv2d(image, filter as tf.Tensor4D, 2, 'same').reshape([32, 1600]);
      return dense(features, weights, bias, 'tanh').square().mean().asScalar();
    };
    for (let step = 0; step < 3; step++) optimizer.minimize(loss, false, [filter, weights, bias]);
    const numbers = tf.concat([filter.flatten(), weights.flatten(), bias]).dataSync() as Float32Array;
    tf.dispose([filter, weights, bias]);
    optimizer.dispose();
    return numbers;
  });
}

/** Threads, where the page may have them: the same bits on two, three and four as on one, and after the memory has grown. */
async function threaded(): Promise<string> {
  const alone = trained();
  if (strict) {
    const refused = await startThreads(2);
    if (refused.count !== 1 || !refused.reason?.includes('worker.js')) failures.push(`a Blob: ${refused.reason}`);
    const absent = await startThreads(2, { workerUrl: '/absent.js' });
    if (absent.count !== 1 || !absent.reason?.includes('/absent.js')) failures.push(`no file: ${absent.reason}`);
  }
  for (const count of [2, 3, 4]) {
    const threads = await startThreads(count, options);
    if (!crossOriginIsolated) {
      if (threads.count !== 1 || !threads.reason?.includes('cross-origin isolated'))
        failures.push('threads: no reason');
      return threads.reason ?? '';
    }
    if (threads.count !== count) failures.push(`threads: ${threads.count} of ${count}: ${threads.reason}`);
    const ballast = tf.zeros([6_000_000]);
    for (let again = 0; again < 5; again++) {
      const bits = trained();
      if (!alone.every((x, i) => Object.is(x, bits[i]))) failures.push(`threads: other bits on ${count}`);
    }
    ballast.dispose();
    threads.stop();
    if (threads.count !== 1) failures.push('threads: not stopped');
  }
  await startThreads(2, options);
  return 'the same bits on one, two, three and four';
}

async function run(): Promise<object> {
  if (strict) tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths(strict ? '/shared/' : '/wasm/');
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
  const threads = await threaded();
  await both('matMul with threads', () => tf.matMul(ramp(200, 90), ramp(90, 150)));
  const { active, simd, reason } = kernels;
  if (!active) failures.push(`inactive: ${reason}`);
  kernels.uninstall();
  await both('matMul of tfjs again', () => tf.matMul(ramp(20, 30), ramp(20, 30), false, true));
  const { HEAPU8 } = (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm;
  const shared = typeof SharedArrayBuffer !== 'undefined' && HEAPU8.buffer instanceof SharedArrayBuffer;
  return { failures, active, simd, isolated: crossOriginIsolated, shared, xnnpack: getThreadsCount(), threads };
}

const outcome = run().catch((error: Error) => ({ failures: [String(error.stack)] }));
Object.assign(globalThis, { outcome });
