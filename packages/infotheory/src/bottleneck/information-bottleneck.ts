import { checkOptions, checkPositiveInteger, checkRng, type NdArray, ndArray, type Rng } from '@latents/math';

import { codeOf, measure, mergeAlike } from './code.js';
import { criticalBetaOf } from './critical-beta.js';
import { type Iterated, iterate, type Stopping, type TradeOff } from './iterate.js';
import { type Source, sourceOf } from './source.js';

export interface BottleneckOptions extends Partial<Stopping> {
  /** What a nat about Y is worth, in nats of X. Required: at 1 or below the best code says nothing (ERRATA E42). */
  readonly beta: number;
  /**
   * The weight of H(Z | X) in H(Z) - alpha H(Z|X) - beta I(Z;Y): 1 (default) is the information bottleneck, 0 the deterministic
   * one, whose codes are hard, and between them lies the generalised one.
   */
  readonly alpha?: number;
  /** At most how many codewords (default |X|, which is always enough). */
  readonly codewords?: number;
  /**
   * How many random encoders to start from (default 10, or 0 with a `start`), besides, unless it is 0, one codeword a symbol where there
   * are enough of them.
   */
  readonly starts?: number;
  /** An encoder of yours to start from: p(z | x) `[|X|, k]` for any k. That of a code for another beta anneals. */
  readonly start?: NdArray;
  readonly rng: Rng;
}

/** A code of X that keeps what it says about Y. Informations are in nats. */
export interface Bottleneck extends TradeOff {
  /** p(z | x) `[|X|, cardinality]`. */
  readonly encoder: NdArray<Float64Array>;
  /** p(z) `[cardinality]`. */
  readonly marginal: NdArray<Float64Array>;
  /** p(y | z) `[cardinality, |Y|]`. */
  readonly decoder: NdArray<Float64Array>;
  /** How many different codewords are used: those that say the same of Y are counted, and given, as one. */
  readonly cardinality: number;
  /** I(X; Z). */
  readonly rate: number;
  /** I(Y; Z), at most the rate and at most I(X; Y). */
  readonly relevance: number;
  /** H(Z). */
  readonly entropy: number;
  /** H(Z) - alpha H(Z|X) - beta I(Z;Y), which is I(X;Z) - beta I(Y;Z) with alpha 1: what was minimised. */
  readonly lagrangian: number;
  readonly iterations: number;
  /** Whether the encoder stopped changing. It does so slowly near a critical beta. */
  readonly converged: boolean;
  /** What a reader should know: that beta is too small for any code to be worth its rate, say. */
  readonly warnings: readonly string[];
}

/**
 * The information bottleneck: the code p(z | x) that minimises I(X;Z) - beta I(Y;Z), the best of several starts. Each is a local
 * minimum, for the problem is not convex; `bottleneckCurve` compares all betas with each other and finds more.
 *
 * @param joint p(x, y), `[|X|, |Y|]`.
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { informationBottleneck, jointOf } from '@latents/infotheory/tables';
 *
 * const joint = jointOf([[0.45, 0.05], [0.05, 0.45]]);
 * const code = informationBottleneck(joint, { beta: 2, rng: createRng(0) });
 * code.rate; // => 0.48273
 * code.relevance; // => 0.282273
 *
 * // Annealing: the code for a lower beta, from this one.
 * informationBottleneck(joint, { beta: 1.6, start: code.encoder, rng: createRng(0) }).rate; // => 0.089224
 * ```
 * @throws RangeError if `joint` is not a distribution of two variables or has an empty row, unless beta is positive and finite,
 * alpha from 0 to 1, the counts are positive integers, and `start` has a distribution in each of |X| rows.
 * @see Stratos section 3 (ERRATA E42 to E44); Tishby, Pereira & Bialek 2000; Strouse & Schwab 2017
 */
export function informationBottleneck(joint: NdArray, options: BottleneckOptions): Bottleneck {
  const where = 'informationBottleneck(joint, options)';
  const source = sourceOf(where, joint);
  checkOptions(where, options, [...STOPPING_OPTIONS, 'beta', 'alpha', 'codewords', 'starts', 'start', 'rng']);
  checkRng(`${where}: rng`, options.rng);
  const { beta, rng, start, alpha = 1, codewords = source.n, starts = start === undefined ? 10 : 0 } = options;
  const stopping = checkStopping(where, options);
  if (!(beta > 0 && beta < Infinity)) {
    throw new RangeError(
      `${where}: expected a positive finite beta, got ${beta}. At or below 1 the best code is empty.`,
    );
  }
  checkAlpha(where, alpha);
  checkPositiveInteger(where, codewords, 'codewords');
  if (start === undefined || starts !== 0) checkPositiveInteger(where, starts, 'starts');
  const encoders = Array.from({ length: starts }, () => randomEncoder(source.n, codewords, rng));
  if (starts > 0 && codewords >= source.n) encoders.push(oneToOne(source.n));
  if (start !== undefined) encoders.push(encoderOf(`${where}: start`, start, source.n));
  const found = encoders.map((encoder) =>
    bottleneckOf(source, { alpha, beta }, iterate(source, encoder, { alpha, beta }, stopping)),
  );
  const best = found.reduce((a, b) => (b.lagrangian < a.lagrangian ? b : a));
  return { ...best, warnings: warningsOf(best, () => criticalBetaOf(source).onset, source.information) };
}

