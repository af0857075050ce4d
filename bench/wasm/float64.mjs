// The float64 side against plain TypeScript: products in GFLOP/s, log-sum-exp in million numbers a second, copies included.
// node [--experimental-wasm-relaxed-simd] bench/wasm/float64.mjs
import { float64Kernels } from '@latents/wasm/float64';
import { cpuTime, median } from './measure.mjs';

const module = await float64Kernels();
const { validate } = WebAssembly;
WebAssembly.validate = () => false;
const plain = await float64Kernels();
WebAssembly.validate = validate;

const numbers = (size) => Float64Array.from({ length: size }, Math.random);

async function rates(work, run) {
  const times = [[], []];
  const repeat = Math.max(1, Math.floor(2e7 / work));
  for (let round = 0; round < 25; round++)
    for (const [i, kernels] of [module, plain].entries()) times[i].push(await cpuTime(() => run(kernels), repeat));
  return times.map((values) => work / median(values.slice(3)));
}

console.log(`${module.simd} SIMD`);
for (const n of [8, 16, 32, 64, 256, 512]) {
  const [a, b] = [numbers(n * n), numbers(n * n)];
  const [ours, theirs] = await rates(2 * n ** 3, (kernels) => kernels.matMul(a, b, n, n, n));
  console.log(
    `matMul ${n}^3: ${(ours / 1e6).toFixed(2)} against ${(theirs / 1e6).toFixed(2)}, ${(ours / theirs).toFixed(1)} times`,
  );
}
for (const [rows, width] of [
  [10, 8],
  [1000, 8],
  [1000, 100],
]) {
  const x = numbers(rows * width);
  const [ours, theirs] = await rates(rows * width * 30, (kernels) => kernels.logSumExp(x, rows, width));
  console.log(
    `logSumExp ${rows} x ${width}: ${(ours / 3e4).toFixed(1)} against ${(theirs / 3e4).toFixed(1)}, ${(ours / theirs).toFixed(1)} times`,
  );
}
