import { softmaxInPlace } from '@latents/math';
import { type Code, codeOf, mergeAlike } from './code.js';
import { assertFalling } from './monotonicity-error.js';
import type { Source } from './source.js';

/** The trade-off that a code is optimised for: H(Z) - alpha H(Z|X) - beta I(Z;Y), with alpha 1 the information bottleneck. */
export interface TradeOff {
  readonly beta: number;
  readonly alpha: number;
}

export interface Stopping {
  /** Stop when the encoder changes by no more than this (mean total variation over x). */
  readonly tolerance: number;
  readonly maxIterations: number;
}

export interface Iterated {
  readonly code: Code;
  readonly iterations: number;
  readonly converged: boolean;
}

// Codewords closer than this are one, and stay one.
const ALIKE = 1e-9;

/**
 * The self-consistent equations p(z | x) = p(z) exp(-beta KL(p(y | x) || p(y | z))) / N(x) with p(z) and p(y | z) by Bayes' rule,
 * from the given encoder, in log space. Each round lowers the Lagrangian, which is asserted.
 *
 * @see Stratos section 3, ERRATA E44; Tishby, Pereira & Bialek 2000, eqs. 28 to 31; Strouse & Schwab 2017, eqs. 8 to 10
 */
export function iterate(source: Source, start: Float64Array, tradeOff: TradeOff, stopping: Stopping): Iterated {
  let code = mergeAlike(source, codeOf(source, start), ALIKE);
  let before = Infinity;
  let gap = 1;
  for (let iteration = 1; iteration <= stopping.maxIterations; iteration++) {
    const { encoder, lagrangian } = encode(source, code, tradeOff);
    assertFalling(iteration, before, lagrangian);
    before = lagrangian;
    const change = distance(source, code.encoder, encoder);
    code = codeOf(source, encoder);
    if (change <= stopping.tolerance) {
      return { code: mergeAlike(source, code, ALIKE), iterations: iteration, converged: true };
    }
    // Comparing codewords costs as much as a round: done ever more rarely.
    if (iteration === gap) {
      code = mergeAlike(source, code, ALIKE);
      gap += Math.ceil(gap / 4);
    }
  }
  return { code, iterations: stopping.maxIterations, converged: false };
}

/** The best encoder for a code's p(z) and p(y | z), and the Lagrangian (plus beta I(X;Y)) that it reaches with them. */
function encode({ n, m, pX, channel, negentropy }: Source, code: Code, { alpha, beta }: TradeOff) {
  const { size, marginal, decoder } = code;
  const logMarginal = marginal.map(Math.log);
  // log p(y | z) as [m, size], so that the inner loop runs over neighbours in memory.
  const logDecoder = new Float64Array(m * size);
  for (let z = 0; z < size; z++) for (let y = 0; y < m; y++) logDecoder[y * size + z] = Math.log(decoder[z * m + y]!);
  const encoder = new Float64Array(n * size);
  let lagrangian = 0;
  for (let x = 0; x < n; x++) {
    const row = encoder.subarray(x * size, (x + 1) * size);
    addProducts(row, channel.subarray(x * m, (x + 1) * m), logDecoder);
    for (let z = 0; z < size; z++) row[z] = logMarginal[z]! + beta * (row[z]! - negentropy[x]!);
    lagrangian -= pX[x]! * (alpha === 0 ? harden(row) : soften(row, alpha));
  }
  return { encoder, lagrangian };
}

/**
 * Adds to `row` the rows of `matrix`, `[weights, row]`, times their weights, in their order; a weight of 0 passes infinity over. Four
 * rows at a time, for each entry of `row` is then read and written once for four products.
 */
function addProducts(row: Float64Array, weights: Float64Array, matrix: Float64Array): void {
  const size = row.length;
  let y = 0;
  while (y < weights.length) {
    const [a, b, c, d] = [weights[y]!, weights[y + 1] ?? 0, weights[y + 2] ?? 0, weights[y + 3] ?? 0];
    const from = y * size;
    if (a > 0 && b > 0 && c > 0 && d > 0) {
      for (let z = 0, i = from; z < size; z++, i++) {
        row[z] =
          row[z]! + a * matrix[i]! + b * matrix[i + size]! + c * matrix[i + 2 * size]! + d * matrix[i + 3 * size]!;
      }
      y += 4;
    } else {
      if (a > 0) for (let z = 0; z < size; z++) row[z]! += a * matrix[from + z]!;
      y += 1;
    }
  }
}

/** Turns scores into probabilities proportional to exp(score / temperature), in place; returns temperature times the log of their sum. */
function soften(row: Float64Array, temperature: number): number {
  for (let z = 0; z < row.length; z++) row[z]! /= temperature;
  return temperature * softmaxInPlace(row);
}

/** The limit of temperature 0: the best score takes all; gives that score. */
function harden(row: Float64Array): number {
  let best = 0;
  for (let z = 1; z < row.length; z++) if (row[z]! > row[best]!) best = z;
  const top = row[best]!;
  row.fill(0);
  row[best] = 1;
  return top;
}

function distance({ n, pX }: Source, a: Float64Array, b: Float64Array): number {
  const size = a.length / n;
  let total = 0;
  for (let x = 0, i = 0; x < n; x++)
    for (let z = 0; z < size; z++, i++) total += (pX[x]! * Math.abs(a[i]! - b[i]!)) / 2;
  return total;
}
