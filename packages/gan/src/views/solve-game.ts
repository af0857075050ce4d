import { checkMasses, type Masses } from './masses.js';

/** The game against the best discriminator, in nats. */
export interface SolvedGame {
  /** D*'s logits, log P / P_G at each atom; 0 where neither has mass, because every value is optimal there (ERRATA E22). */
  readonly logits: Float64Array;
  /** V(G, D*), between -log 4 and 0. */
  readonly value: number;
  /** JSD(P, P_G), between 0 and log 2. */
  readonly jensenShannon: number;
  /** I_G(Y; X) of a fair coin Y and X drawn from P or P_G as it falls: the JSD again, computed by entropies. */
  readonly information: number;
  /** J(G) = 2 JSD = 2 I (ERRATA E25): the quantity that G should move down. */
  readonly objective: number;
  /** -E log D*(G(z)), which the non-saturating G moves down: KL(P_G, P) - KL(P_G, M) + log 2 (ERRATA E30). Infinite off P's support. */
  readonly nonSaturating: number;
}

/**
 * Returns the logits of the best discriminator of two known distributions: log P - log P_G, the logit of P / (P + P_G).
 *
 * @example
 * ```ts
 * import { optimalDiscriminator } from '@latents/gan';
 *
 * const logits = optimalDiscriminator({ data: [0.5, 0.5, 0], generated: [0.5, 0, 0.5] });
 * [...logits].map(String); // => ['0', 'Infinity', '-Infinity']
 * ```
 * @returns `[atoms]`; infinite where only one has mass, 0 where neither has (ERRATA E22).
 * @throws RangeError for masses that are negative, not finite, do not sum to 1, or are not of the same atoms.
 * @see Stratos section 2.1.1; Goodfellow et al. 2014, proposition 1
 */
export function optimalDiscriminator(masses: Masses): Float64Array {
  checkMasses('optimalDiscriminator(masses)', masses);
  const { data, generated } = masses;
  return Float64Array.from({ length: data.length }, (_, i) => {
    const [p, g] = [data[i]!, generated[i]!];
    return p === 0 && g === 0 ? 0 : Math.log(p) - Math.log(g);
  });
}

/**
 * Returns V(G, D) = E_P log D + E_{P_G} log(1 - D) from logits at each atom, exactly: never above 2 JSD - log 4, and at it for
 * {@link optimalDiscriminator} alone.
 *
 * @example
 * ```ts
 * import { gameValue } from '@latents/gan';
 *
 * // A D that knows nothing, of a generator that has everything wrong: the value of one that has won.
 * gameValue({ data: [1, 0], generated: [0, 1] }, [0, 0]); // => -1.3862944
 * ```
 * @returns nats; minus infinity for a D that is sure and wrong.
 * @throws RangeError as {@link optimalDiscriminator}, and for logits that are NaN or of other atoms.
 * @see Stratos section 2.1, eq. (3)
 */
export function gameValue(masses: Masses, logits: ArrayLike<number>): number {
  const where = 'gameValue(masses, logits)';
  checkMasses(where, masses);
  const { data, generated } = masses;
  if (logits.length !== data.length) {
    throw new RangeError(`${where}: expected a logit for each of ${data.length} atoms, got ${logits.length}.`);
  }
  let value = 0;
  for (let i = 0; i < data.length; i++) {
    const logit = logits[i]!;
    if (Number.isNaN(logit)) throw new RangeError(`${where}: expected logits, got NaN at ${i}.`);
    // 0 log 0 = 0.
    if (data[i]! > 0) value -= data[i]! * softplus(-logit);
    if (generated[i]! > 0) value -= generated[i]! * softplus(logit);
  }
  return value;
}

/**
 * Solves the game of two known distributions against the best discriminator: its value, the Jensen-Shannon divergence and the mutual
 * information, each by its own formula; that they agree is the note's sections 2.1 to 2.3.
 *
 * @example
 * ```ts
 * import { solveGame } from '@latents/gan';
 *
 * const { value, jensenShannon, information } = solveGame({ data: [0.5, 0.5, 0], generated: [0, 0.5, 0.5] });
 * jensenShannon; // => 0.3465736
 * Math.abs(value - (2 * jensenShannon - Math.log(4))) < 1e-12; // => true
 * Math.abs(information - jensenShannon) < 1e-12; // => true
 * ```
 * @throws RangeError as {@link optimalDiscriminator}.
 * @see Stratos sections 2.1.1, eq. (4), 2.2, eq. (5), and 2.3
 */
export function solveGame(masses: Masses): SolvedGame {
  const { data, generated } = masses;
  const logits = optimalDiscriminator(masses);
  let jensenShannon = 0;
  let nonSaturating = 0;
  const side = [0, 0];
  let together = 0;
  for (let i = 0; i < data.length; i++) {
    const [p, g] = [data[i]!, generated[i]!];
    const middle = (p + g) / 2;
    jensenShannon += (toMiddle(p, g) + toMiddle(g, p)) / 2;
    side[0]! += entropyTerm(p);
    side[1]! += entropyTerm(g);
    together += entropyTerm(middle);
    if (g > 0) nonSaturating += g * softplus(-logits[i]!);
  }
  return {
    logits,
    value: gameValue(masses, logits),
    jensenShannon,
    // H(X) - H(X | Y).
    information: together - (side[0]! + side[1]!) / 2,
    objective: 2 * jensenShannon,
    nonSaturating,
  };
}

/** q's term of KL(q, M), M = (q + other) / 2, as 2 q over the sum: half of the smallest positive number would be 0. */
function toMiddle(q: number, other: number): number {
  return q === 0 ? 0 : q * Math.log((2 * q) / (q + other));
}

function entropyTerm(p: number): number {
  return p === 0 ? 0 : -p * Math.log(p);
}

/** log(1 + e^x), right at both infinities. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
