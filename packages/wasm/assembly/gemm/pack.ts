// Packing: panels of A and B are copied into the order in which the micro-kernel reads them, so that it loads with unit
// stride, and a transposed operand costs a different copy and nothing more. Missing rows and columns become zeros.
import { loadTail } from '../tail';

/** Transposes the 4x4 block held in four row vectors into `out`, whose rows lie `stride` bytes apart. */
@inline
function transpose4(r0: v128, r1: v128, r2: v128, r3: v128, out: usize, stride: usize): void {
  const a = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const b = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const c = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const d = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<i64>(a, c, 0, 2));
  v128.store(out + stride, v128.shuffle<i64>(a, c, 1, 3));
  v128.store(out + 2 * stride, v128.shuffle<i64>(b, d, 0, 2));
  v128.store(out + 3 * stride, v128.shuffle<i64>(b, d, 1, 3));
}

/**
 * Packs `rows` <= `width` vectors that run along the panel: source(r, p) at `src + 4 (r stride + p)`, p < depth, goes to
 * `out + 4 (p width + r)`. This is A as stored, and B transposed.
 */
export function packAlong(src: usize, stride: i32, rows: i32, depth: i32, width: i32, out: usize): void {
  const row = (<usize>stride) << 2;
  const step = (<usize>width) << 2;
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    let from = src + row * r;
    let to = out + ((<usize>r) << 2);
    let p = 0;
    for (; p + 4 <= depth; p += 4) {
      transpose4(
        v128.load(from),
        v128.load(from + row),
        v128.load(from + 2 * row),
        v128.load(from + 3 * row),
        to,
        step,
      );
      from += 16;
      to += step << 2;
    }
    for (; p < depth; p++) {
      store<f32>(to, load<f32>(from));
      store<f32>(to, load<f32>(from + row), 4);
      store<f32>(to, load<f32>(from + 2 * row), 8);
      store<f32>(to, load<f32>(from + 3 * row), 12);
      from += 4;
      to += step;
    }
  }
  for (; r + 2 <= rows; r += 2) {
    let from = src + row * r;
    let to = out + ((<usize>r) << 2);
    let p = 0;
    for (; p + 4 <= depth; p += 4) {
      const x = v128.load(from);
      const y = v128.load(from + row);
      const low = v128.shuffle<f32>(x, y, 0, 4, 1, 5);
      const high = v128.shuffle<f32>(x, y, 2, 6, 3, 7);
      v128.store_lane<u64>(to, low, 0);
      v128.store_lane<u64>(to + step, low, 1);
      v128.store_lane<u64>(to + 2 * step, high, 0);
      v128.store_lane<u64>(to + 3 * step, high, 1);
      from += 16;
      to += step << 2;
    }
    for (; p < depth; p++) {
      store<f32>(to, load<f32>(from));
      store<f32>(to, load<f32>(from + row), 4);
      from += 4;
      to += step;
    }
  }
  for (; r < width; r++) {
    let from = src + row * r;
    let to = out + ((<usize>r) << 2);
    const inside = r < rows;
    for (let p = 0; p < depth; p++) {
      store<f32>(to, inside ? load<f32>(from) : 0);
      from += 4;
      to += step;
    }
  }
}

/**
 * Packs `rows` <= `width` vectors that run across the panel: source(r, p) at `src + 4 (p stride + r)` goes to
 * `out + 4 (p width + r)`. This is A transposed, and B as stored.
 */
export function packAcross(src: usize, stride: i32, rows: i32, depth: i32, width: i32, out: usize): void {
  const row = (<usize>stride) << 2;
  const step = (<usize>width) << 2;
  if (rows == width) {
    if (width == 8) {
      for (let p = 0; p < depth; p++) {
        const x = v128.load(src);
        const y = v128.load(src, 16);
        v128.store(out, x);
        v128.store(out, y, 16);
        src += row;
        out += 32;
      }
      return;
    }
    if (width == 6) {
      for (let p = 0; p < depth; p++) {
        v128.store(out, v128.load(src));
        store<u64>(out, load<u64>(src, 16), 16);
        src += row;
        out += 24;
      }
      return;
    }
    if (width == 4) {
      for (let p = 0; p < depth; p++) {
        v128.store(out, v128.load(src));
        src += row;
        out += 16;
      }
      return;
    }
  }
  // Some of the vectors are missing. A vector that reaches past the width is overwritten by the next step, or lies in the
  // slack after the last panel.
  const whole = rows & ~3;
  const rest = rows & 3;
  for (let p = 0; p < depth; p++) {
    for (let r = 0; r < width; r += 4) {
      const at = (<usize>r) << 2;
      if (r < whole) v128.store(out + at, v128.load(src + at));
      else v128.store(out + at, r == whole ? loadTail(src + at, rest, 0) : f32x4.splat(0));
    }
    src += row;
    out += step;
  }
}
