import { logSumExp } from '@latents/math/special';

/** A chain's log potentials: start `[m]`, transitions `[m, m]`, stop `[m]`, and emissions `[T, m]`. */
export interface LogChain {
  readonly start: ArrayLike<number>;
  readonly transitions: ArrayLike<number>;
  readonly stop: ArrayLike<number> | undefined;
  readonly emissions: ArrayLike<number>;
  readonly states: number;
  readonly steps: number;
}

/** Forward-backward in log space: log Z, p(z_t | x) `[T, m]` and the expected transitions `[m, m]`. Slower than scaled arithmetic, right where that underflows. */
export function logForwardBackward({ start, transitions, stop, emissions, states: m, steps }: LogChain) {
  const alpha = new Float64Array(steps * m);
  const beta = new Float64Array(steps * m);
  const terms = new Float64Array(m);
  for (let t = 0; t < steps; t++) {
    for (let j = 0; j < m; j++) {
      if (t === 0) alpha[j] = start[j]! + emissions[j]!;
      else {
        for (let i = 0; i < m; i++) terms[i] = alpha[(t - 1) * m + i]! + transitions[i * m + j]!;
        alpha[t * m + j] = logSumExp(terms) + emissions[t * m + j]!;
      }
    }
  }
  for (let t = steps - 1; t >= 0; t--) {
    for (let i = 0; i < m; i++) {
      if (t === steps - 1) beta[t * m + i] = stop?.[i] ?? 0;
      else {
        for (let j = 0; j < m; j++)
          terms[j] = transitions[i * m + j]! + emissions[(t + 1) * m + j]! + beta[(t + 1) * m + j]!;
        beta[t * m + i] = logSumExp(terms);
      }
    }
  }
  for (let j = 0; j < m; j++) terms[j] = alpha[(steps - 1) * m + j]! + beta[(steps - 1) * m + j]!;
  const logZ = logSumExp(terms);
  const gamma = new Float64Array(steps * m);
  const pairs = new Float64Array(m * m);
  const pair = new Float64Array(m * m);
  for (let t = 0; t < steps && logZ > -Infinity; t++) {
    const at = t * m;
    const row = gamma.subarray(at, at + m);
    for (let i = 0; i < m; i++) row[i] = Math.exp(alpha[at + i]! + beta[at + i]! - logZ);
    normalize(row);
    if (t + 1 === steps) break;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) {
        pair[i * m + j] = Math.exp(
          alpha[at + i]! + transitions[i * m + j]! + emissions[at + m + j]! + beta[at + m + j]! - logZ,
        );
      }
    }
    normalize(pair);
    for (let p = 0; p < pair.length; p++) pairs[p]! += pair[p]!;
  }
  return { logZ, gamma, pairs };
}

/** Divides by the sum, which is 1 but for what the logs of a long sequence have lost to rounding. */
function normalize(values: Float64Array): void {
  let total = 0;
  for (const value of values) total += value;
  for (let i = 0; i < values.length; i++) values[i]! /= total;
}
