import { exp } from './exponential';

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
