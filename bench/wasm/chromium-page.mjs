// What chromium.mjs measures, in the page. Wall time: a page has no other, and its clock ticks ten times a millisecond (two hundred
// times where it is cross-origin isolated).
import { installTrainingKernels } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';
import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { simdPeak } from './simd-peak.mjs';
import { measureAll } from './turns.mjs';

export async function measure(rounds, threads) {
  setWasmPaths('/tfjs-wasm/');
  setThreadsCount(threads.at(-1));
  await tf.setBackend('wasm');
  const { simd, uninstall } = await installTrainingKernels();
  uninstall();
  const measured = await measureAll(rounds, threads, true);
  return { simd, peak: await simdPeak(simd, 4e6, 40), xnnpack: getThreadsCount(), measured };
}
