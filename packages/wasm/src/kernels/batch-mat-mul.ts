import * as tf from '@tensorflow/tfjs-core';
import type { Runtime } from '../runtime/runtime.js';
import { type Kernel, sizeOf } from './kernel.js';

/** `tf.matMul` with any transposes and broadcast batch axes. */
export const batchMatMul: Kernel = {
  name: 'BatchMatMul',
  run: ({ runtime, inputs, attrs, original }) => {
    const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
    if (a.dtype === 'int32' && b.dtype === 'int32') return product(runtime, a, b, attrs.transposeA, attrs.transposeB);
    if (a.dtype !== 'float32' || b.dtype !== 'float32') return original();
    return product(runtime, a, b, attrs.transposeA, attrs.transposeB);
  },
};

/** op(a) op(b) over broadcast leading axes, `[..., m, n]`: of float32, or of int32, which tfjs's own refuses. */
export function product(
  runtime: Runtime,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
): tf.TensorInfo {
  const [m, k] = lastTwo(a.shape, transposeA);
  const [depth, n] = lastTwo(b.shape, transposeB);
  tf.util.assert(
    k === depth,
    () => `matMul(a, b): expected equal inner sizes, got ${k} and ${depth} from shapes [${a.shape}] and [${b.shape}].`,
  );
  const batchA = a.shape.slice(0, -2);
  const batchB = b.shape.slice(0, -2);
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(batchA, batchB);
  const integers = a.dtype === 'int32';
  const out = runtime.output([...batch, m, n], a.dtype);
  const scratch = integers ? 0 : runtime.scratch(runtime.kernels.gemmScratch(m, k));
  const pointerA = runtime.pointer(a);
  const pointerB = runtime.pointer(b);
  const pointer = runtime.pointer(out);
  const count = sizeOf(batch);
  const offsetA = broadcastOffsets(batchA, batch);
  const offsetB = broadcastOffsets(batchB, batch);
  for (let i = 0; i < count; i++) {
    const left = pointerA + 4 * m * k * offsetA(i);
    const right = pointerB + 4 * k * n * offsetB(i);
    const to = pointer + 4 * m * n * i;
    if (integers) {
      const matrixA = { values: runtime.int32(left, m * k), ...strides(m, k, transposeA) };
      const matrixB = { values: runtime.int32(right, k * n), ...strides(k, n, transposeB) };
      integerProduct(matrixA, matrixB, runtime.int32(to, m * n), m, n, k);
    } else {
      runtime.kernels.gemm(left, right, to, m, n, k, Number(transposeA), Number(transposeB), 0, scratch);
    }
  }
  return out;
}

/** Integers of a matrix and the distances between its rows and its columns. */
interface IntegerMatrix {
  readonly values: Int32Array;
  readonly row: number;
  readonly column: number;
}

function strides(rows: number, columns: number, transposed: boolean): { row: number; column: number } {
  return transposed ? { row: 1, column: rows } : { row: columns, column: 1 };
}

/** Sums in float64, which is exact below 2^53, as tfjs's cpu backend does. */
function integerProduct(a: IntegerMatrix, b: IntegerMatrix, to: Int32Array, m: number, n: number, k: number): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let l = 0; l < k; l++) {
        sum += a.values[i * a.row + l * a.column]! * b.values[l * b.row + j * b.column]!;
      }
      to[i * n + j] = sum;
    }
  }
}

function lastTwo(shape: readonly number[], transposed: boolean): [rows: number, columns: number] {
  const rows = shape[shape.length - 2]!;
  const columns = shape[shape.length - 1]!;
  return transposed ? [columns, rows] : [rows, columns];
}

/** Which matrix of a broadcast operand belongs to matrix `i` of the result. */
function broadcastOffsets(from: readonly number[], to: readonly number[]): (i: number) => number {
  const size = sizeOf(from);
  if (size === 1) return () => 0;
  if (size === sizeOf(to)) return (i) => i;
  return (i) => {
    let at = 0;
    let stride = 1;
    for (let axis = 1; axis <= to.length; axis++) {
      const length = to[to.length - axis]!;
      const own = from[from.length - axis] ?? 1;
      if (own > 1) at += (i % length) * stride;
      stride *= own;
      i = Math.floor(i / length);
    }
    return at;
  };
}
