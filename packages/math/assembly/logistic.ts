import { exp } from './exponential';

/** log(1 + e) for 0 <= e <= 1, as 2 artanh(s), s = e / (2 + e) <= 1/3, by its series: no cancellation where e is tiny. */
@inline
function log1p(e: v128): v128 {
  const s = f64x2.div(e, f64x2.add(f64x2.splat(2), e));
  const z = f64x2.mul(s, s);
  let sum = f64x2.splat(1.0 / 33.0);
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(1.0 / 31.0));
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(1.0 / 29.0));
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(1.0 / 27.0));
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(1.0 / 25.0));
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(1.0 / 23.0));
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(1.0 / 21.0));
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(1.0 / 19.0));
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(1.0 / 17.0));
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(1.0 / 15.0));
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(1.0 / 13.0));
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(1.0 / 11.0));
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(1.0 / 9.0));
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(1.0 / 7.0));
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(1.0 / 5.0));
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(1.0 / 3.0));
  sum = f64x2.add(f64x2.mul(sum, z), f64x2.splat(1));
  return f64x2.mul(f64x2.add(s, s), sum);
}

/**
 * Scores [rows] become the derivatives of the loss sum |w| log(1 + e^(-sign(w) score)), which is returned; w [rows] is a row's weight,
 * negative for the first class. Rows is even.
 */
export function logistic(scores: usize, signedWeights: usize, rows: i32): f64 {
  const minusZero = f64x2.splat(-0.0);
  const one = f64x2.splat(1);
  const zero = f64x2.splat(0);
  let loss = zero;
  let at = scores << 3;
  let from = signedWeights << 3;
  for (let i = rows; i > 0; i -= 2) {
    const weight = v128.load(from);
    const margin = v128.xor(v128.load(at), v128.and(weight, minusZero));
    // One exponential of a number <= 0: neither overflows nor cancels.
    const e = exp(v128.or(margin, minusZero));
    const wrong = f64x2.div(v128.bitselect(one, e, f64x2.lt(margin, zero)), f64x2.add(one, e));
    const nats = f64x2.add(log1p(e), f64x2.max(f64x2.neg(margin), zero));
    loss = f64x2.add(loss, v128.and(f64x2.mul(f64x2.abs(weight), nats), f64x2.ne(weight, zero)));
    v128.store(at, f64x2.neg(f64x2.mul(weight, wrong)));
    at += 16;
    from += 16;
  }
  return f64x2.extract_lane(loss, 0) + f64x2.extract_lane(loss, 1);
}
