// GFLOP/s of matrix products: tfjs wasm (XNNPACK, scalar where an operand is transposed), ours, PyTorch on one thread; and
// the most that 128-bit SIMD gives in this engine.
// node [--experimental-wasm-relaxed-simd] bench/wasm/gemm.mjs
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { installTrainingKernels } from '@latents/wasm';
import { cpuTime, median, python } from './measure.mjs';
import { simdPeak } from './simd-peak.mjs';

await tf.setBackend('wasm');
const SIZES = [
  [128, 400, 784],
  [784, 400, 128],
  [1024, 1024, 1024],
  [64, 64, 64],
];
const { simd, uninstall } = await installTrainingKernels();
uninstall();
console.log(`${simd} SIMD, registers alone: ${(await simdPeak(simd)).toFixed(1)}`);
const theirs = python('peak.py', JSON.stringify(SIZES));
for (const [i, [m, n, k]] of SIZES.entries()) {
  for (const [ta, tb] of [
    [false, false],
    [true, false],
    [false, true],
  ]) {
    const a = tf.randomUniform(ta ? [k, m] : [m, k]);
    const b = tf.randomUniform(tb ? [n, k] : [k, n]);
    const flops = 2 * m * n * k;
    const product = () => tf.matMul(a, b, ta, tb).dispose();
    const times = [[], []];
    for (let round = 0; round < 24; round++) {
      // tfjs takes more than a second for one of these.
      if (k === 1024 && (ta || tb) && round > 3) break;
      const kernels = round % 2 ? await installTrainingKernels() : undefined;
      product();
      const slow = !kernels && (ta || tb);
      const samples = k < 1024 || !(ta || tb) ? 4 : slow ? 1 : 12;
      for (let j = 0; j < samples; j++)
        times[round % 2].push(await cpuTime(product, Math.max(1, Math.floor((slow ? 1e7 : 1e8) / flops))));
      kernels?.uninstall();
    }
    const rate = (ms) => (flops / ms / 1e6).toFixed(1).padStart(6);
    const ratio = (median(times[0]) / median(times[1])).toFixed(2);
    const [plain, ours] = times.map((values) => `${rate(median(values))} (best ${rate(Math.min(...values))})`);
    const torch = !ta && !tb && theirs ? `  PyTorch ${theirs[i][0].toFixed(1)} (best ${theirs[i][1].toFixed(1)})` : '';
    console.log(
      `${m}x${n}x${k} ${ta ? 'T' : 'N'}${tb ? 'T' : 'N'}  tfjs wasm ${plain}  ours ${ours}  ${ratio} times${torch}`,
    );
    tf.dispose([a, b]);
  }
}
