// Sums, with partial sums in sixteen lanes.
import { madd } from './simd';
import { loadTail, total } from './tail';

/** The sum of `size` floats. */
export function sumOf(x: usize, size: i32): f32 {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  let i = 0;
  for (; i + 16 <= size; i += 16) {
    s0 = f32x4.add(s0, v128.load(x));
    s1 = f32x4.add(s1, v128.load(x, 16));
    s2 = f32x4.add(s2, v128.load(x, 32));
    s3 = f32x4.add(s3, v128.load(x, 48));
    x += 64;
  }
  for (; i + 4 <= size; i += 4) {
    s0 = f32x4.add(s0, v128.load(x));
    x += 16;
  }
  s1 = f32x4.add(s1, loadTail(x, size - i, 0));
  return total(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
}

/** The sum of the squares of `size` floats. */
export function sumOfSquares(x: usize, size: i32): f32 {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  let i = 0;
  for (; i + 16 <= size; i += 16) {
    const a = v128.load(x);
    const b = v128.load(x, 16);
    const c = v128.load(x, 32);
    const d = v128.load(x, 48);
    s0 = madd(a, a, s0);
    s1 = madd(b, b, s1);
    s2 = madd(c, c, s2);
    s3 = madd(d, d, s3);
    x += 64;
  }
  for (; i + 4 <= size; i += 4) {
    const a = v128.load(x);
    s0 = madd(a, a, s0);
    x += 16;
  }
  const tail = loadTail(x, size - i, 0);
  s1 = madd(tail, tail, s1);
  return total(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
}

/** out [outer, inner] = scale * the sum of x [outer, length, inner] over its middle axis. */
export function sumMiddle(x: usize, out: usize, outer: i32, length: i32, inner: i32, scale: f32): void {
  if (inner == 1) {
    for (let o = 0; o < outer; o++) {
      store<f32>(out, sumOf(x, length) * scale);
      x += (<usize>length) << 2;
      out += 4;
    }
    return;
  }
  const row = (<usize>inner) << 2;
  const vScale = f32x4.splat(scale);
  for (let o = 0; o < outer; o++) {
    let i = 0;
    for (; i + 16 <= inner; i += 16) {
      let s0 = f32x4.splat(0);
      let s1 = f32x4.splat(0);
      let s2 = f32x4.splat(0);
      let s3 = f32x4.splat(0);
      let at = x + ((<usize>i) << 2);
      for (let p = 0; p < length; p++) {
        s0 = f32x4.add(s0, v128.load(at));
        s1 = f32x4.add(s1, v128.load(at, 16));
        s2 = f32x4.add(s2, v128.load(at, 32));
        s3 = f32x4.add(s3, v128.load(at, 48));
        at += row;
      }
      const to = out + ((<usize>i) << 2);
      v128.store(to, f32x4.mul(s0, vScale));
      v128.store(to, f32x4.mul(s1, vScale), 16);
      v128.store(to, f32x4.mul(s2, vScale), 32);
      v128.store(to, f32x4.mul(s3, vScale), 48);
    }
    for (; i + 4 <= inner; i += 4) {
      let s = f32x4.splat(0);
      let at = x + ((<usize>i) << 2);
      for (let p = 0; p < length; p++) {
        s = f32x4.add(s, v128.load(at));
        at += row;
      }
      v128.store(out + ((<usize>i) << 2), f32x4.mul(s, vScale));
    }
    for (; i < inner; i++) {
      let s: f32 = 0;
      let at = x + ((<usize>i) << 2);
      for (let p = 0; p < length; p++) {
        s += load<f32>(at);
        at += row;
      }
      store<f32>(out + ((<usize>i) << 2), s * scale);
    }
    x += row * length;
    out += row;
  }
}
