/** e^x for x <= 0, by e^x = 2^n e^r and the Pade approximant of e^r, |r| <= ln(2) / 2; below -708, and for NaN, it is 0. */
@inline
export function exp(x: v128): v128 {
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
