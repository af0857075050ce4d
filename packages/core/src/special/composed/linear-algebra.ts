import * as tf from '@tensorflow/tfjs-core';

/** Row `i` of matrices `[..., m, n]`, as `[..., 1, n]`. */
function rowOf(x: tf.Tensor, i: number): tf.Tensor {
  const at = x.shape.map((_, axis) => (axis === x.rank - 2 ? i : 0));
  return tf.slice(
    x,
    at,
    x.shape.map((size, axis) => (axis === x.rank - 2 ? 1 : size)),
  );
}

/** A column of zeros with a one at `i`, `[n, 1]`. */
const unit = (n: number, i: number): tf.Tensor =>
  tf.tensor(
    Float32Array.from({ length: n }, (_, at) => Number(at === i)),
    [n, 1],
  );

const entry = (row: tf.Tensor, i: number): tf.Tensor =>
  tf.slice(
    row,
    row.shape.map((_, axis) => (axis === row.rank - 1 ? i : 0)),
    row.shape.map((size, axis) => (axis === row.rank - 1 ? 1 : size)),
  );

/**
 * Returns the X with L X = B, or L' X = B with `transpose`, for matrices of equal batch axes. Rows are found one after another and added
 * in place of zeros: a concatenation would bind one buffer per row.
 */
export function triangularSolve(l: tf.Tensor, b: tf.Tensor, transpose: boolean): tf.Tensor {
  const n = l.shape.at(-1)!;
  const axes = l.shape.map((_, i) => i);
  const rows = transpose ? tf.transpose(l, [...axes.slice(0, -2), l.rank - 1, l.rank - 2]) : l;
  let x: tf.Tensor = tf.zerosLike(b);
  for (let step = 0; step < n; step++) {
    const i = transpose ? n - 1 - step : step;
    const row = rowOf(rows, i);
    const rest = tf.sub(rowOf(b, i), tf.matMul(row, x));
    x = tf.add(x, tf.mul(unit(n, i), tf.div(rest, entry(row, i))));
  }
  return x;
}

/** Returns the Cholesky factor of symmetric positive-definite matrices `[..., n, n]`, column by column; NaN for others. */
export function cholesky(a: tf.Tensor): tf.Tensor {
  const n = a.shape.at(-1)!;
  const axes = a.shape.map((_, i) => i);
  const swap = [...axes.slice(0, -2), a.rank - 1, a.rank - 2];
  let l: tf.Tensor = tf.zerosLike(a);
  for (let j = 0; j < n; j++) {
    // Column j of A, which is its row, minus what the columns before contribute; as a row.
    const rest = tf.sub(rowOf(a, j), tf.matMul(rowOf(l, j), l, false, true));
    const below = tf.tensor(Float32Array.from({ length: n }, (_, i) => Number(i >= j)));
    const column = tf.mul(tf.div(rest, tf.sqrt(entry(rest, j))), below);
    l = tf.add(l, tf.mul(tf.transpose(column, swap), tf.reshape(unit(n, j), [1, n])));
  }
  return l;
}
