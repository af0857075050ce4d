import { type Categorical, type Conditional, tensorsOf } from '@latents/core';
import { type NdArray, takeRows } from '@latents/math';
import { type Bound, bound } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { softEntropy } from './soft-entropy.js';

/** What InfoCotrain says of I(X; Y) on data that it was not trained on, in nats. */
export interface CotrainEvaluation {
  /**
   * H(Z) - H_{Psi,Phi}(Z | X) with the plug-in H(Z): its expectation is at most I(X; Y), whatever the encoders, as long as they were
   * chosen without these data (ERRATA E49).
   */
  readonly bound: Bound<'lower'>;
  /** Of the bound, by the variance of its influence function. */
  readonly standardError: number;
  /** The same with the jackknifed H(Z): less biased, but no longer a bound in expectation. */
  readonly jackknifed: number;
  /** What no value of the bound can exceed: the log of the number of codewords. */
  readonly ceiling: number;
  /**
   * What holds the bound down: `'codewords'` if it is within a tenth of a nat of log |Z| (take more), `'examples'` if it is of log n,
   * which no distribution-free lower bound can much exceed (take more data); undefined if neither does.
   *
   * @see McAllester & Stratos 2020, "Formal limitations on the measurement of mutual information"
   */
  readonly capped: 'codewords' | 'examples' | undefined;
}

const CLOSE = 0.1;

/** @param psi P(z | y_i), phi P(z | x_i), both `[n, classes]`. */
export function evaluateBound(psi: Float64Array, phi: Float64Array, classes: number): CotrainEvaluation {
  const n = psi.length / classes;
  const { plugIn, jackknife, marginal } = softEntropy(psi, classes);
  let cross = 0;
  let squares = 0;
  let mean = 0;
  for (let i = 0; i < n; i++) {
    let given = 0;
    let surprise = 0;
    for (let j = i * classes, z = 0; z < classes; j++, z++) {
      if (psi[j] === 0) continue;
      given -= psi[j]! * Math.log(phi[j]!);
      surprise -= psi[j]! * Math.log(marginal[z]!);
    }
    cross += given / n;
    const delta = surprise - given - mean;
    mean += delta / (i + 1);
    squares += delta * (surprise - given - mean);
  }
  const value = bound('lower', 'I(X; Y)', [
    { name: 'entropy of z', nats: plugIn, weight: 1 },
    { name: 'z given x', nats: cross, weight: -1 },
  ]);
  const ceiling = Math.log(classes);
  const near = (limit: number) => value.value > limit - CLOSE;
  return {
    bound: value,
    standardError: Math.sqrt(squares / (n - 1) / n),
    jackknifed: jackknife - cross,
    ceiling,
    capped: classes > 1 && near(ceiling) ? 'codewords' : near(Math.log(n)) ? 'examples' : undefined,
  };
}

const CHUNK = 4096;

/** The probabilities of the codewords of each row, `[n, classes]`, in float64. */
export async function codes(encoder: Conditional<Categorical>, rows: NdArray): Promise<Float64Array> {
  const n = rows.shape[0] ?? 0;
  const parts: Float32Array[] = [];
  for (let from = 0; from < n; from += CHUNK) {
    const indices = Array.from({ length: Math.min(CHUNK, n - from) }, (_, i) => from + i);
    const probabilities = tf.tidy(() => encoder.given(tensorsOf(takeRows(rows, indices))).logProbabilities());
    parts.push((await probabilities.data()) as Float32Array);
    probabilities.dispose();
  }
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    // Exponentiated and normalised here: float32 rows sum to 1 only to 1e-7 a class.
    all.set(Float64Array.from(part, Math.exp), at);
    at += part.length;
  }
  const classes = all.length / n;
  for (let i = 0; i < n; i++) {
    const row = all.subarray(i * classes, (i + 1) * classes);
    const total = row.reduce((sum, p) => sum + p, 0);
    for (let z = 0; z < classes; z++) row[z]! /= total;
  }
  return all;
}
