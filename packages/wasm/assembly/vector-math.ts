// Elementary functions on four floats: range reduction and minimax polynomials, a few units in the last place. NaN goes
// in and comes out; infinities and zeros go where the function does. No fused multiply-add, so both builds agree.

@inline
function poly(x: v128, high: v128, low: f32): v128 {
  return f32x4.add(f32x4.mul(high, x), f32x4.splat(low));
}

/** 1.5 2^23: a float of up to 2^22 plus this is that float's nearest integer plus this, the integer in the low bits. */
const ROUND: f32 = 12582912;
/** The bits of ROUND less the exponent's bias. */
const ROUND_BITS: i32 = 0x4b400000 - 127;

/** e^r for |r| <= ln(2) / 2. */
@inline
function expReduced4(r: v128): v128 {
  let y = f32x4.splat(1.9875691500e-4);
  y = poly(r, y, 1.3981999507e-3);
  y = poly(r, y, 8.3334519073e-3);
  y = poly(r, y, 4.1665795894e-2);
  y = poly(r, y, 1.6666665459e-1);
  y = poly(r, y, 5.0000001201e-1);
  return f32x4.add(f32x4.add(f32x4.mul(y, f32x4.mul(r, r)), r), f32x4.splat(1));
}

/**
 * e^x = 2^n e^r with |r| <= ln(2) / 2; the power is applied in halves, so that overflow and underflow are gradual. The
 * bounds are those of the pseudo-minimum and -maximum: one instruction each, and a NaN as their first operand stays.
 */
@inline
export function exp4(x: v128): v128 {
  const bounded = f32x4.pmax(f32x4.pmin(x, f32x4.splat(89)), f32x4.splat(-105));
  const rounded = f32x4.add(f32x4.mul(bounded, f32x4.splat(1.44269504088896341)), f32x4.splat(ROUND));
  const whole = f32x4.sub(rounded, f32x4.splat(ROUND));
  const r = f32x4.sub(
    f32x4.sub(bounded, f32x4.mul(whole, f32x4.splat(0.693359375))),
    f32x4.mul(whole, f32x4.splat(-2.12194440e-4)),
  );
  const y = expReduced4(r);
  const n = i32x4.sub(rounded, i32x4.splat(0x4b400000));
  const half = i32x4.shr_s(n, 1);
  const other = i32x4.sub(rounded, i32x4.add(half, i32x4.splat(ROUND_BITS)));
  const power = i32x4.shl(i32x4.add(half, i32x4.splat(127)), 23);
  return f32x4.mul(f32x4.mul(y, power), i32x4.shl(other, 23));
}

/** e^x for x <= 0, with e^-86 and less as 0: no overflow and no gradual underflow, so the power is applied at once. */
@inline
export function expNegative4(x: v128): v128 {
  const bounded = f32x4.pmax(x, f32x4.splat(-86));
  const rounded = f32x4.add(f32x4.mul(bounded, f32x4.splat(1.44269504088896341)), f32x4.splat(ROUND));
  const whole = f32x4.sub(rounded, f32x4.splat(ROUND));
  const r = f32x4.sub(
    f32x4.sub(bounded, f32x4.mul(whole, f32x4.splat(0.693359375))),
    f32x4.mul(whole, f32x4.splat(-2.12194440e-4)),
  );
  const y = f32x4.mul(expReduced4(r), i32x4.shl(i32x4.sub(rounded, i32x4.splat(ROUND_BITS)), 23));
  return v128.andnot(y, f32x4.lt(x, f32x4.splat(-86)));
}

