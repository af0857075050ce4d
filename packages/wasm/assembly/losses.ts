// Log probabilities and divergences, summed over each row, and their gradients. Tails are filled with numbers that add 0.
import { loadTail, storeTail, total } from './tail';
import { exp4, expNegative4, log1p4, log4, positive4, sigmoid4 } from './vector-math';

// Far below this a logit's softplus is 0, and 0 times it is 0.
const NO_LOGIT: f32 = -200;

@inline
function at(base: usize, index: i32): usize {
  return base + ((<usize>index) << 2);
}

/** (1 + p)(1 + e^-|l|) - 1. */
@inline
function times(p: v128, l: v128): v128 {
  const u = expNegative4(f32x4.neg(f32x4.abs(l)));
  return f32x4.add(p, f32x4.add(u, f32x4.mul(p, u)));
}

/** t l - max(l, 0). */
@inline
function linear(t: v128, l: v128): v128 {
  return f32x4.sub(f32x4.mul(t, l), positive4(l));
}

/**
 * out [rows] = sum of t l - softplus(l): the log probability of targets t under logits l, [rows, width]. There are `period` rows of
 * targets, used in turn from row `first` on. The softplus is max(l, 0) + ln(1 + e^-|l|), and there is one logarithm for eight vectors:
 * that of the product of their 1 + e^-|l|, which is kept less 1, so that small terms are not lost.
 */
export function bernoulliLogProb(
  logits: usize,
  allTargets: usize,
  out: usize,
  rows: i32,
  width: i32,
  period: i32,
  first: i32,
): void {
  const rest = width & 3;
  for (let r = 0; r < rows; r++) {
    const targets = at(allTargets, ((first + r) % period) * width);
    let sum = f32x4.splat(0);
    let i = 0;
    while (i + 4 <= width) {
      const end = min(i + 32, width - rest);
      let product = f32x4.splat(0);
      // Two vectors at a time: the constants of their exponentials are loaded once.
      for (; i + 8 <= end; i += 8) {
        const l = v128.load(at(logits, i));
        const m = v128.load(at(logits, i + 4));
        sum = f32x4.add(sum, f32x4.add(linear(v128.load(at(targets, i)), l), linear(v128.load(at(targets, i + 4)), m)));
        product = times(times(product, l), m);
      }
      if (i < end) {
        const l = v128.load(at(logits, i));
        sum = f32x4.add(sum, linear(v128.load(at(targets, i)), l));
        product = times(product, l);
        i += 4;
      }
      sum = f32x4.sub(sum, log1p4(product));
    }
    if (rest) {
      const l = loadTail(at(logits, i), rest, NO_LOGIT);
      sum = f32x4.add(sum, f32x4.sub(linear(loadTail(at(targets, i), rest, 0), l), log1p4(times(f32x4.splat(0), l))));
    }
    store<f32>(at(out, r), total(sum));
    logits = at(logits, width);
  }
}

/** out [rows, width] = dy [rows] (t - sigmoid(l)), the targets as above. */
export function bernoulliGradient(
  dy: usize,
  logits: usize,
  allTargets: usize,
  out: usize,
  rows: i32,
  width: i32,
  period: i32,
  first: i32,
): void {
  const rest = width & 3;
  for (let r = 0; r < rows; r++) {
    const targets = at(allTargets, ((first + r) % period) * width);
    const d = v128.load_splat<f32>(at(dy, r));
    let i = 0;
    // Two vectors at a time, as above.
    for (; i + 8 <= width; i += 8) {
      const p = sigmoid4(v128.load(at(logits, i)));
      const q = sigmoid4(v128.load(at(logits, i + 4)));
      v128.store(at(out, i), f32x4.mul(d, f32x4.sub(v128.load(at(targets, i)), p)));
      v128.store(at(out, i + 4), f32x4.mul(d, f32x4.sub(v128.load(at(targets, i + 4)), q)));
    }
    if (i + 4 <= width) {
      const p = sigmoid4(v128.load(at(logits, i)));
      v128.store(at(out, i), f32x4.mul(d, f32x4.sub(v128.load(at(targets, i)), p)));
      i += 4;
    }
    if (rest) {
      const p = sigmoid4(loadTail(at(logits, i), rest, 0));
      storeTail(at(out, i), f32x4.mul(d, f32x4.sub(loadTail(at(targets, i), rest, 0), p)), rest);
    }
    logits = at(logits, width);
    out = at(out, width);
  }
}

