import type { ChainKernels } from './chain-kernels.js';

/** Returns the kernels of hidden Markov models. */
export function plainChains(x: Float64Array): ChainKernels {
  return {
    forward({ start, transitions, likelihood, alpha, sums, inverse, states: s }, steps, least) {
      for (let t = 0; t < steps; t++) {
        const at = alpha + t * s;
        if (t === 0) x.copyWithin(at, start, start + s);
        else rowTimesMatrix(x, at - s, transitions, s, at);
        let sum = 0;
        for (let j = 0; j < s; j++) sum += x[at + j]! *= x[likelihood + t * s + j]!;
        if (!(sum > least)) return t;
        for (let j = 0; j < s; j++) x[at + j]! *= 1 / sum;
        x[sums + t] = sum;
        x[inverse + t] = 1 / sum;
      }
      return steps;
    },
    backward({ transposed, likelihood, alpha, gamma, inverse, beta, scratch: next, pairs, states: s }, steps) {
      for (let t = steps - 1; t >= 0; t--) {
        const at = t * s;
        if (t < steps - 1) {
          const scale = x[inverse + t + 1]!;
          for (let j = 0; j < s; j++) x[next + j] = x[likelihood + at + s + j]! * (x[beta + j]! * scale);
          rowTimesMatrix(x, next, transposed, s, beta);
          for (let i = 0; i < s; i++) {
            const a = x[alpha + at + i]!;
            for (let j = 0, p = pairs + i * s; j < s; j++, p++) x[p]! += a * x[next + j]!;
          }
        }
        for (let j = 0; j < s; j++) x[gamma + at + j] = x[alpha + at + j]! * x[beta + j]!;
      }
    },
  };
}

/** Writes `out [s] = v [s] m [s, s]`, four columns at a time, whose sums do not wait for each other. `s` is a multiple of 4. */
function rowTimesMatrix(x: Float64Array, v: number, m: number, s: number, out: number): void {
  for (let j = 0; j < s; j += 4) {
    let c0 = 0;
    let c1 = 0;
    let c2 = 0;
    let c3 = 0;
    for (let i = 0, p = m + j; i < s; i++, p += s) {
      const value = x[v + i]!;
      c0 += value * x[p]!;
      c1 += value * x[p + 1]!;
      c2 += value * x[p + 2]!;
      c3 += value * x[p + 3]!;
    }
    x[out + j] = c0;
    x[out + j + 1] = c1;
    x[out + j + 2] = c2;
    x[out + j + 3] = c3;
  }
}