/** ln x = k ln 2 + ln m with m in [sqrt(1/2), sqrt(2)). */
@inline
export function log4(x: v128): v128 {
  const tiny = f32x4.lt(x, f32x4.splat(1.17549435e-38));
  const scaled = v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, tiny);
  const shift = v128.and(tiny, i32x4.splat(23));
  const offset = i32x4.sub(scaled, i32x4.splat(0x3f3504f3));
  const k = i32x4.sub(i32x4.shr_s(offset, 23), shift);
  const m = i32x4.add(v128.and(offset, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const r = f32x4.sub(m, f32x4.splat(1));
  const z = f32x4.mul(r, r);
  let y = f32x4.splat(7.0376836292e-2);
  y = poly(r, y, -1.1514610310e-1);
  y = poly(r, y, 1.1676998740e-1);
  y = poly(r, y, -1.2420140846e-1);
  y = poly(r, y, 1.4249322787e-1);
  y = poly(r, y, -1.6668057665e-1);
  y = poly(r, y, 2.0000714765e-1);
  y = poly(r, y, -2.4999993993e-1);
  y = poly(r, y, 3.3333331174e-1);
  y = f32x4.mul(f32x4.mul(y, r), z);
  const e = f32x4.convert_i32x4_s(k);
  y = f32x4.add(y, f32x4.mul(e, f32x4.splat(-2.12194440e-4)));
  y = f32x4.sub(y, f32x4.mul(z, f32x4.splat(0.5)));
  y = f32x4.add(f32x4.add(r, y), f32x4.mul(e, f32x4.splat(0.693359375)));
  const infinity = f32x4.splat(Infinity);
  y = v128.bitselect(x, y, v128.or(f32x4.eq(x, infinity), f32x4.ne(x, x)));
  y = v128.bitselect(f32x4.splat(-Infinity), y, f32x4.eq(x, f32x4.splat(0)));
  return v128.bitselect(f32x4.splat(NaN), y, f32x4.lt(x, f32x4.splat(0)));
}

/** ln(1 + u) for u >= 0, without loss for small u. */
@inline
export function log1p4(u: v128): v128 {
  const w = f32x4.add(f32x4.splat(1), u);
  const lost = f32x4.sub(u, f32x4.sub(w, f32x4.splat(1)));
  return f32x4.add(log4(w), f32x4.div(lost, w));
}

/** The larger of x and 0; a NaN stays. */
@inline
export function positive4(x: v128): v128 {
  return f32x4.pmax(x, f32x4.splat(0));
}

/** ln(1 + e^x). */
@inline
export function softplus4(x: v128): v128 {
  return f32x4.add(positive4(x), log1p4(exp4(f32x4.neg(f32x4.abs(x)))));
}

/** 1 / (1 + e^-x). */
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

@inline
export function tanh4(x: v128): v128 {
  const size = f32x4.abs(x);
  const one = f32x4.splat(1);
  const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(exp4(f32x4.add(size, size)), one)));
  const z = f32x4.mul(x, x);
  let near = f32x4.splat(-5.70498872745e-3);
  near = poly(z, near, 2.06390887954e-2);
  near = poly(z, near, -5.37397155531e-2);
  near = poly(z, near, 1.33314422036e-1);
  near = poly(z, near, -3.33332819422e-1);
  near = f32x4.add(f32x4.mul(f32x4.mul(near, z), x), x);
  const sign = v128.and(x, i32x4.splat(0x80000000));
  return v128.bitselect(near, v128.or(far, sign), f32x4.lt(size, f32x4.splat(0.625)));
}

/** sin(2 pi v) for v in [0, 1]: the nearest quarter turn is exact, the rest within an eighth of a turn. */
@inline
export function sinTurn(v: v128, quarterAhead: i32): v128 {
  const quarter = f32x4.nearest(f32x4.mul(v, f32x4.splat(4)));
  const x = f32x4.mul(f32x4.sub(v, f32x4.mul(quarter, f32x4.splat(0.25))), f32x4.splat(6.283185307179586));
  const z = f32x4.mul(x, x);
  let s = f32x4.splat(-1.9515295891e-4);
  s = poly(z, s, 8.3321608736e-3);
  s = poly(z, s, -1.6666654611e-1);
  s = f32x4.add(f32x4.mul(f32x4.mul(s, z), x), x);
  let c = f32x4.splat(2.443315711809948e-5);
  c = poly(z, c, -1.388731625493765e-3);
  c = poly(z, c, 4.166664568298827e-2);
  c = f32x4.add(f32x4.sub(f32x4.mul(f32x4.mul(c, z), z), f32x4.mul(z, f32x4.splat(0.5))), f32x4.splat(1));
  const q = i32x4.add(i32x4.trunc_sat_f32x4_s(quarter), i32x4.splat(quarterAhead));
  const odd = i32x4.eq(v128.and(q, i32x4.splat(1)), i32x4.splat(1));
  const sign = i32x4.shl(v128.and(q, i32x4.splat(2)), 30);
  return v128.xor(v128.bitselect(c, s, odd), sign);
}
