/** `log sum_i exp(values[i])` over `length` entries from `start`: -Infinity for none or for all -Infinity. */
export function logSumExp(values: ArrayLike<number>, start = 0, length = values.length - start): number {
  let max = -Infinity;
  for (let i = start; i < start + length; i++) if (values[i]! > max) max = values[i]!;
  if (max === -Infinity || max === Infinity) return max;
  let sum = 0;
  for (let i = start; i < start + length; i++) sum += Math.exp(values[i]! - max);
  return max + Math.log(sum);
}

/** `log(exp(a) + exp(b))`. */
export function logAddExp(a: number, b: number): number {
  const high = Math.max(a, b);
  if (high === -Infinity || high === Infinity) return high;
  return high + Math.log1p(Math.exp(Math.min(a, b) - high));
}

/** log Gamma(x) for x > 0: Stirling's series, above 10 reached by the recurrence. Relative error about 1e-15. */
export function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  while (y < 10) {
    shift += Math.log(y);
    y++;
  }
  const r = 1 / (y * y);
  const series = 1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - (r * 691) / 360360))));
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series / y - shift;
}

/** The index drawn with probability proportional to `weights[start..start+length)`. */
export function drawIndex(uniform: number, weights: ArrayLike<number>, start = 0, length = weights.length): number {
  let total = 0;
  for (let i = 0; i < length; i++) total += weights[start + i]!;
  let left = uniform * total;
  let last = 0;
  for (let i = 0; i < length; i++) {
    const w = weights[start + i]!;
    if (w > 0) {
      last = i;
      left -= w;
      if (left < 0) return i;
    }
  }
  return last;
}
