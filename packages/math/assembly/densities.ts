// Rows of a block come four at a time, interleaved: x[row >> 2][j][row & 3]. A vector holds two rows.

/** out[row] = constant - |W x - shift|^2 / 2. W is lower triangular, packed by fours of its rows: [d / 4][min(4 i + 4, d)][4]. */
export function fullDensities(
  block: usize, rows: i32, d: i32, w: usize, shift: usize, constant: f64, out: usize,
): void {
  let x = block << 3;
  let to = out << 3;
  const half = f64x2.splat(0.5);
  const top = f64x2.splat(constant);
  const stride = (<usize>d) << 5;
  for (let row = 0; row < rows; row += 4) {
    let q0 = f64x2.splat(0);
    let q1 = f64x2.splat(0);
    let pw = w << 3;
    let ps = shift << 3;
    for (let i = 0; i < d; i += 4) {
      let a0 = f64x2.neg(v128.load_splat<f64>(ps));
      let b0 = f64x2.neg(v128.load_splat<f64>(ps, 8));
      let c0 = f64x2.neg(v128.load_splat<f64>(ps, 16));
      let d0 = f64x2.neg(v128.load_splat<f64>(ps, 24));
      let a1 = a0;
      let b1 = b0;
      let c1 = c0;
      let d1 = d0;
      let px = x;
      for (let j = min(i + 4, d); j > 0; j--) {
        const u = v128.load(px);
        const v = v128.load(px, 16);
        const wa = v128.load_splat<f64>(pw);
        a0 = f64x2.add(a0, f64x2.mul(wa, u));
        a1 = f64x2.add(a1, f64x2.mul(wa, v));
        const wb = v128.load_splat<f64>(pw, 8);
        b0 = f64x2.add(b0, f64x2.mul(wb, u));
        b1 = f64x2.add(b1, f64x2.mul(wb, v));
        const wc = v128.load_splat<f64>(pw, 16);
        c0 = f64x2.add(c0, f64x2.mul(wc, u));
        c1 = f64x2.add(c1, f64x2.mul(wc, v));
        const wd = v128.load_splat<f64>(pw, 24);
        d0 = f64x2.add(d0, f64x2.mul(wd, u));
        d1 = f64x2.add(d1, f64x2.mul(wd, v));
        px += 32;
        pw += 32;
      }
      q0 = f64x2.add(q0, f64x2.add(f64x2.add(f64x2.mul(a0, a0), f64x2.mul(b0, b0)), f64x2.add(f64x2.mul(c0, c0), f64x2.mul(d0, d0))));
      q1 = f64x2.add(q1, f64x2.add(f64x2.add(f64x2.mul(a1, a1), f64x2.mul(b1, b1)), f64x2.add(f64x2.mul(c1, c1), f64x2.mul(d1, d1))));
      ps += 32;
    }
    v128.store(to, f64x2.sub(top, f64x2.mul(half, q0)));
    v128.store(to, f64x2.sub(top, f64x2.mul(half, q1)), 16);
    x += stride;
    to += 32;
  }
}

/** The same with W diagonal: its entries [d], and shift [d]. */
export function diagonalDensities(
  block: usize, rows: i32, d: i32, w: usize, shift: usize, constant: f64, out: usize,
): void {
  let x = block << 3;
  let to = out << 3;
  const half = f64x2.splat(0.5);
  const top = f64x2.splat(constant);
  for (let row = 0; row < rows; row += 4) {
    let q0 = f64x2.splat(0);
    let q1 = f64x2.splat(0);
    let pw = w << 3;
    let ps = shift << 3;
    for (let j = d; j > 0; j--) {
      const weight = v128.load_splat<f64>(pw);
      const by = v128.load_splat<f64>(ps);
      const a0 = f64x2.sub(f64x2.mul(weight, v128.load(x)), by);
      const a1 = f64x2.sub(f64x2.mul(weight, v128.load(x, 16)), by);
      q0 = f64x2.add(q0, f64x2.mul(a0, a0));
      q1 = f64x2.add(q1, f64x2.mul(a1, a1));
      x += 32;
      pw += 8;
      ps += 8;
    }
    v128.store(to, f64x2.sub(top, f64x2.mul(half, q0)));
    v128.store(to, f64x2.sub(top, f64x2.mul(half, q1)), 16);
    to += 32;
  }
}
