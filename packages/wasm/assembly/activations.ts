// The end of a dense layer, and its beginning on the way back. An activation's number is its place in ACTIVATIONS of
// src/fused/dense.ts; its derivative is a function of its value.
import { loadTail, storeTail } from './tail';
import { exp4, sigmoid4, softplus4, tanh4 } from './vector-math';

@inline
function forward(op: i32, x: v128): v128 {
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
function all(op: i32, dy: usize, y: usize, out: usize, size: i32): void {
  const rest = size & 3;
  const end = out + ((<usize>(size - rest)) << 2);
  for (; out < end; out += 16, dy += 16, y += 16) v128.store(out, backward(op, v128.load(dy), v128.load(y)));
  if (rest) storeTail(out, backward(op, loadTail(dy, rest, 0), loadTail(y, rest, 0)), rest);
}

@inline
function each(op: i32, x: usize, size: i32): void {
  const rest = size & 3;
  const end = x + ((<usize>(size - rest)) << 2);
  for (; x < end; x += 16) v128.store(x, forward(op, v128.load(x)));
  if (rest) storeTail(x, forward(op, loadTail(x, rest, 0)), rest);
}

/** x = activation(x), in place. */
export function activate(op: i32, x: usize, size: i32): void {
  if (op == 1) each(1, x, size);
  else if (op == 2) each(2, x, size);
  else if (op == 3) each(3, x, size);
  else if (op == 4) each(4, x, size);
}

/** out = dy times the derivative of the activation whose value is y. */
export function activationGradient(op: i32, dy: usize, y: usize, out: usize, size: i32): void {
  if (op == 1) all(1, dy, y, out, size);
  else if (op == 2) all(2, dy, y, out, size);
  else if (op == 3) all(3, dy, y, out, size);
  else all(4, dy, y, out, size);
}
