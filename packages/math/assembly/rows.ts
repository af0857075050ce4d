import { exp } from './exponential';

/** out [rows] = the sum of e^(x - max) over each row of x [rows, width]; tops [rows] = the maxima. */
export function expSums(values: usize, tops: usize, out: usize, rows: i32, width: i32): void {
  let x = values << 3;
  for (let r = 0; r < rows; r++) {
    let top: f64 = -Infinity;
    for (let i = 0; i < width; i++) top = max(top, load<f64>(x + ((<usize>i) << 3)));
    const shift = f64x2.splat(top);
    let sum = f64x2.splat(0);
    let i = 0;
    for (; i + 2 <= width; i += 2) sum = f64x2.add(sum, exp(f64x2.sub(v128.load(x + ((<usize>i) << 3)), shift)));
    let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
    if (i < width) {
      const last = f64x2.sub(v128.load_splat<f64>(x + ((<usize>i) << 3)), shift);
      total += f64x2.extract_lane(exp(last), 0);
    }
    store<f64>((tops + r) << 3, top);
    store<f64>((out + r) << 3, total);
    x += (<usize>width) << 3;
  }
}
