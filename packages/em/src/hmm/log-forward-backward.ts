import { logSumExp } from '../numerics/log-space.js';

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
  const gamma = alpha.map((a, i) => (logZ === -Infinity ? 0 : Math.exp(a + beta[i]! - logZ)));
  const pairs = new Float64Array(m * m);
  for (let t = 0; t + 1 < steps && logZ > -Infinity; t++) {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) {
        pairs[i * m + j]! += Math.exp(
          alpha[t * m + i]! + transitions[i * m + j]! + emissions[(t + 1) * m + j]! + beta[(t + 1) * m + j]! - logZ,
        );
      }
    }
  }
  return { logZ, gamma, pairs };
}
