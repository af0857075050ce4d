@inline
function both(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

@inline
function addTo(at: usize, v: v128): void {
  store<f64>(at, load<f64>(at) + both(v));
}

/**
 * sums [d] += sum_row r x and, in the lower triangle, squares [d, d] += sum_row r x x', for r = weights[row]; returns sum r.
 * `scaled` holds as much as the block. What tiles read past the block is never stored.
 */
export function fullMoments(
  block: usize, rows: i32, d: i32, weights: usize, scaled: usize, sums: usize, squares: usize,
): f64 {
  const stride = (<usize>d) << 5;
  let total = f64x2.splat(0);
  let x = block << 3;
  let y = scaled << 3;
  let r = weights << 3;
  for (let row = 0; row < rows; row += 4) {
    const r0 = v128.load(r);
    const r1 = v128.load(r, 16);
    total = f64x2.add(total, f64x2.add(r0, r1));
    for (let j = d; j > 0; j--) {
      v128.store(y, f64x2.mul(r0, v128.load(x)));
      v128.store(y, f64x2.mul(r1, v128.load(x, 16)), 16);
      x += 32;
      y += 32;
    }
    r += 32;
  }
  const whole = both(total);
  if (whole == 0) return 0;
  const groups = rows >> 2;
  for (let i = 0; i < d; i += 2) {
    const firstY = (scaled << 3) + ((<usize>i) << 5);
    const pair = i + 1 < d;
    for (let j = 0; j <= i + 1 && j < d; j += 4) {
      let a0 = f64x2.splat(0);
      let a1 = f64x2.splat(0);
      let a2 = f64x2.splat(0);
      let a3 = f64x2.splat(0);
      let b0 = f64x2.splat(0);
      let b1 = f64x2.splat(0);
      let b2 = f64x2.splat(0);
      let b3 = f64x2.splat(0);
      let py = firstY;
      let px = (block << 3) + ((<usize>j) << 5);
      for (let g = groups; g > 0; g--) {
        let u = v128.load(py);
        let v = v128.load(py, 32);
        let x0 = v128.load(px);
        let x1 = v128.load(px, 32);
        let x2 = v128.load(px, 64);
        let x3 = v128.load(px, 96);
        a0 = f64x2.add(a0, f64x2.mul(u, x0));
        b0 = f64x2.add(b0, f64x2.mul(v, x0));
        a1 = f64x2.add(a1, f64x2.mul(u, x1));
        b1 = f64x2.add(b1, f64x2.mul(v, x1));
        a2 = f64x2.add(a2, f64x2.mul(u, x2));
        b2 = f64x2.add(b2, f64x2.mul(v, x2));
        a3 = f64x2.add(a3, f64x2.mul(u, x3));
        b3 = f64x2.add(b3, f64x2.mul(v, x3));
        u = v128.load(py, 16);
        v = v128.load(py, 48);
        x0 = v128.load(px, 16);
        x1 = v128.load(px, 48);
        x2 = v128.load(px, 80);
        x3 = v128.load(px, 112);
        a0 = f64x2.add(a0, f64x2.mul(u, x0));
        b0 = f64x2.add(b0, f64x2.mul(v, x0));
        a1 = f64x2.add(a1, f64x2.mul(u, x1));
        b1 = f64x2.add(b1, f64x2.mul(v, x1));
        a2 = f64x2.add(a2, f64x2.mul(u, x2));
        b2 = f64x2.add(b2, f64x2.mul(v, x2));
        a3 = f64x2.add(a3, f64x2.mul(u, x3));
        b3 = f64x2.add(b3, f64x2.mul(v, x3));
        py += stride;
        px += stride;
      }
      const even = (squares + i * d + j) << 3;
      const odd = even + ((<usize>d) << 3);
      const most = min(4, d - j);
      addTo(even, a0);
      if (most > 1) addTo(even + 8, a1);
      if (most > 2) addTo(even + 16, a2);
      if (most > 3) addTo(even + 24, a3);
      if (!pair) continue;
      addTo(odd, b0);
      if (most > 1) addTo(odd + 8, b1);
      if (most > 2) addTo(odd + 16, b2);
      if (most > 3) addTo(odd + 24, b3);
    }
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let py = firstY;
    for (let g = groups; g > 0; g--) {
      s0 = f64x2.add(s0, f64x2.add(v128.load(py), v128.load(py, 16)));
      s1 = f64x2.add(s1, f64x2.add(v128.load(py, 32), v128.load(py, 48)));
      py += stride;
    }
    addTo((sums + i) << 3, s0);
    if (pair) addTo((sums + i + 1) << 3, s1);
  }
  return whole;
}

/** The same with squares by axis, [d]. */
export function diagonalMoments(
  block: usize, rows: i32, d: i32, weights: usize, scaled: usize, sums: usize, squares: usize,
): f64 {
  const stride = (<usize>d) << 5;
  const groups = rows >> 2;
  let total = f64x2.splat(0);
  let r = weights << 3;
  for (let g = groups; g > 0; g--) {
    total = f64x2.add(total, f64x2.add(v128.load(r), v128.load(r, 16)));
    r += 32;
  }
  const whole = both(total);
  if (whole == 0) return 0;
  for (let j = 0; j < d; j += 2) {
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let q0 = f64x2.splat(0);
    let q1 = f64x2.splat(0);
    let t0 = f64x2.splat(0);
    let t1 = f64x2.splat(0);
    let u0 = f64x2.splat(0);
    let u1 = f64x2.splat(0);
    let x = (block << 3) + ((<usize>j) << 5);
    r = weights << 3;
    for (let g = groups; g > 0; g--) {
      const r0 = v128.load(r);
      const r1 = v128.load(r, 16);
      const x0 = v128.load(x);
      const x1 = v128.load(x, 16);
      const z0 = v128.load(x, 32);
      const z1 = v128.load(x, 48);
      let y = f64x2.mul(r0, x0);
      s0 = f64x2.add(s0, y);
      q0 = f64x2.add(q0, f64x2.mul(y, x0));
      y = f64x2.mul(r1, x1);
      s1 = f64x2.add(s1, y);
      q1 = f64x2.add(q1, f64x2.mul(y, x1));
      y = f64x2.mul(r0, z0);
      t0 = f64x2.add(t0, y);
      u0 = f64x2.add(u0, f64x2.mul(y, z0));
      y = f64x2.mul(r1, z1);
      t1 = f64x2.add(t1, y);
      u1 = f64x2.add(u1, f64x2.mul(y, z1));
      r += 32;
      x += stride;
    }
    addTo((sums + j) << 3, f64x2.add(s0, s1));
    addTo((squares + j) << 3, f64x2.add(q0, q1));
    if (j + 1 < d) {
      addTo((sums + j + 1) << 3, f64x2.add(t0, t1));
      addTo((squares + j + 1) << 3, f64x2.add(u0, u1));
    }
  }
  return whole;
}
