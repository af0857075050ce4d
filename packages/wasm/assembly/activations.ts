// The end of a dense layer, and its beginning on the way back. An activation's number is its place in ACTIVATIONS of
// src/fused/dense.ts; its derivative is a function of its value.
import { loadTail, storeTail } from './tail';
import { exp4, sigmoid4, softplus4, tanh4 } from './vector-math';

@inline
function activate(op: i32, x: v128): v128 {
  if (op == 0) return x;
  if (op == 1) return f32x4.max(x, f32x4.splat(0));
  if (op == 2) return tanh4(x);
  if (op == 3) return sigmoid4(x);
  return softplus4(x);
}

/** dy times the derivative at the point where the activation is y. */
@inline
function backward(op: i32, dy: v128, y: v128): v128 {
  const one = f32x4.splat(1);
  if (op == 1) {
    // A NaN in y stays one, as it does in tfjs.
    const kept = v128.bitselect(dy, f32x4.mul(dy, f32x4.splat(0)), f32x4.gt(y, f32x4.splat(0)));
    return v128.bitselect(y, kept, f32x4.ne(y, y));
  }
  if (op == 2) return f32x4.mul(dy, f32x4.sub(one, f32x4.mul(y, y)));
  if (op == 3) return f32x4.mul(dy, f32x4.mul(y, f32x4.sub(one, y)));
  return f32x4.mul(dy, f32x4.sub(one, exp4(f32x4.neg(y))));
}

@inline
function rowsOf(op: i32, x: usize, bias: usize, rows: i32, width: i32): void {
  const rest = width & 3;
  const whole = (<usize>(width - rest)) << 2;
  for (let r = 0; r < rows; r++) {
    let b = bias;
    const end = x + whole;
    for (; x < end; x += 16, b += 16) v128.store(x, activate(op, f32x4.add(v128.load(x), v128.load(b))));
    if (rest) storeTail(x, activate(op, f32x4.add(loadTail(x, rest, 0), loadTail(b, rest, 0))), rest);
    x += (<usize>rest) << 2;
  }
}

/** x [rows, width] = activation(x + bias), in place. */
export function biasActivate(op: i32, x: usize, bias: usize, rows: i32, width: i32): void {
  if (op == 0) rowsOf(0, x, bias, rows, width);
  else if (op == 1) rowsOf(1, x, bias, rows, width);
  else if (op == 2) rowsOf(2, x, bias, rows, width);
  else if (op == 3) rowsOf(3, x, bias, rows, width);
  else rowsOf(4, x, bias, rows, width);
}

@inline
function all(op: i32, dy: usize, y: usize, out: usize, size: i32): void {
  const rest = size & 3;
  const end = out + ((<usize>(size - rest)) << 2);
  for (; out < end; out += 16, dy += 16, y += 16) v128.store(out, backward(op, v128.load(dy), v128.load(y)));
  if (rest) storeTail(out, backward(op, loadTail(dy, rest, 0), loadTail(y, rest, 0)), rest);
}

/** out = dy times the derivative of the activation whose value is y. */
export function activationGradient(op: i32, dy: usize, y: usize, out: usize, size: i32): void {
  if (op == 1) all(1, dy, y, out, size);
  else if (op == 2) all(2, dy, y, out, size);
  else if (op == 3) all(3, dy, y, out, size);
  else all(4, dy, y, out, size);
}
