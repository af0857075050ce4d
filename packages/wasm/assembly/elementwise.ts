// Elementwise operations. The number of an operation is its place in BINARY or UNARY of src/kernels/elementwise.ts; it is
// a constant wherever an inlined function receives it, so each operation has its own loop.
import { loadTail, storeTail } from './tail';
import { exp4, log4, sigmoid4, softplus4, tanh4 } from './vector-math';

@inline
function two(op: i32, x: v128, y: v128): v128 {
  if (op == 0) return f32x4.add(x, y);
  if (op == 1) return f32x4.sub(x, y);
  if (op == 2) return f32x4.mul(x, y);
  if (op == 3) return f32x4.div(x, y);
  if (op == 4) return f32x4.max(x, y);
  if (op == 5) return f32x4.min(x, y);
  const d = f32x4.sub(x, y);
  return f32x4.mul(d, d);
}

/** One row: each operand is a vector, or one number (its step is 0). */
@inline
function row(op: i32, a: usize, stepA: i32, b: usize, stepB: i32, out: usize, width: i32): void {
  const rest = width & 3;
  const end = out + ((<usize>(width - rest)) << 2);
  if (stepA == 0) {
    const x = v128.load_splat<f32>(a);
    for (; out < end; out += 16, b += 16) v128.store(out, two(op, x, v128.load(b)));
    if (rest) storeTail(out, two(op, x, loadTail(b, rest, 1)), rest);
  } else if (stepB == 0) {
    const y = v128.load_splat<f32>(b);
    for (; out < end; out += 16, a += 16) v128.store(out, two(op, v128.load(a), y));
    if (rest) storeTail(out, two(op, loadTail(a, rest, 1), y), rest);
  } else {
    for (; out < end; out += 16, a += 16, b += 16) v128.store(out, two(op, v128.load(a), v128.load(b)));
    if (rest) storeTail(out, two(op, loadTail(a, rest, 1), loadTail(b, rest, 1)), rest);
  }
}

@inline
function rowsOf(
  op: i32,
  a: usize,
  rowA: i32,
  stepA: i32,
  b: usize,
  rowB: i32,
  stepB: i32,
  out: usize,
  rows: i32,
  width: i32,
): void {
  for (let r = 0; r < rows; r++) {
    row(op, a, stepA, b, stepB, out, width);
    a += (<usize>rowA) << 2;
    b += (<usize>rowB) << 2;
    out += (<usize>width) << 2;
  }
}

/** out [rows, width] = a op b; from row to row the operands move by rowA and rowB floats, along a row by stepA and stepB. */
export function binary(
  op: i32,
  a: usize,
  rowA: i32,
  stepA: i32,
  b: usize,
  rowB: i32,
  stepB: i32,
  out: usize,
  rows: i32,
  width: i32,
): void {
  if (op == 0) rowsOf(0, a, rowA, stepA, b, rowB, stepB, out, rows, width);
  else if (op == 1) rowsOf(1, a, rowA, stepA, b, rowB, stepB, out, rows, width);
  else if (op == 2) rowsOf(2, a, rowA, stepA, b, rowB, stepB, out, rows, width);
  else if (op == 3) rowsOf(3, a, rowA, stepA, b, rowB, stepB, out, rows, width);
  else if (op == 4) rowsOf(4, a, rowA, stepA, b, rowB, stepB, out, rows, width);
  else if (op == 5) rowsOf(5, a, rowA, stepA, b, rowB, stepB, out, rows, width);
  else rowsOf(6, a, rowA, stepA, b, rowB, stepB, out, rows, width);
}

@inline
function one(op: i32, x: v128, alpha: f32): v128 {
  if (op == 0) return f32x4.neg(x);
  if (op == 1) return f32x4.abs(x);
  if (op == 2) return f32x4.mul(x, x);
  if (op == 3) return f32x4.sqrt(x);
  if (op == 4) return f32x4.div(f32x4.splat(1), f32x4.sqrt(x));
  if (op == 5) return f32x4.max(x, f32x4.splat(0));
  if (op == 6) {
    const positive = f32x4.gt(x, f32x4.splat(0));
    const stepped = v128.bitselect(f32x4.splat(1), f32x4.splat(alpha), positive);
    return v128.bitselect(x, stepped, f32x4.ne(x, x));
  }
  if (op == 7) return exp4(x);
  if (op == 8) return log4(x);
  if (op == 9) return sigmoid4(x);
  if (op == 10) return softplus4(x);
  return tanh4(x);
}

@inline
function map(op: i32, x: usize, out: usize, size: i32, alpha: f32): void {
  const rest = size & 3;
  const end = out + ((<usize>(size - rest)) << 2);
  for (; out < end; out += 16, x += 16) v128.store(out, one(op, v128.load(x), alpha));
  if (rest) storeTail(out, one(op, loadTail(x, rest, 1), alpha), rest);
}

/** out = op(x). `alpha` is the value of the step function below zero. */
export function unary(op: i32, x: usize, out: usize, size: i32, alpha: f32): void {
  if (op == 0) map(0, x, out, size, alpha);
  else if (op == 1) map(1, x, out, size, alpha);
  else if (op == 2) map(2, x, out, size, alpha);
  else if (op == 3) map(3, x, out, size, alpha);
  else if (op == 4) map(4, x, out, size, alpha);
  else if (op == 5) map(5, x, out, size, alpha);
  else if (op == 6) map(6, x, out, size, alpha);
  else if (op == 7) map(7, x, out, size, alpha);
  else if (op == 8) map(8, x, out, size, alpha);
  else if (op == 9) map(9, x, out, size, alpha);
  else if (op == 10) map(10, x, out, size, alpha);
  else map(11, x, out, size, alpha);
}
