// What chromium.mjs measures, in the page. Wall time: a page has no other, and its clock ticks ten times a millisecond.
import { Adam, installTrainingKernels } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { fusedModel, stepper } from './mlp-vae-step.mjs';
import { simdPeak } from './simd-peak.mjs';

const sorted = (values) => [...values].sort((a, b) => a - b);
const summary = (values) => ({ median: sorted(values)[values.length >> 1], least: Math.min(...values) });

/** Milliseconds of each program, `rounds` times in turns, each time as often as fills `fill` milliseconds. */
async function inTurns(programs, rounds, fill) {
  const times = programs.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [i, { run, kernels }] of programs.entries()) {
      const installed = kernels ? await installTrainingKernels() : undefined;
      run();
      const start = performance.now();
      let count = 0;
      do {
        run();
        count++;
      } while (performance.now() - start < fill);
      if (round > 0) times[i].push((performance.now() - start) / count);
      installed?.uninstall();
    }
  }
  return times.map(summary);
}

export async function measure(sizes, rounds) {
  setWasmPaths('/tfjs-wasm/');
  await tf.setBackend('wasm');
  const { simd, uninstall } = await installTrainingKernels();
  uninstall();
  const products = [];
  for (const [m, n, k] of sizes) {
    const [a, b] = [tf.randomUniform([m, k]), tf.randomUniform([k, n])];
    const run = () => tf.matMul(a, b).dispose();
    products.push(await inTurns([{ run }, { run, kernels: true }], rounds, 20));
    tf.dispose([a, b]);
  }
  const plain = stepper(tf.train.adam(1e-3));
  const fused = stepper(new Adam({ learningRate: 1e-3 }), fusedModel);
  const step = await inTurns([{ run: plain }, { run: fused, kernels: true }], rounds, 30);
  return { simd, peak: await simdPeak(simd, 4e6, 40), products, step };
}
