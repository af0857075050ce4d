import { checkPositiveInteger, type Rng } from '@latents/math';
import { logaddexp } from '@latents/math/special';
import { type Derivation, join, type Semiring } from './semiring.js';

/** log of the total weight, in nats. */
export const logSemiring: Semiring<number> = {
  zero: -Infinity,
  one: 0,
  plus: logaddexp,
  times: (a, b) => a + b,
  part: (logWeight) => logWeight,
};

/** How many derivations have positive weight. */
export const countSemiring: Semiring<number> = {
  zero: 0,
  one: 1,
  plus: (a, b) => a + b,
  times: (a, b) => a * b,
  part: (logWeight) => (logWeight > -Infinity ? 1 : 0),
};

/** A log weight, and the derivation that has it. */
export interface Weighted {
  readonly logWeight: number;
  readonly derivation: Derivation;
}

const NONE: Weighted = { logWeight: -Infinity, derivation: undefined };
const EMPTY: Weighted = { logWeight: 0, derivation: undefined };

function product(a: Weighted, b: Weighted): Weighted {
  const logWeight = a.logWeight + b.logWeight;
  return logWeight === -Infinity ? NONE : { logWeight, derivation: join(a.derivation, b.derivation) };
}

/** The likeliest derivation (the first of equals). */
export const maxSemiring: Semiring<Weighted> = {
  zero: NONE,
  one: EMPTY,
  plus: (a, b) => (b.logWeight > a.logWeight ? b : a),
  times: product,
  part: (logWeight, label) => ({ logWeight, derivation: label }),
};

/** A derivation drawn with probability proportional to its weight, and the log of the total weight. */
export function sampleSemiring(rng: Rng): Semiring<Weighted> {
  return {
    ...maxSemiring,
    plus(a, b) {
      if (a.logWeight === -Infinity) return b;
      if (b.logWeight === -Infinity) return a;
      const logWeight = logaddexp(a.logWeight, b.logWeight);
      const chosen = Math.log(1 - rng.uniform()) < a.logWeight - logWeight ? a : b;
      return { logWeight, derivation: chosen.derivation };
    },
  };
}

/**
 * The `n` likeliest derivations, best first.
 *
 * @throws RangeError unless `n` is a positive integer.
 */
export function nBestSemiring(n: number): Semiring<readonly Weighted[]> {
  checkPositiveInteger('nBestSemiring(n)', n);
  const best = (items: Weighted[]) => items.sort((a, b) => b.logWeight - a.logWeight).slice(0, n);
  return {
    zero: [],
    one: [EMPTY],
    plus: (a, b) => (a.length === 0 ? b : b.length === 0 ? a : best([...a, ...b])),
    times: (a, b) => best(a.flatMap((x) => b.map((y) => product(x, y)))),
    part: (logWeight, label) => (logWeight === -Infinity ? [] : [{ logWeight, derivation: label }]),
  };
}

/** log of the total weight, and the entropy in nats of the distribution over derivations. */
export interface Entropy {
  readonly logWeight: number;
  readonly entropy: number;
}

/** The entropy of the posterior over derivations. @see Hernando et al. 2005; Li & Eisner 2009 */
export const entropySemiring: Semiring<Entropy> = {
  zero: { logWeight: -Infinity, entropy: 0 },
  one: { logWeight: 0, entropy: 0 },
  plus(a, b) {
    if (a.logWeight === -Infinity) return b;
    if (b.logWeight === -Infinity) return a;
    const logWeight = logaddexp(a.logWeight, b.logWeight);
    const p = a.logWeight - logWeight;
    const q = b.logWeight - logWeight;
    return { logWeight, entropy: Math.exp(p) * (a.entropy - p) + Math.exp(q) * (b.entropy - q) };
  },
  times: (a, b) => ({ logWeight: a.logWeight + b.logWeight, entropy: a.entropy + b.entropy }),
  part: (logWeight) => ({ logWeight, entropy: 0 }),
};
