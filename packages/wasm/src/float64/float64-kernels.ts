import type { Exports } from '../runtime/exports.js';
import { compileKernels, type Simd } from '../runtime/kernel-module.js';
import { plainLogSumExp, plainMatMul } from './plain.js';

/** Products and log-sum-exp on Float64Arrays, for models that run on those and not on tensors. Row-major. */
export interface Float64Kernels {
  /** Which module computes; undefined where the engine has no SIMD and plain TypeScript does. */
  readonly simd: Simd | undefined;
  /** `a b`: `[m, k]` times `[k, n]` gives `[m, n]`. */
  matMul(a: Float64Array, b: Float64Array, m: number, k: number, n: number): Float64Array;
  /** `ln sum e^x` over each row of `x`, `[rows, width]`; a row of -infinities gives -infinity. */
  logSumExp(x: Float64Array, rows: number, width: number): Float64Array;
}

/**
 * The float64 kernels, in a memory of their own; tfjs is not needed. They copy their arguments in and their result out,
 * and still pay from products of about 8 x 8 x 8 on.
 *
 * @example
 * ```ts
 * import { float64Kernels } from '@latents/wasm/float64';
 *
 * const { matMul } = await float64Kernels();
 * [...matMul(Float64Array.of(1, 2), Float64Array.of(3, 4), 1, 2, 1)]; // => [11]
 * ```
 */
export async function float64Kernels(): Promise<Float64Kernels> {
  const compiled = await compileKernels(false);
  if (compiled === undefined) return checked(undefined, plainMatMul, plainLogSumExp);
  const memory = new WebAssembly.Memory({ initial: 1 });
  const instance = await WebAssembly.instantiate(compiled.module, { env: { memory } });
  const kernels = instance.exports as unknown as Exports;
  const reserve = (doubles: number) => {
    const missing = 8 * doubles - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / 65_536));
    return new Float64Array(memory.buffer);
  };
  return checked(
    compiled.simd,
    (a, b, m, k, n) => {
      const [atB, atC, scratch] = [m * k, m * k + k * n, m * k + k * n + m * n];
      const numbers = reserve(scratch + 4 * k + 16);
      numbers.set(a);
      numbers.set(b, atB);
      kernels.gemm64(0, 8 * atB, 8 * atC, m, n, k, 8 * scratch);
      return numbers.slice(atC, scratch);
    },
    (x, rows, width) => {
      const tops = rows * width;
      const numbers = reserve(tops + 2 * rows);
      numbers.set(x);
      kernels.expSums64(0, 8 * tops, 8 * (tops + rows), rows, width);
      return Float64Array.from({ length: rows }, (_, r) => {
        const top = numbers[tops + r]!;
        return Math.abs(top) === Infinity ? top : top + Math.log(numbers[tops + rows + r]!);
      });
    },
  );
}

type MatMul = Float64Kernels['matMul'];
type LogSumExp = Float64Kernels['logSumExp'];

function checked(simd: Simd | undefined, matMul: MatMul, logSumExp: LogSumExp): Float64Kernels {
  return {
    simd,
    matMul(a, b, m, k, n) {
      expectLength('matMul(a, b, m, k, n)', 'a', a, m, k);
      expectLength('matMul(a, b, m, k, n)', 'b', b, k, n);
      return matMul(a, b, m, k, n);
    },
    logSumExp(x, rows, width) {
      expectLength('logSumExp(x, rows, width)', 'x', x, rows, width);
      return logSumExp(x, rows, width);
    },
  };
}

function expectLength(where: string, name: string, array: Float64Array, rows: number, columns: number): void {
  const sizes = [rows, columns].every((n) => Number.isInteger(n) && n >= 0);
  if (sizes && array.length === rows * columns) return;
  throw new RangeError(`${where}: expected ${name} of ${rows} x ${columns} numbers, got ${array.length}.`);
}
