/** e^x for x <= 0, by e^x = 2^n e^r and the Pade approximant of e^r, |r| <= ln(2) / 2; below -708, and for NaN, it is 0. */
@inline
function exp(x: v128): v128 {
  const within = f64x2.ge(x, f64x2.splat(-708));
  const bounded = v128.bitselect(x, f64x2.splat(-708), within);
  const n = f64x2.nearest(f64x2.mul(bounded, f64x2.splat(1.4426950408889634073599)));
  const r = f64x2.sub(
    f64x2.sub(bounded, f64x2.mul(n, f64x2.splat(6.93145751953125e-1))),
    f64x2.mul(n, f64x2.splat(1.42860682030941723212e-6)),
  );
  const z = f64x2.mul(r, r);
  let p = f64x2.splat(1.26177193074810590878e-4);
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(3.02994407707441961300e-2));
  p = f64x2.mul(f64x2.add(f64x2.mul(p, z), f64x2.splat(9.9999999999999999991025e-1)), r);
  let q = f64x2.splat(3.00198505138664455042e-6);
  q = f64x2.add(f64x2.mul(q, z), f64x2.splat(2.52448340349684104192e-3));
  q = f64x2.add(f64x2.mul(q, z), f64x2.splat(2.27265548208155028766e-1));
  q = f64x2.add(f64x2.mul(q, z), f64x2.splat(2.0));
  const e = f64x2.add(f64x2.splat(1), f64x2.mul(f64x2.splat(2), f64x2.div(p, f64x2.sub(q, p))));
  const whole = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(n));
  const power = i64x2.shl(i64x2.add(whole, i64x2.splat(1023)), 52);
  return v128.and(f64x2.mul(e, power), within);
}

/**
 * The columns joint[c][row], `stride` apart, turned in place from log p(x, c) to weights[row] p(c | x); tops, sums and tilts [rows]
 * become the maximum, the sum of e^(value - top), and that of e^(value - top) (value - top). A row of weight 0 gives zeros.
 */
export function respond(
  joint: usize, stride: usize, rows: i32, k: i32, weights: usize, tops: usize, sums: usize, tilts: usize,
): void {
  const step = stride << 3;
  for (let row = 0; row < rows; row += 2) {
    const at = (<usize>row) << 3;
    const first = (joint << 3) + at;
    let p = first;
    let top = v128.load(p);
    for (let c = k - 1; c > 0; c--) {
      p += step;
      top = f64x2.pmax(top, v128.load(p));
    }
    let sum = f64x2.splat(0);
    let tilt = f64x2.splat(0);
    p = first;
    for (let c = k; c > 0; c--) {
      const below = f64x2.sub(v128.load(p), top);
      const e = exp(below);
      v128.store(p, e);
      sum = f64x2.add(sum, e);
      const some = f64x2.gt(e, f64x2.splat(0));
      tilt = f64x2.add(tilt, v128.and(f64x2.mul(e, below), some));
      p += step;
    }
    const weight = v128.load((weights << 3) + at);
    const scale = v128.and(f64x2.div(weight, sum), f64x2.gt(weight, f64x2.splat(0)));
    p = first;
    for (let c = k; c > 0; c--) {
      v128.store(p, f64x2.mul(v128.load(p), scale));
      p += step;
    }
    v128.store((tops << 3) + at, top);
    v128.store((sums << 3) + at, sum);
    v128.store((tilts << 3) + at, tilt);
  }
}
