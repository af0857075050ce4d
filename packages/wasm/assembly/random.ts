// Philox4x32-10 on four blocks at a time: the same words as core's Rng, in the same order.
import { storeTail } from './tail';
import { log4, sinTurn } from './vector-math';

/** Upper and lower halves of the four 64-bit products of x and a constant. */
@inline
function high(x: v128, m: v128): v128 {
  return v128.shuffle<i32>(i64x2.extmul_low_i32x4_u(x, m), i64x2.extmul_high_i32x4_u(x, m), 1, 3, 5, 7);
}

/** Four numbers, one of each block, made of two of its words: the first or second of them, or of their Box-Muller pair. */
@inline
function kindOf(normal: bool, first: v128, second: v128, half: bool): v128 {
  if (!normal) {
    const word = half ? second : first;
    return f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(word, 8)), f32x4.splat(<f32>(1.0 / 16777216.0)));
  }
  // u = (w + 1/2) / 2^32. Near 1 its logarithm is that of 1 - d with d = (not w + 1/2) / 2^32, which is not rounded off.
  const scale = f32x4.splat(<f32>(1.0 / 4294967296.0));
  const upper = i32x4.shr_s(first, 31);
  const distance = f32x4.mul(f32x4.add(f32x4.convert_i32x4_u(v128.xor(first, upper)), f32x4.splat(0.5)), scale);
  const one = f32x4.splat(1);
  const rest = f32x4.sub(one, distance);
  const w = v128.bitselect(rest, distance, upper);
  const lost = v128.and(f32x4.sub(f32x4.sub(one, rest), distance), upper);
  const log = f32x4.add(log4(w), f32x4.div(lost, w));
  const radius = f32x4.sqrt(f32x4.mul(f32x4.splat(-2), log));
  const turn = f32x4.mul(f32x4.convert_i32x4_u(second), scale);
  return f32x4.mul(radius, sinTurn(turn, half ? 0 : 1));
}

@inline
function fill(normal: bool, out: usize, size: i32, k0: i32, k1: i32, block: u64): void {
  const m0 = i32x4.splat(<i32>0xd2511f53);
  const m1 = i32x4.splat(<i32>0xcd9e8d57);
  for (let i = 0; i < size; i += 16) {
    let c0 = i32x4.splat(<i32>block);
    let c1 = i32x4.splat(<i32>(block >> 32));
    c0 = i32x4.replace_lane(c0, 1, <i32>(block + 1));
    c0 = i32x4.replace_lane(c0, 2, <i32>(block + 2));
    c0 = i32x4.replace_lane(c0, 3, <i32>(block + 3));
    c1 = i32x4.replace_lane(c1, 1, <i32>((block + 1) >> 32));
    c1 = i32x4.replace_lane(c1, 2, <i32>((block + 2) >> 32));
    c1 = i32x4.replace_lane(c1, 3, <i32>((block + 3) >> 32));
    let c2 = i32x4.splat(0);
    let c3 = i32x4.splat(0);
    let key0 = k0;
    let key1 = k1;
    for (let round = 0; round < 10; round++) {
      const high0 = high(c0, m0);
      const high1 = high(c2, m1);
      const low0 = i32x4.mul(c0, m0);
      const low1 = i32x4.mul(c2, m1);
      c0 = v128.xor(v128.xor(high1, c1), i32x4.splat(key0));
      c1 = low1;
      c2 = v128.xor(v128.xor(high0, c3), i32x4.splat(key1));
      c3 = low0;
      key0 += <i32>0x9e3779b9;
      key1 += <i32>0xbb67ae85;
    }
    const r0 = kindOf(normal, c0, c1, false);
    const r1 = kindOf(normal, c0, c1, true);
    const r2 = kindOf(normal, c2, c3, false);
    const r3 = kindOf(normal, c2, c3, true);
    const a = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    const b = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const c = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    const d = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    put(out, v128.shuffle<i64>(a, c, 0, 2), size - i);
    put(out + 16, v128.shuffle<i64>(a, c, 1, 3), size - i - 4);
    put(out + 32, v128.shuffle<i64>(b, d, 0, 2), size - i - 8);
    put(out + 48, v128.shuffle<i64>(b, d, 1, 3), size - i - 12);
    out += 64;
    block += 4;
  }
}

function put(out: usize, x: v128, count: i32): void {
  if (count >= 4) v128.store(out, x);
  else if (count > 0) storeTail(out, x, count);
}

/** `size` uniforms on [0, 1), or standard normals, from the blocks (blockHigh, blockLow) on, under the key (k0, k1). */
export function random(normal: bool, out: usize, size: i32, k0: i32, k1: i32, blockLow: i32, blockHigh: i32): void {
  const block = (<u64>(<u32>blockHigh) << 32) | <u64>(<u32>blockLow);
  if (normal) fill(true, out, size, k0, k1, block);
  else fill(false, out, size, k0, k1, block);
}