/** The finished code of an iteration; where a code is no better than none, none is what is given. */
export function bottleneckOf(source: Source, { alpha, beta }: TradeOff, iterated: Iterated): Bottleneck {
  const { n, m } = source;
  const valued = (code: Iterated['code']) => {
    const measured = measure(source, code);
    const { rate, relevance, entropy } = measured;
    return { code, ...measured, lagrangian: (1 - alpha) * entropy + alpha * rate - beta * relevance };
  };
  const kept = valued(mergeAlike(source, iterated.code, 1e-6));
  const { code, ...measured } = kept.lagrangian < 0 ? kept : valued(codeOf(source, new Float64Array(n).fill(1)));
  return {
    alpha,
    beta,
    encoder: ndArray([n, code.size], code.encoder),
    marginal: ndArray([code.size], code.marginal),
    decoder: ndArray([code.size, m], code.decoder),
    cardinality: code.size,
    ...measured,
    iterations: iterated.iterations,
    converged: iterated.converged,
    warnings: [],
  };
}

/** What a reader should know of a code; `onset` is asked for only where it is needed, as it takes a search. */
export function warningsOf(
  { beta, cardinality, converged, iterations }: Bottleneck,
  onset: () => number,
  information: number,
): string[] {
  const warnings: string[] = [];
  if (cardinality === 1 && information > 0) {
    warnings.push(
      `The empty code is the best found at beta ${beta}: no code was found to be worth its rate below beta ${onset()}.`,
    );
  }
  if (!converged) warnings.push(`The encoder still changed after ${iterations} iterations.`);
  return warnings;
}

/** @throws RangeError unless `alpha` is from 0 to 1. */
export function checkAlpha(where: string, alpha: number): void {
  if (!(alpha >= 0 && alpha <= 1)) throw new RangeError(`${where}: expected alpha from 0 to 1, got ${alpha}.`);
}

/** Names of the options of {@link Stopping}. */
export const STOPPING_OPTIONS = ['tolerance', 'maxIterations'] as const;

/** @throws RangeError for a tolerance that is not positive, or a count that is not a positive integer. */
export function checkStopping(where: string, options: Partial<Stopping>): Stopping {
  const { tolerance = 1e-10, maxIterations = 20_000 } = options;
  if (!(tolerance > 0 && tolerance < 1)) {
    throw new RangeError(`${where}: expected a tolerance between 0 and 1, got ${tolerance}.`);
  }
  checkPositiveInteger(where, maxIterations, 'maxIterations');
  return { tolerance, maxIterations };
}

/** The rows of an encoder of the user's, checked and normalised. */
function encoderOf(where: string, { shape, data }: NdArray, n: number): Float64Array {
  const [rows, size] = shape;
  if (shape.length !== 2 || rows !== n || !size || data.length !== n * size) {
    throw new RangeError(`${where}: expected p(z | x) of shape [${n}, k], a row for each symbol of X, got [${shape}].`);
  }
  const encoder = Float64Array.from(data);
  for (let x = 0; x < n; x++) {
    const row = encoder.subarray(x * size, (x + 1) * size);
    const wrong = row.find((q) => !(q >= 0 && q < Infinity));
    const total = row.reduce((sum, q) => sum + q, 0);
    if (wrong !== undefined || Math.abs(total - 1) > 1e-6) {
      throw new RangeError(
        `${where}: expected rows of finite probabilities >= 0 with sum 1, got ${wrong === undefined ? `sum ${total}` : wrong} in row ${x}.`,
      );
    }
  }
  return encoder;
}

/** Each row uniform over the simplex. */
function randomEncoder(n: number, codewords: number, rng: Rng): Float64Array {
  const encoder = Float64Array.from({ length: n * codewords }, () => rng.exponential());
  for (let x = 0; x < n; x++) {
    const row = encoder.subarray(x * codewords, (x + 1) * codewords);
    const total = row.reduce((sum, e) => sum + e, 0);
    for (let z = 0; z < codewords; z++) row[z]! /= total;
  }
  return encoder;
}

/** A codeword for each symbol. */
export function oneToOne(n: number): Float64Array {
  const encoder = new Float64Array(n * n);
  for (let x = 0; x < n; x++) encoder[x * n + x] = 1;
  return encoder;
}
