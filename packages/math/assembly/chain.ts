// Scaled forward-backward. `s`, the states with their padding, is a multiple of 4.

/** out [s] = v [s] m [s, s]: sixteen columns at a time, in eight sums that do not wait for each other, then four. */
@inline
function rowTimesMatrix(v: usize, m: usize, s: i32, out: usize): void {
  const row = (<usize>s) << 3;
  let j = 0;
  for (; j + 16 <= s; j += 16) {
    let c0 = f64x2.splat(0);
    let c1 = c0;
    let c2 = c0;
    let c3 = c0;
    let c4 = c0;
    let c5 = c0;
    let c6 = c0;
    let c7 = c0;
    let pv = v;
    let p = m + ((<usize>j) << 3);
    for (let i = s; i > 0; i--) {
      const x = v128.load_splat<f64>(pv);
      c0 = f64x2.add(c0, f64x2.mul(x, v128.load(p)));
      c1 = f64x2.add(c1, f64x2.mul(x, v128.load(p, 16)));
      c2 = f64x2.add(c2, f64x2.mul(x, v128.load(p, 32)));
      c3 = f64x2.add(c3, f64x2.mul(x, v128.load(p, 48)));
      c4 = f64x2.add(c4, f64x2.mul(x, v128.load(p, 64)));
      c5 = f64x2.add(c5, f64x2.mul(x, v128.load(p, 80)));
      c6 = f64x2.add(c6, f64x2.mul(x, v128.load(p, 96)));
      c7 = f64x2.add(c7, f64x2.mul(x, v128.load(p, 112)));
      pv += 8;
      p += row;
    }
    const to = out + ((<usize>j) << 3);
    v128.store(to, c0);
    v128.store(to, c1, 16);
    v128.store(to, c2, 32);
    v128.store(to, c3, 48);
    v128.store(to, c4, 64);
    v128.store(to, c5, 80);
    v128.store(to, c6, 96);
    v128.store(to, c7, 112);
  }
  for (; j < s; j += 4) {
    let c0 = f64x2.splat(0);
    let c1 = c0;
    let pv = v;
    let p = m + ((<usize>j) << 3);
    for (let i = s; i > 0; i--) {
      const x = v128.load_splat<f64>(pv);
      c0 = f64x2.add(c0, f64x2.mul(x, v128.load(p)));
      c1 = f64x2.add(c1, f64x2.mul(x, v128.load(p, 16)));
      pv += 8;
      p += row;
    }
    const to = out + ((<usize>j) << 3);
    v128.store(to, c0);
    v128.store(to, c1, 16);
  }
}

/**
 * alpha [steps, s] from `start` [s], `transitions` [s, s] and `likelihood` [steps, s], each step divided by its sum; the sums and
 * their inverses [steps]. Returns how many steps it took: fewer than `steps` where a sum is not above `least`.
 */
export function forward(
  start: usize, transitions: usize, likelihood: usize, alpha: usize, sums: usize, inverse: usize, s: i32, steps: i32, least: f64,
): i32 {
  const row = (<usize>s) << 3;
  const m = transitions << 3;
  let a = alpha << 3;
  let l = likelihood << 3;
  for (let t = 0; t < steps; t++) {
    if (t == 0) memory.copy(a, start << 3, row);
    else rowTimesMatrix(a - row, m, s, a);
    let u = f64x2.splat(0);
    let v = f64x2.splat(0);
    for (let j: usize = 0; j < row; j += 32) {
      const x = f64x2.mul(v128.load(a + j), v128.load(l + j));
      const y = f64x2.mul(v128.load(a + j, 16), v128.load(l + j, 16));
      v128.store(a + j, x);
      v128.store(a + j, y, 16);
      u = f64x2.add(u, x);
      v = f64x2.add(v, y);
    }
    u = f64x2.add(u, v);
    const sum = f64x2.extract_lane(u, 0) + f64x2.extract_lane(u, 1);
    if (!(sum > least)) return t;
    const scale = f64x2.splat(1 / sum);
    for (let j: usize = 0; j < row; j += 32) {
      v128.store(a + j, f64x2.mul(v128.load(a + j), scale));
      v128.store(a + j, f64x2.mul(v128.load(a + j, 16), scale), 16);
    }
    const at = (<usize>t) << 3;
    store<f64>((sums << 3) + at, sum);
    store<f64>((inverse << 3) + at, 1 / sum);
    a += row;
    l += row;
  }
  return steps;
}

