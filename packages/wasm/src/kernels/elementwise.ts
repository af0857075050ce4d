import * as tf from '@tensorflow/tfjs-core';
import type { Runtime } from '../runtime/runtime.js';
import { type Kernel, sizeOf } from './kernel.js';

// The place of a name is its number in assembly/elementwise.ts.
const BINARY = ['Add', 'Sub', 'Multiply', 'RealDiv', 'Maximum', 'Minimum', 'SquaredDifference'] as const;
const UNARY = ['Neg', 'Abs', 'Square', 'Sqrt', 'Rsqrt', 'Relu', 'Step', 'Exp', 'Log', 'Sigmoid', 'Softplus', 'Tanh'];

/** The elementwise operations that gradients are made of, on float32; other types are left to tfjs. */
export const elementwise: readonly Kernel[] = [...BINARY.map(binary), ...UNARY.map(unary)];

/** The ranks that tfjs's own kernels of two operands broadcast rightly. */
const RANKS = 4;

function binary(name: Name): Kernel {
  return {
    name,
    run: ({ runtime, inputs, original }) => {
      const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
      if (a.dtype !== 'float32' || b.dtype !== 'float32') return original();
      const walk = walkOf(a.shape, b.shape);
      const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
      if (walk === undefined && (shape.length <= RANKS || sizeOf(shape) === 0)) return original();
      const out = runtime.output(shape);
      const [left, right, to] = [runtime.pointer(a), runtime.pointer(b), runtime.pointer(out)];
      if (walk === undefined) byLines(runtime, name, [a.shape, left], [b.shape, right], shape, to);
      else elementwiseBinary(runtime, name, left, right, to, walk);
      return out;
    },
  };
}

type Name = (typeof BINARY)[number];

/** Runs an operation of two operands at these addresses. */
export function elementwiseBinary(runtime: Runtime, name: Name, a: number, b: number, to: number, walk: Walk): void {
  const { rows, width, rowA, stepA, rowB, stepB } = walk;
  runtime.kernels.binary(BINARY.indexOf(name), a, rowA, stepA, b, rowB, stepB, to, rows, width);
}

type Operand = readonly [shape: readonly number[], pointer: number];

/** Broadcasts operands of any ranks, line by line of the last axis. */
function byLines(runtime: Runtime, name: Name, a: Operand, b: Operand, shape: readonly number[], to: number): void {
  const width = shape[shape.length - 1]!;
  const lines = sizeOf(shape) / width;
  const [strideA, strideB] = [stridesOf(a[0], shape.length), stridesOf(b[0], shape.length)];
  const [stepA, stepB] = [strideA[shape.length - 1]!, strideB[shape.length - 1]!];
  const walk = { rows: 1, width, rowA: 0, stepA, rowB: 0, stepB };
  for (let line = 0; line < lines; line++) {
    let [left, right, rest] = [a[1], b[1], line];
    for (let axis = shape.length - 2; axis >= 0; axis--) {
      const at = rest % shape[axis]!;
      rest = (rest - at) / shape[axis]!;
      left += 4 * at * strideA[axis]!;
      right += 4 * at * strideB[axis]!;
    }
    elementwiseBinary(runtime, name, left, right, to + 4 * line * width, walk);
  }
}

/** Distances between neighbours along each axis of the result, 0 along an axis that is broadcast. */
function stridesOf(shape: readonly number[], rank: number): number[] {
  const padded = [...new Array<number>(rank - shape.length).fill(1), ...shape];
  return padded.map((n, axis) => (n === 1 ? 0 : sizeOf(padded.slice(axis + 1))));
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
