// Products and log-sum-exp of @latents/math/kernels against plain TypeScript: GFLOP/s and million numbers per second, copies included.
// npx tsx --conditions=@latents/source em/float64.ts, in bench/.
import * as module from '@latents/math/kernels';
import { cpuTime, median } from '../wasm/measure.mjs';

/** The product by rows of b, so that the inner loop reads and writes in order. */
function plainMatMul(a: Float64Array, b: Float64Array, m: number, k: number, n: number): Float64Array {
  const out = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) {
      const x = a[i * k + p]!;
      for (let j = 0; j < n; j++) out[i * n + j]! += x * b[p * n + j]!;
    }
  }
  return out;
}

function plainLogSumExpRows(x: Float64Array, rows: number, width: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, r) => {
    let top = -Infinity;
    for (let i = 0; i < width; i++) top = Math.max(top, x[r * width + i]!);
    let sum = 0;
    for (let i = 0; i < width; i++) sum += Math.exp(x[r * width + i]! - top);
    return top + Math.log(sum);
  });
}

const plain = { matMul: plainMatMul, logSumExpRows: plainLogSumExpRows };
const numbers = (size: number) => Float64Array.from({ length: size }, Math.random);

async function rates(work: number, run: (kernels: typeof plain) => void): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  const repeat = Math.max(1, Math.floor(2e7 / work));
  for (let round = 0; round < 25; round++) {
    times[0].push(await cpuTime(() => run(module), repeat));
    times[1].push(await cpuTime(() => run(plain), repeat));
  }
  return [work / median(times[0].slice(3)), work / median(times[1].slice(3))];
}

for (const n of [8, 16, 32, 64, 256, 512]) {
  const [a, b] = [numbers(n * n), numbers(n * n)];
  const [ours, theirs] = await rates(2 * n ** 3, ({ matMul }) => matMul(a, b, n, n, n));
  console.log(
    `matMul ${n}^3: ${(ours / 1e6).toFixed(2)} against ${(theirs / 1e6).toFixed(2)}, ${(ours / theirs).toFixed(1)} times`,
  );
}
for (const [rows, width] of [
  [10, 8],
  [1000, 8],
  [1000, 100],
] as const) {
  const x = numbers(rows * width);
  const [ours, theirs] = await rates(rows * width * 30, ({ logSumExpRows }) => logSumExpRows(x, rows, width));
  console.log(
    `logSumExpRows ${rows} x ${width}: ${(ours / 3e4).toFixed(1)} against ${(theirs / 3e4).toFixed(1)}, ${(ours / theirs).toFixed(1)} times`,
  );
}
