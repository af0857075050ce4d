import * as tf from '@tensorflow/tfjs-core';
import { type Kernel, sizeOf } from './kernel.js';

// The place of a name is its number in assembly/elementwise.ts.
const BINARY = ['Add', 'Sub', 'Multiply', 'RealDiv', 'Maximum', 'Minimum', 'SquaredDifference'];
const UNARY = ['Neg', 'Abs', 'Square', 'Sqrt', 'Rsqrt', 'Relu', 'Step', 'Exp', 'Log', 'Sigmoid', 'Softplus', 'Tanh'];

/** The elementwise operations that gradients are made of, on float32; other types are left to tfjs. */
export const elementwise: readonly Kernel[] = [...BINARY.map(binary), ...UNARY.map(unary)];

function binary(name: string, op: number): Kernel {
  return {
    name,
    run: ({ runtime, inputs, original }) => {
      const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
      const walk = a.dtype === 'float32' && b.dtype === 'float32' ? walkOf(a.shape, b.shape) : undefined;
      if (walk === undefined) return original();
      const out = runtime.output(tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape));
      runtime.kernels.binary(
        op,
        runtime.pointer(a),
        walk.rowA,
        walk.stepA,
        runtime.pointer(b),
        walk.rowB,
        walk.stepB,
        runtime.pointer(out),
        walk.rows,
        walk.width,
      );
      return out;
    },
  };
}

function unary(name: string, op: number): Kernel {
  return {
    name,
    run: ({ runtime, inputs, attrs, original }) => {
      const { x } = inputs as { x: tf.TensorInfo };
      if (x.dtype !== 'float32') return original();
      const out = runtime.output(x.shape);
      runtime.kernels.unary(op, runtime.pointer(x), runtime.pointer(out), sizeOf(x.shape), attrs.alpha ?? 0);
      return out;
    },
  };
}

/** How two operands are walked as rows of equal width. */
interface Walk {
  readonly rows: number;
  readonly width: number;
  readonly rowA: number;
  readonly stepA: number;
  readonly rowB: number;
  readonly stepB: number;
}

/** The walk of equal shapes, a scalar, or an operand repeated along all leading or all trailing axes; undefined otherwise. */
export function walkOf(a: readonly number[], b: readonly number[]): Walk | undefined {
  const [sizeA, sizeB] = [sizeOf(a), sizeOf(b)];
  if (sizeA < sizeB) {
    const turned = walkOf(b, a);
    if (turned === undefined) return undefined;
    const { rows, width, rowA, stepA, rowB, stepB } = turned;
    return { rows, width, rowA: rowB, stepA: stepB, rowB: rowA, stepB: stepA };
  }
  if (sizeA === 0 || sizeB === 0 || a.length < b.length) return undefined;
  // `a` is the larger: it must be the result, so `b` has an axis of a or of one everywhere.
  const padded = [...new Array<number>(a.length - b.length).fill(1), ...b];
  if (sizeA === sizeB) {
    return padded.every((n, i) => n === a[i])
      ? { rows: 1, width: sizeA, rowA: 0, stepA: 1, rowB: 0, stepB: 1 }
      : undefined;
  }
  if (padded.some((n, i) => n !== 1 && n !== a[i])) return undefined;
  if (sizeB === 1) return { rows: 1, width: sizeA, rowA: 0, stepA: 1, rowB: 0, stepB: 0 };
  const first = padded.findIndex((n) => n !== 1);
  const end = padded.findLastIndex((n) => n !== 1) + 1;
  const whole = padded.slice(first, end).every((n, i) => n === a[first + i]);
  const inner = sizeOf(a.slice(end));
  if (!whole) return undefined;
  if (inner === 1) return { rows: sizeA / sizeB, width: sizeB, rowA: sizeB, stepA: 1, rowB: 0, stepB: 1 };
  if (sizeOf(a.slice(0, first)) === 1) return { rows: sizeB, width: inner, rowA: inner, stepA: 1, rowB: 1, stepB: 0 };
  return undefined;
}
