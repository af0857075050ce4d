// Log probabilities and divergences, summed over each row, and their gradients. Tails are filled with numbers that add 0.
import { loadTail, storeTail, total } from './tail';
import { exp4, log1p4, log4, positive4, sigmoid4 } from './vector-math';

// Far below this a logit's softplus is 0, and 0 times it is 0.
const NO_LOGIT: f32 = -200;

@inline
function at(base: usize, index: i32): usize {
  return base + ((<usize>index) << 2);
}

/** (1 + p)(1 + e^-|l|) - 1. */
@inline
function times(p: v128, l: v128): v128 {
  const u = exp4(f32x4.neg(f32x4.abs(l)));
  return f32x4.add(p, f32x4.add(u, f32x4.mul(p, u)));
}

/** t l - max(l, 0). */
@inline
function linear(t: v128, l: v128): v128 {
  return f32x4.sub(f32x4.mul(t, l), positive4(l));
}

/**
 * out [rows] = sum of t l - softplus(l): the log probability of targets t under logits l, [rows, width]. The softplus is
 * max(l, 0) + ln(1 + e^-|l|), and there is one logarithm for eight vectors: that of the product of their 1 + e^-|l|, which
 * is kept less 1, so that small terms are not lost.
 */
export function bernoulliLogProb(logits: usize, targets: usize, out: usize, rows: i32, width: i32): void {
  const rest = width & 3;
  for (let r = 0; r < rows; r++) {
    let sum = f32x4.splat(0);
    let i = 0;
    while (i + 4 <= width) {
      const end = min(i + 32, width - rest);
      let product = f32x4.splat(0);
      for (; i < end; i += 4) {
        const l = v128.load(at(logits, i));
        sum = f32x4.add(sum, linear(v128.load(at(targets, i)), l));
        product = times(product, l);
      }
      sum = f32x4.sub(sum, log1p4(product));
    }
    if (rest) {
      const l = loadTail(at(logits, i), rest, NO_LOGIT);
      sum = f32x4.add(sum, f32x4.sub(linear(loadTail(at(targets, i), rest, 0), l), log1p4(times(f32x4.splat(0), l))));
    }
    store<f32>(at(out, r), total(sum));
    logits = at(logits, width);
    targets = at(targets, width);
  }
}

/** out [rows, width] = dy [rows] (t - sigmoid(l)). */
export function bernoulliGradient(dy: usize, logits: usize, targets: usize, out: usize, rows: i32, width: i32): void {
  const rest = width & 3;
  for (let r = 0; r < rows; r++) {
    const d = v128.load_splat<f32>(at(dy, r));
    let i = 0;
    for (; i + 4 <= width; i += 4) {
      const p = sigmoid4(v128.load(at(logits, i)));
      v128.store(at(out, i), f32x4.mul(d, f32x4.sub(v128.load(at(targets, i)), p)));
    }
    if (rest) {
      const p = sigmoid4(loadTail(at(logits, i), rest, 0));
      storeTail(at(out, i), f32x4.mul(d, f32x4.sub(loadTail(at(targets, i), rest, 0), p)), rest);
    }
    logits = at(logits, width);
    targets = at(targets, width);
    out = at(out, width);
  }
}

@inline
function klTerm(m: v128, lv: v128, pm: v128, plv: v128): v128 {
  const d = f32x4.sub(m, pm);
  const gap = f32x4.sub(lv, plv);
  const scaled = f32x4.mul(f32x4.mul(d, d), exp4(f32x4.neg(plv)));
  return f32x4.sub(f32x4.add(exp4(gap), scaled), f32x4.add(f32x4.splat(1), gap));
}

/** out [rows] = KL(N(m, e^lv), N(pm, e^plv)), summed over the width. */
export function gaussianKl(m: usize, lv: usize, pm: usize, plv: usize, out: usize, rows: i32, width: i32): void {
  const rest = width & 3;
  for (let r = 0; r < rows; r++) {
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
    pm = at(pm, width);
    plv = at(plv, width);
  }
}

/**
 * The gradients of gaussianKl by its four arguments, each [rows, width]: dm is that by m, and minus that by pm; dlv and
 * dplv those by lv and plv.
 */
export function gaussianKlGradient(
  dy: usize,
  m: usize,
  lv: usize,
  pm: usize,
  plv: usize,
  dm: usize,
  dlv: usize,
  dplv: usize,
  rows: i32,
  width: i32,
): void {
  const half = f32x4.splat(0.5);
  const one = f32x4.splat(1);
  for (let r = 0; r < rows; r++) {
    const d = v128.load_splat<f32>(at(dy, r));
    const dHalf = f32x4.mul(d, half);
    for (let i = 0; i < width; i += 4) {
      const count = min(4, width - i);
      const full = count == 4;
      const vm = full ? v128.load(at(m, i)) : loadTail(at(m, i), count, 0);
      const vlv = full ? v128.load(at(lv, i)) : loadTail(at(lv, i), count, 0);
      const vpm = full ? v128.load(at(pm, i)) : loadTail(at(pm, i), count, 0);
      const vplv = full ? v128.load(at(plv, i)) : loadTail(at(plv, i), count, 0);
      const difference = f32x4.sub(vm, vpm);
      const scaled = f32x4.mul(difference, exp4(f32x4.neg(vplv)));
      const ratio = exp4(f32x4.sub(vlv, vplv));
      const byMean = f32x4.mul(d, scaled);
      const byLv = f32x4.mul(dHalf, f32x4.sub(ratio, one));
      const byPlv = f32x4.mul(dHalf, f32x4.sub(f32x4.sub(one, ratio), f32x4.mul(difference, scaled)));
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
    pm = at(pm, width);
    plv = at(plv, width);
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
 * out [rows, width] = scale e^(x - shift), with one scale and one shift a row; `scale` 0 stands for ones. A row whose shift is
 * infinite has no proportions: NaN throughout.
 */
export function expShifted(x: usize, shift: usize, scale: usize, out: usize, rows: i32, width: i32): void {
  const rest = width & 3;
  for (let r = 0; r < rows; r++) {
    const s = load<f32>(at(shift, r));
    const v = f32x4.splat(s + (s - s));
    const d = scale != 0 ? v128.load_splat<f32>(at(scale, r)) : f32x4.splat(1);
    let i = 0;
    for (; i + 4 <= width; i += 4) {
      v128.store(at(out, i), f32x4.mul(d, exp4(f32x4.sub(v128.load(at(x, i)), v))));
    }
    if (rest) storeTail(at(out, i), f32x4.mul(d, exp4(f32x4.sub(loadTail(at(x, i), rest, 0), v))), rest);
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