/**
 * Fills gamma [steps, s] and adds to pairs [s, s] (expected transitions without their factor). `beta` [s] holds that of the last
 * step, and in the end that of the first. `columns` is the transposed transition matrix, `next` has room for [chunk, s].
 */
export function backward(
  columns: usize, likelihood: usize, alpha: usize, gamma: usize, inverse: usize, beta: usize, next: usize, pairs: usize,
  s: i32, steps: i32, chunk: i32,
): void {
  const row = (<usize>s) << 3;
  const m = columns << 3;
  const b = beta << 3;
  const n = next << 3;
  const last = row * (steps - 1);
  for (let j: usize = 0; j < row; j += 16) {
    v128.store((gamma << 3) + last + j, f64x2.mul(v128.load((alpha << 3) + last + j), v128.load(b + j)));
  }
  for (let end = steps - 1; end > 0; end -= chunk) {
    const begin = max(0, end - chunk);
    for (let t = end - 1; t >= begin; t--) {
      const l = (likelihood << 3) + row * (t + 1);
      const w = n + row * (t - begin);
      const scale = v128.load_splat<f64>((inverse << 3) + ((<usize>(t + 1)) << 3));
      for (let j: usize = 0; j < row; j += 16) {
        v128.store(w + j, f64x2.mul(v128.load(l + j), f64x2.mul(v128.load(b + j), scale)));
      }
      rowTimesMatrix(w, m, s, b);
      const a = (alpha << 3) + row * t;
      const g = (gamma << 3) + row * t;
      for (let j: usize = 0; j < row; j += 16) v128.store(g + j, f64x2.mul(v128.load(a + j), v128.load(b + j)));
    }
    addPairs((alpha << 3) + row * begin, n, pairs << 3, s, end - begin);
  }
}

/** pairs += alpha' next, in tiles of 4 by 4. */
function addPairs(alpha: usize, next: usize, pairs: usize, s: i32, steps: i32): void {
  const row = (<usize>s) << 3;
  for (let i: usize = 0; i < row; i += 32) {
    for (let j: usize = 0; j < row; j += 32) {
      let p = pairs + i * s + j;
      let a0 = v128.load(p);
      let a1 = v128.load(p, 16);
      let b0 = v128.load(p + row);
      let b1 = v128.load(p + row, 16);
      let c0 = v128.load(p + 2 * row);
      let c1 = v128.load(p + 2 * row, 16);
      let d0 = v128.load(p + 3 * row);
      let d1 = v128.load(p + 3 * row, 16);
      let pa = alpha + i;
      let pw = next + j;
      for (let t = steps; t > 0; t--) {
        const w0 = v128.load(pw);
        const w1 = v128.load(pw, 16);
        const x0 = v128.load_splat<f64>(pa);
        a0 = f64x2.add(a0, f64x2.mul(x0, w0));
        a1 = f64x2.add(a1, f64x2.mul(x0, w1));
        const x1 = v128.load_splat<f64>(pa, 8);
        b0 = f64x2.add(b0, f64x2.mul(x1, w0));
        b1 = f64x2.add(b1, f64x2.mul(x1, w1));
        const x2 = v128.load_splat<f64>(pa, 16);
        c0 = f64x2.add(c0, f64x2.mul(x2, w0));
        c1 = f64x2.add(c1, f64x2.mul(x2, w1));
        const x3 = v128.load_splat<f64>(pa, 24);
        d0 = f64x2.add(d0, f64x2.mul(x3, w0));
        d1 = f64x2.add(d1, f64x2.mul(x3, w1));
        pa += row;
        pw += row;
      }
      v128.store(p, a0);
      v128.store(p, a1, 16);
      v128.store(p + row, b0);
      v128.store(p + row, b1, 16);
      v128.store(p + 2 * row, c0);
      v128.store(p + 2 * row, c1, 16);
      v128.store(p + 3 * row, d0);
      v128.store(p + 3 * row, d1, 16);
    }
  }
}