/** e^g - 1 - g, without loss for small g: there the series up to g^9. */
@inline
function beyondLinear4(g: v128): v128 {
  let y = f32x4.splat(1.0 / 362880.0);
  y = f32x4.add(f32x4.mul(y, g), f32x4.splat(1.0 / 40320.0));
  y = f32x4.add(f32x4.mul(y, g), f32x4.splat(1.0 / 5040.0));
  y = f32x4.add(f32x4.mul(y, g), f32x4.splat(1.0 / 720.0));
  y = f32x4.add(f32x4.mul(y, g), f32x4.splat(1.0 / 120.0));
  y = f32x4.add(f32x4.mul(y, g), f32x4.splat(1.0 / 24.0));
  y = f32x4.add(f32x4.mul(y, g), f32x4.splat(1.0 / 6.0));
  y = f32x4.add(f32x4.mul(y, g), f32x4.splat(0.5));
  const near = f32x4.mul(y, f32x4.mul(g, g));
  const far = f32x4.sub(f32x4.sub(exp4(g), f32x4.splat(1)), g);
  return v128.bitselect(near, far, f32x4.lt(f32x4.abs(g), f32x4.splat(0.6)));
}

/** e^(-lv / 2): one over the standard deviation. */
@inline
function precision4(lv: v128): v128 {
  return exp4(f32x4.mul(lv, f32x4.splat(-0.5)));
}

/** The difference of the means is divided by the deviation, not its square by the variance, which may overflow. */
@inline
function klTerm(m: v128, lv: v128, pm: v128, plv: v128): v128 {
  const shift = f32x4.mul(f32x4.sub(m, pm), precision4(plv));
  return f32x4.add(beyondLinear4(f32x4.sub(lv, plv)), f32x4.mul(shift, shift));
}

/** out [rows] = KL(N(m, e^lv), N(pm, e^plv)), summed over the width. There are `period` rows of pm and plv, used in turn. */
export function gaussianKl(
  m: usize,
  lv: usize,
  allPm: usize,
  allPlv: usize,
  out: usize,
  rows: i32,
  width: i32,
  period: i32,
): void {
  const rest = width & 3;
  for (let r = 0; r < rows; r++) {
    const pm = at(allPm, (r % period) * width);
    const plv = at(allPlv, (r % period) * width);
    let sum = f32x4.splat(0);
    let i = 0;
    for (; i + 4 <= width; i += 4) {
      sum = f32x4.add(
        sum,
        klTerm(v128.load(at(m, i)), v128.load(at(lv, i)), v128.load(at(pm, i)), v128.load(at(plv, i))),
      );
    }
    if (rest) {
      sum = f32x4.add(
        sum,
        klTerm(
          loadTail(at(m, i), rest, 0),
          loadTail(at(lv, i), rest, 0),
          loadTail(at(pm, i), rest, 0),
          loadTail(at(plv, i), rest, 0),
        ),
      );
    }
    store<f32>(at(out, r), total(sum) * 0.5);
    m = at(m, width);
    lv = at(lv, width);
  }
}

/**
 * The gradients of gaussianKl by its four arguments, each [rows, width]: dm is that by m, and minus that by pm; dlv and dplv those by lv
 * and plv. Rows of pm and plv that are used more than once are not summed here.
 */
export function gaussianKlGradient(
  dy: usize,
  m: usize,
  lv: usize,
  allPm: usize,
  allPlv: usize,
  dm: usize,
  dlv: usize,
  dplv: usize,
  rows: i32,
  width: i32,
  period: i32,
): void {
  const half = f32x4.splat(0.5);
  for (let r = 0; r < rows; r++) {
    const d = v128.load_splat<f32>(at(dy, r));
    const dHalf = f32x4.mul(d, half);
    const pm = at(allPm, (r % period) * width);
    const plv = at(allPlv, (r % period) * width);
    for (let i = 0; i < width; i += 4) {
      const count = min(4, width - i);
      const full = count == 4;
      const vm = full ? v128.load(at(m, i)) : loadTail(at(m, i), count, 0);
      const vlv = full ? v128.load(at(lv, i)) : loadTail(at(lv, i), count, 0);
      const vpm = full ? v128.load(at(pm, i)) : loadTail(at(pm, i), count, 0);
      const vplv = full ? v128.load(at(plv, i)) : loadTail(at(plv, i), count, 0);
      const precision = precision4(vplv);
      const shift = f32x4.mul(f32x4.sub(vm, vpm), precision);
      const gap = f32x4.sub(vlv, vplv);
      // e^gap - 1
      const excess = f32x4.add(beyondLinear4(gap), gap);
      const byMean = f32x4.mul(d, f32x4.mul(shift, precision));
      const byLv = f32x4.mul(dHalf, excess);
      const byPlv = f32x4.neg(f32x4.mul(dHalf, f32x4.add(excess, f32x4.mul(shift, shift))));
      if (full) {
        v128.store(at(dm, i), byMean);
        v128.store(at(dlv, i), byLv);
        v128.store(at(dplv, i), byPlv);
      } else {
        storeTail(at(dm, i), byMean, count);
        storeTail(at(dlv, i), byLv, count);
        storeTail(at(dplv, i), byPlv, count);
      }
    }
    m = at(m, width);
    lv = at(lv, width);
    dm = at(dm, width);
    dlv = at(dlv, width);
    dplv = at(dplv, width);
  }
}

