import { choleskyFactor, choleskySolve } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { broadcastShape } from '../../operations/index.js';
import { cholesky, expand, hostValues, isOnHost, transposeLast, triangularSolve } from '../../special/index.js';

/** Numbers of a batch of rows and of the covariances W W' + diag(d) that they belong to: one for each row, or one for all. */
interface Rows {
  readonly x: ArrayLike<number>;
  readonly w: ArrayLike<number>;
  readonly d: ArrayLike<number>;
  readonly n: number;
  readonly rank: number;
}

/** The weights m of the columns of W in a row, and what they leave of it, in float64. */
interface Fit {
  readonly weights: Float64Array;
  readonly rest: Float64Array;
}

/**
 * Returns x' (W W' + diag(d))^-1 x in float64, as (x - W m)' D^-1 (x - W m) + m' m with the m that makes it smallest. Both terms are
 * positive, so that nothing cancels, and the derivatives are those at fixed m. On a device, by tfjs operations in float32.
 *
 * @param x `[..., n]`
 * @param w `[..., n, r]`
 * @param d `[..., n]`, positive
 * @returns `[...]`
 */
export function lowRankSquare(x: tf.Tensor, w: tf.Tensor, d: tf.Tensor): tf.Tensor {
  return isOnHost() ? squareOnHost(x, w, d) : tf.tidy(() => composedSquare(x, w, d));
}

function composedSquare(x: tf.Tensor, w: tf.Tensor, d: tf.Tensor): tf.Tensor {
  const weighted = tf.div(transposeLast(w), tf.expandDims(d, -2));
  const columns = tf.broadcastTo(w, [...weighted.shape.slice(0, -2), ...w.shape.slice(-2)]);
  const factor = cholesky(tf.add(tf.matMul(weighted, columns), tf.eye(w.shape.at(-1)!)));
  const projected = tf.sum(tf.mul(weighted, tf.expandDims(x, -2)), -1, true);
  const weights = triangularSolve(factor, triangularSolve(factor, projected), { transpose: true });
  const rest = tf.sub(x, tf.sum(tf.mul(w, transposeLast(weights)), -1));
  return tf.add(tf.sum(tf.div(tf.square(rest), d), -1), tf.sum(tf.square(weights), [-2, -1]));
}

function squareOnHost(x: tf.Tensor, w: tf.Tensor, d: tf.Tensor): tf.Tensor {
  const [n, rank] = w.shape.slice(-2) as [number, number];
  const one = w.rank === 2 && d.rank === 1;
  const where = 'LowRankMultivariateNormal.logProb(x)';
  const batch = broadcastShape(where, x.shape.slice(0, -1), w.shape.slice(0, -2), d.shape.slice(0, -1));
  const op = tf.customGrad((...given) => {
    const save = given.pop() as unknown as (tensors: tf.Tensor[]) => void;
    save(given as tf.Tensor[]);
    const rows = numbersOf(given as tf.Tensor[], n, rank);
    const out = new Float32Array(rows.x.length / n);
    eachFit(rows, (i, { weights, rest }, diagonal) => {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += rest[j]! ** 2 / rows.d[diagonal + j]!;
      for (const weight of weights) sum += weight * weight;
      out[i] = sum;
    });
    return {
      value: tf.tensor(out, batch),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => slopes(numbersOf(saved, n, rank), dy, saved),
    };
  });
  return tf.tidy(() =>
    op(expand(x, [...batch, n]), one ? w : expand(w, [...batch, n, rank]), one ? d : expand(d, [...batch, n])),
  );
}

function numbersOf([x, w, d]: readonly tf.Tensor[], n: number, rank: number): Rows {
  return { x: hostValues(x!)!, w: hostValues(w!)!, d: hostValues(d!)!, n, rank };
}

/** The Cholesky factor of I + W' D^-1 W, of the covariance at `at`. */
function capacitance({ w, d, n, rank }: Rows, at: number): Float64Array {
  const sums = new Float64Array(rank * rank);
  for (let j = 0; j < n; j++) {
    for (let a = 0; a < rank; a++) {
      const scaled = w[(at * n + j) * rank + a]! / d[at * n + j]!;
      for (let b = 0; b < rank; b++) sums[a * rank + b]! += scaled * w[(at * n + j) * rank + b]!;
    }
  }
  for (let a = 0; a < rank; a++) sums[a * rank + a]! += 1;
  return choleskyFactor(sums, rank, 'LowRankMultivariateNormal.logProb(x)');
}

/** Visits each row with its fit and the place of its diagonal. */
function eachFit(rows: Rows, visit: (row: number, fit: Fit, diagonal: number) => void): void {
  const { x, w, d, n, rank } = rows;
  const shared = d.length === n && w.length === n * rank;
  let factor: Float64Array | undefined;
  for (let i = 0; i * n < x.length; i++) {
    const at = shared ? 0 : i;
    if (!shared || factor === undefined) factor = capacitance(rows, at);
    const weights = new Float64Array(rank);
    for (let j = 0; j < n; j++) {
      const scaled = x[i * n + j]! / d[at * n + j]!;
      for (let a = 0; a < rank; a++) weights[a]! += scaled * w[(at * n + j) * rank + a]!;
    }
    const solved = choleskySolve(factor, rank, weights);
    const rest = Float64Array.from({ length: n }, (_, j) => {
      let value = x[i * n + j]!;
      for (let a = 0; a < rank; a++) value -= w[(at * n + j) * rank + a]! * solved[a]!;
      return value;
    });
    visit(i, { weights: solved, rest }, at * n);
  }
}

/** The derivatives by x, W and d: 2 e / d, -2 (e / d) m' and -(e / d)^2, for e what is left of x. */
function slopes(rows: Rows, dy: tf.Tensor, like: readonly tf.Tensor[]): tf.Tensor[] {
  const { n, rank } = rows;
  const weight = hostValues(dy)!;
  const [byX, byW, byD] = [rows.x, rows.w, rows.d].map(({ length }) => new Float64Array(length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  eachFit(rows, (i, { weights, rest }, diagonal) => {
    for (let j = 0; j < n; j++) {
      const scaled = rest[j]! / rows.d[diagonal + j]!;
      byX[i * n + j] = 2 * weight[i]! * scaled;
      byD[diagonal + j]! -= weight[i]! * scaled * scaled;
      for (let a = 0; a < rank; a++) byW[(diagonal + j) * rank + a]! -= 2 * weight[i]! * scaled * weights[a]!;
    }
  });
  return [byX, byW, byD].map((values, i) => tf.tensor(Float32Array.from(values), like[i]!.shape));
}
