// The float64 side: products and log-sum-exp on arrays of doubles in a memory of their own.

@inline
function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(a, b, c);
  return f64x2.add(f64x2.mul(a, b), c);
}

/** c [m, n] = a [m, k] b [k, n], row-major; `scratch` holds 32 k + 128 bytes. */
export function gemm64(a: usize, b: usize, c: usize, m: i32, n: i32, k: i32, scratch: usize): void {
  const packed = scratch + 128;
  const rowA = (<usize>k) << 3;
  const rowB = (<usize>n) << 3;
  for (let j = 0; j < n; j += 4) {
    const columns = min(4, n - j);
    let from = b + ((<usize>j) << 3);
    let to = packed;
    for (let p = 0; p < k; p++) {
      for (let q = 0; q < 4; q++) {
        const at = (<usize>q) << 3;
        store<f64>(to + at, q < columns ? load<f64>(from + at) : 0);
      }
      from += rowB;
      to += 32;
    }
    for (let i = 0; i < m; i += 4) {
      const rows = min(4, m - i);
      const first = a + rowA * i;
      // Rows that are not there repeat the first; what they give is not stored.
      tile(k, first, rows > 1 ? rowA : 0, rows > 2 ? 2 * rowA : 0, rows > 3 ? 3 * rowA : 0, packed, scratch);
      for (let r = 0; r < rows; r++) {
        const target = c + rowB * (i + r) + ((<usize>j) << 3);
        for (let q = 0; q < columns; q++) {
          store<f64>(target + ((<usize>q) << 3), load<f64>(scratch + ((<usize>(4 * r + q)) << 3)));
        }
      }
    }
  }
}

function tile(depth: i32, a: usize, r1: usize, r2: usize, r3: usize, b: usize, out: usize): void {
  let c00 = f64x2.splat(0);
  let c01 = f64x2.splat(0);
  let c10 = f64x2.splat(0);
  let c11 = f64x2.splat(0);
  let c20 = f64x2.splat(0);
  let c21 = f64x2.splat(0);
  let c30 = f64x2.splat(0);
  let c31 = f64x2.splat(0);
  for (let p = depth; p > 0; p--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load_splat<f64>(a);
    c00 = madd(a0, b0, c00);
    c01 = madd(a0, b1, c01);
    const a1 = v128.load_splat<f64>(a + r1);
    c10 = madd(a1, b0, c10);
    c11 = madd(a1, b1, c11);
    const a2 = v128.load_splat<f64>(a + r2);
    c20 = madd(a2, b0, c20);
    c21 = madd(a2, b1, c21);
    const a3 = v128.load_splat<f64>(a + r3);
    c30 = madd(a3, b0, c30);
    c31 = madd(a3, b1, c31);
    a += 8;
    b += 32;
  }
  v128.store(out, c00);
  v128.store(out, c01, 16);
  v128.store(out, c10, 32);
  v128.store(out, c11, 48);
  v128.store(out, c20, 64);
  v128.store(out, c21, 80);
  v128.store(out, c30, 96);
  v128.store(out, c31, 112);
}

/** e^x for x <= 0, by e^x = 2^n e^r and the Pade approximant of e^r, |r| <= ln(2) / 2; below -708 it is 0. */
@inline
function exp2lanes(x: v128): v128 {
  const small = f64x2.lt(x, f64x2.splat(-708));
  const bounded = v128.bitselect(f64x2.splat(-708), x, small);
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
  return v128.andnot(f64x2.mul(e, power), small);
}

/** out [rows] = the sum of e^(x - max) over each row of x [rows, width]; tops [rows] = the maxima. */
export function expSums64(x: usize, tops: usize, out: usize, rows: i32, width: i32): void {
  for (let r = 0; r < rows; r++) {
    let top: f64 = -Infinity;
    for (let i = 0; i < width; i++) top = max(top, load<f64>(x + ((<usize>i) << 3)));
    const shift = f64x2.splat(top);
    let sum = f64x2.splat(0);
    let i = 0;
    for (; i + 2 <= width; i += 2) sum = f64x2.add(sum, exp2lanes(f64x2.sub(v128.load(x + ((<usize>i) << 3)), shift)));
    let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
    if (i < width) {
      const last = f64x2.sub(v128.load_splat<f64>(x + ((<usize>i) << 3)), shift);
      total += f64x2.extract_lane(exp2lanes(last), 0);
    }
    store<f64>(tops + ((<usize>r) << 3), top);
    store<f64>(out + ((<usize>r) << 3), total);
    x += (<usize>width) << 3;
  }
}