/** out = m + e^(lv / 2) noise. */
export function gaussianSample(m: usize, lv: usize, noise: usize, out: usize, size: i32): void {
  const half = f32x4.splat(0.5);
  const rest = size & 3;
  let i = 0;
  for (; i + 4 <= size; i += 4) {
    const scale = exp4(f32x4.mul(v128.load(at(lv, i)), half));
    v128.store(at(out, i), f32x4.add(v128.load(at(m, i)), f32x4.mul(scale, v128.load(at(noise, i)))));
  }
  if (rest) {
    const scale = exp4(f32x4.mul(loadTail(at(lv, i), rest, 0), half));
    const z = f32x4.add(loadTail(at(m, i), rest, 0), f32x4.mul(scale, loadTail(at(noise, i), rest, 0)));
    storeTail(at(out, i), z, rest);
  }
}

/** out = dy e^(lv / 2) noise / 2: the gradient of gaussianSample by lv. */
export function gaussianSampleGradient(dy: usize, lv: usize, noise: usize, out: usize, size: i32): void {
  const half = f32x4.splat(0.5);
  const rest = size & 3;
  let i = 0;
  for (; i + 4 <= size; i += 4) {
    const scale = exp4(f32x4.mul(v128.load(at(lv, i)), half));
    const step = f32x4.mul(f32x4.mul(half, scale), v128.load(at(noise, i)));
    v128.store(at(out, i), f32x4.mul(v128.load(at(dy, i)), step));
  }
  if (rest) {
    const scale = exp4(f32x4.mul(loadTail(at(lv, i), rest, 0), half));
    const step = f32x4.mul(f32x4.mul(half, scale), loadTail(at(noise, i), rest, 0));
    storeTail(at(out, i), f32x4.mul(loadTail(at(dy, i), rest, 0), step), rest);
  }
}

/** out [rows] = ln of the sum of e^x over each row of x [rows, width]. */
export function logSumExp(x: usize, out: usize, rows: i32, width: i32): void {
  const rest = width & 3;
  for (let r = 0; r < rows; r++) {
    const top = maximum(x, width);
    let result = top;
    if (top - top == 0) {
      const v = f32x4.splat(top);
      let sum = f32x4.splat(0);
      let i = 0;
      for (; i + 4 <= width; i += 4) sum = f32x4.add(sum, exp4(f32x4.sub(v128.load(at(x, i)), v)));
      if (rest) sum = f32x4.add(sum, exp4(f32x4.sub(loadTail(at(x, i), rest, -Infinity), v)));
      result = top + f32x4.extract_lane(log4(f32x4.splat(total(sum))), 0);
    }
    store<f32>(at(out, r), result);
    x = at(x, width);
  }
}

/**
 * out [rows, width] = scale e^x / sum of e^x over each row, with one scale a row; `scale` 0 stands for ones. The largest number is
 * subtracted before, and the sum is divided by, not subtracted as a logarithm, which would round where x is large. A row whose largest
 * number is infinite has no proportions: NaN throughout.
 */
export function softmax(x: usize, scale: usize, out: usize, rows: i32, width: i32): void {
  const rest = width & 3;
  for (let r = 0; r < rows; r++) {
    const top = f32x4.splat(maximum(x, width));
    let sum = f32x4.splat(0);
    let i = 0;
    for (; i + 4 <= width; i += 4) {
      const e = exp4(f32x4.sub(v128.load(at(x, i)), top));
      v128.store(at(out, i), e);
      sum = f32x4.add(sum, e);
    }
    if (rest) {
      const e = exp4(f32x4.sub(loadTail(at(x, i), rest, -Infinity), top));
      storeTail(at(out, i), e, rest);
      sum = f32x4.add(sum, e);
    }
    const d = f32x4.splat((scale != 0 ? load<f32>(at(scale, r)) : <f32>1) / total(sum));
    for (i = 0; i + 4 <= width; i += 4) v128.store(at(out, i), f32x4.mul(v128.load(at(out, i)), d));
    if (rest) storeTail(at(out, i), f32x4.mul(loadTail(at(out, i), rest, 0), d), rest);
    x = at(x, width);
    out = at(out, width);
  }
}

function maximum(x: usize, width: i32): f32 {
  let top = f32x4.splat(-Infinity);
  let i = 0;
  for (; i + 4 <= width; i += 4) top = f32x4.max(top, v128.load(at(x, i)));
  top = f32x4.max(top, loadTail(at(x, i), width - i, -Infinity));
  return max(
    max(f32x4.extract_lane(top, 0), f32x4.extract_lane(top, 1)),
    max(f32x4.extract_lane(top, 2), f32x4.extract_lane(top, 3)),
  );
}
