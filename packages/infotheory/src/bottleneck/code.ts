import { entropyOf } from '../measures/entropy.js';
import type { Source } from './source.js';

const MASS = 1e-13;

/** A stochastic code of X, and what follows from it by Bayes' rule. */
export interface Code {
  /** How many codewords. */
  readonly size: number;
  /** p(z | x) `[n, size]`. */
  readonly encoder: Float64Array;
  /** p(z) `[size]`, all positive. */
  readonly marginal: Float64Array;
  /** p(y | z) `[size, m]`. */
  readonly decoder: Float64Array;
}

/** What a code costs and keeps, in nats. */
export interface Measured {
  /** I(X; Z). */
  readonly rate: number;
  /** I(Y; Z). */
  readonly relevance: number;
  /** H(Z). */
  readonly entropy: number;
}

/** The code with this encoder `[n, size]`; codewords that are (all but) never used are dropped. */
export function codeOf({ n, m, pX, channel }: Source, encoder: Float64Array): Code {
  const size = encoder.length / n;
  const all = new Float64Array(size);
  for (let x = 0, i = 0; x < n; x++) for (let z = 0; z < size; z++, i++) all[z]! += pX[x]! * encoder[i]!;
  const used = [...all.keys()].filter((z) => all[z]! > MASS);
  if (used.length < size) {
    const kept = new Float64Array(n * used.length);
    for (let x = 0; x < n; x++) {
      let total = 0;
      for (const z of used) total += encoder[x * size + z]!;
      for (const [i, z] of used.entries()) kept[x * used.length + i] = encoder[x * size + z]! / total;
    }
    return codeOf({ n, m, pX, channel } as Source, kept);
  }
  const decoder = new Float64Array(size * m);
  const weight = (x: number, z: number) => (x < n ? (pX[x]! * encoder[x * size + z]!) / all[z]! : 0);
  // Four symbols at a time: each entry of the decoder is then read and written once for four products.
  for (let x = 0; x < n; x += 4) {
    const [i, j, k, l] = [x, x + 1, x + 2, x + 3].map((symbol) => Math.min(symbol, n - 1) * m) as [
      number,
      number,
      number,
      number,
    ];
    for (let z = 0; z < size; z++) {
      const [p, q, r, s] = [weight(x, z), weight(x + 1, z), weight(x + 2, z), weight(x + 3, z)];
      if (p + q + r + s === 0) continue;
      for (let y = 0, to = z * m; y < m; y++, to++) {
        decoder[to] =
          decoder[to]! + p * channel[i + y]! + q * channel[j + y]! + r * channel[k + y]! + s * channel[l + y]!;
      }
    }
  }
  return { size, encoder, marginal: all, decoder };
}

/** Merges codewords that say the same of Y (total variation of p(y | z) within `tolerance`): no information is lost. */
export function mergeAlike(source: Source, code: Code, tolerance: number): Code {
  const { n, m } = source;
  const { size, encoder, decoder } = code;
  const representatives: number[] = [];
  const target = Array.from({ length: size }, (_, z) => {
    const same = representatives.findIndex((other) => {
      let distance = 0;
      for (let y = 0; y < m; y++) distance += Math.abs(decoder[z * m + y]! - decoder[other * m + y]!) / 2;
      return distance <= tolerance;
    });
    return same >= 0 ? same : representatives.push(z) - 1;
  });
  if (representatives.length === size) return code;
  const merged = new Float64Array(n * representatives.length);
  for (let i = 0; i < encoder.length; i++) {
    merged[Math.floor(i / size) * representatives.length + target[i % size]!]! += encoder[i]!;
  }
  return codeOf(source, merged);
}

/** The rate, relevance and entropy of a code, each a sum of p log(p / q) and so never of cancelling parts. */
export function measure({ pX, pY, m }: Source, { size, encoder, marginal, decoder }: Code): Measured {
  let rate = 0;
  for (let i = 0; i < encoder.length; i++) {
    const q = encoder[i]!;
    if (q > 0) rate += pX[Math.floor(i / size)]! * q * Math.log(q / marginal[i % size]!);
  }
  let relevance = 0;
  for (let i = 0; i < decoder.length; i++) {
    const p = decoder[i]!;
    if (p > 0) relevance += marginal[Math.floor(i / m)]! * p * Math.log(p / pY[i % m]!);
  }
  return { rate: Math.max(0, rate), relevance: Math.max(0, relevance), entropy: entropyOf(marginal) };
}
