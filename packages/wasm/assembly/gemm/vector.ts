// Products of a vector and a matrix, where packing would cost more than it saves: both read the matrix once, as it lies.
import { madd } from '../simd';
import { loadTail, storeTail, total } from '../tail';

@inline
function float(base: usize, index: i32): usize {
  return base + ((<usize>index) << 2);
}

/** y [n] += x [k] times M [k, n]: eight rows of M at a time, along the rows. */
export function vectorTimesRows(x: usize, m: usize, y: usize, n: i32, k: i32): void {
  const row = (<usize>n) << 2;
  const rest = n & 3;
  let p = 0;
  for (; p + 8 <= k; p += 8) {
    eightRows(float(x, p), m, row, y, n - rest);
    if (rest) {
      let sum = loadTail(float(y, n - rest), rest, 0);
      for (let q = 0; q < 8; q++) {
        const tail = loadTail(float(m, n - rest) + row * q, rest, 0);
        sum = madd(v128.load_splat<f32>(float(x, p + q)), tail, sum);
      }
      storeTail(float(y, n - rest), sum, rest);
    }
    m += row << 3;
  }
  for (; p < k; p++) {
    const factor = v128.load_splat<f32>(float(x, p));
    for (let j = 0; j < n - rest; j += 4) {
      v128.store(float(y, j), madd(factor, v128.load(float(m, j)), v128.load(float(y, j))));
    }
    if (rest) {
      const sum = madd(factor, loadTail(float(m, n - rest), rest, 0), loadTail(float(y, n - rest), rest, 0));
      storeTail(float(y, n - rest), sum, rest);
    }
    m += row;
  }
}

/** y [n] += x [8] times M [8, n], whose rows lie `row` bytes apart; n is a multiple of four. */
function eightRows(x: usize, m: usize, row: usize, y: usize, n: i32): void {
  const x0 = v128.load_splat<f32>(x);
  const x1 = v128.load_splat<f32>(x, 4);
  const x2 = v128.load_splat<f32>(x, 8);
  const x3 = v128.load_splat<f32>(x, 12);
  const x4 = v128.load_splat<f32>(x, 16);
  const x5 = v128.load_splat<f32>(x, 20);
  const x6 = v128.load_splat<f32>(x, 24);
  const x7 = v128.load_splat<f32>(x, 28);
  const other = row << 2;
  const end = float(y, n);
  for (; y < end; y += 16) {
    let sum = madd(x0, v128.load(m), v128.load(y));
    let more = f32x4.mul(x4, v128.load(m + other));
    sum = madd(x1, v128.load(m + row), sum);
    more = madd(x5, v128.load(m + other + row), more);
    sum = madd(x2, v128.load(m + 2 * row), sum);
    more = madd(x6, v128.load(m + other + 2 * row), more);
    sum = madd(x3, v128.load(m + 3 * row), sum);
    more = madd(x7, v128.load(m + other + 3 * row), more);
    v128.store(y, f32x4.add(sum, more));
    m += 16;
  }
}

/** y [n] += M [n, k] times x [k]: four rows of M at a time, across them. */
export function rowsTimesVector(m: usize, x: usize, y: usize, n: i32, k: i32): void {
  const row = (<usize>k) << 2;
  let j = 0;
  for (; j + 4 <= n; j += 4) {
    const sums = fourDots(m, row, x, k);
    v128.store(y, f32x4.add(sums, v128.load(y)));
    m += row << 2;
    y += 16;
  }
  for (; j < n; j++) {
    const sum = dot(m, x, k);
    store<f32>(y, sum + load<f32>(y));
    m += row;
    y += 4;
  }
}

/** The products of x [k] with four rows that lie `row` bytes apart. */
function fourDots(m: usize, row: usize, x: usize, k: i32): v128 {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  let t0 = f32x4.splat(0);
  let t1 = f32x4.splat(0);
  let t2 = f32x4.splat(0);
  let t3 = f32x4.splat(0);
  const rest = k & 7;
  const end = float(x, k - rest);
  for (; x < end; x += 32) {
    const a = v128.load(x);
    const b = v128.load(x, 16);
    s0 = madd(a, v128.load(m), s0);
    t0 = madd(b, v128.load(m, 16), t0);
    s1 = madd(a, v128.load(m + row), s1);
    t1 = madd(b, v128.load(m + row, 16), t1);
    s2 = madd(a, v128.load(m + 2 * row), s2);
    t2 = madd(b, v128.load(m + 2 * row, 16), t2);
    s3 = madd(a, v128.load(m + 3 * row), s3);
    t3 = madd(b, v128.load(m + 3 * row, 16), t3);
    m += 32;
  }
  for (let left = rest; left > 0; left -= 4) {
    const count = min(left, 4);
    const a = some(x, count);
    s0 = madd(a, some(m, count), s0);
    s1 = madd(a, some(m + row, count), s1);
    s2 = madd(a, some(m + 2 * row, count), s2);
    s3 = madd(a, some(m + 3 * row, count), s3);
    x += 16;
    m += 16;
  }
  let sums = f32x4.splat(total(f32x4.add(s0, t0)));
  sums = f32x4.replace_lane(sums, 1, total(f32x4.add(s1, t1)));
  sums = f32x4.replace_lane(sums, 2, total(f32x4.add(s2, t2)));
  return f32x4.replace_lane(sums, 3, total(f32x4.add(s3, t3)));
}

@inline
function some(at: usize, count: i32): v128 {
  return count == 4 ? v128.load(at) : loadTail(at, count, 0);
}

function dot(a: usize, b: usize, k: i32): f32 {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  const rest = k & 15;
  const end = float(a, k - rest);
  for (; a < end; a += 64) {
    s0 = madd(v128.load(a), v128.load(b), s0);
    s1 = madd(v128.load(a, 16), v128.load(b, 16), s1);
    s2 = madd(v128.load(a, 32), v128.load(b, 32), s2);
    s3 = madd(v128.load(a, 48), v128.load(b, 48), s3);
    b += 64;
  }
  for (let left = rest; left > 0; left -= 4) {
    const count = min(left, 4);
    s0 = madd(some(a, count), some(b, count), s0);
    a += 16;
    b += 16;
  }
  return total(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
}
