import { choleskyFactor, solveTriangular } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import * as composed from './composed/linear-algebra.js';
import { hostValues, isOnHost } from './host-values.js';

/** Applies f to each matrix of a batch on the host, in float64. */
function eachMatrix(x: tf.Tensor, f: (matrix: Float64Array, n: number, batch: number) => Float64Array): tf.Tensor {
  const n = x.shape.at(-1)!;
  const data = hostValues(x)!;
  const out = new Float32Array(data.length);
  for (let batch = 0; batch * n * n < data.length; batch++) {
    out.set(f(Float64Array.from(data.subarray(batch * n * n, (batch + 1) * n * n)), n, batch), batch * n * n);
  }
  return tf.tensor(out, x.shape);
}

function checkSquare(where: string, x: tf.Tensor): void {
  if (x.rank < 2 || x.shape.at(-1) !== x.shape.at(-2)) {
    throw new RangeError(`${where}: expected square matrices [..., n, n], got shape [${x.shape}].`);
  }
}

/** The matrix with zeros above the diagonal (`lower`), or with the diagonal halved too. */
function lowerTriangle(x: tf.Tensor, halveDiagonal = false): tf.Tensor {
  const n = x.shape.at(-1)!;
  const mask = Float32Array.from({ length: n * n }, (_, i) => {
    const [row, column] = [Math.floor(i / n), i % n];
    return column < row ? 1 : column === row ? (halveDiagonal ? 0.5 : 1) : 0;
  });
  return tf.mul(x, tf.tensor(mask, [n, n]));
}

/** The transpose of the last two axes. */
export function transposeLast(x: tf.Tensor): tf.Tensor {
  const axes = x.shape.map((_, i) => i);
  return tf.transpose(x, [...axes.slice(0, -2), x.rank - 1, x.rank - 2]);
}

/**
 * The Cholesky factor L (lower triangular, L L' = A) of symmetric positive-definite matrices `[..., n, n]`, differentiable. It is
 * computed in float64 on the cpu and wasm backends, and elsewhere by tfjs operations, where a matrix that is not positive definite gives
 * NaN instead of an error.
 *
 * @throws RangeError if a matrix is not square, symmetric and positive definite, naming its index in the batch.
 * @see Murray 2016, "Differentiation of the Cholesky decomposition", eq. 10
 */
export function cholesky(a: tf.Tensor): tf.Tensor {
  checkSquare('cholesky(a)', a);
  const op = tf.customGrad((input, save) => {
    const value = isOnHost()
      ? eachMatrix(input as tf.Tensor, (matrix, n, batch) =>
          choleskyFactor(matrix, n, `cholesky(a), batch index ${batch}`),
        )
      : composed.cholesky(input as tf.Tensor);
    (save as (tensors: tf.Tensor[]) => void)([value]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const factor = saved[0]!;
        const inner = lowerTriangle(tf.matMul(transposeLast(factor), lowerTriangle(dy)), true);
        // L^-T Phi(L' dL) L^-1, symmetrised.
        const left = triangularSolve(factor, inner, { transpose: true });
        const both = transposeLast(triangularSolve(factor, transposeLast(left), { transpose: true }));
        return tf.mul(0.5, tf.add(both, transposeLast(both)));
      },
    };
  });
  return tf.tidy(() => op(a));
}

/**
 * The X with L X = B (or L' X = B with `transpose`), L lower triangular `[..., n, n]`, B `[..., n, k]`, differentiable,
 * the batch axes broadcast. Entries above the diagonal of L are not used. In float64 on the cpu and wasm backends, and elsewhere by tfjs
 * operations.
 */
export function triangularSolve(
  l: tf.Tensor,
  b: tf.Tensor,
  { transpose = false }: { readonly transpose?: boolean } = {},
): tf.Tensor {
  checkSquare('triangularSolve(l, b)', l);
  if (b.rank < 2 || b.shape.at(-2) !== l.shape.at(-1)) {
    throw new RangeError(
      `triangularSolve(l, b): expected b of shape [..., ${l.shape.at(-1)}, k] for l of shape [${l.shape}], got [${b.shape}].`,
    );
  }
  const op = tf.customGrad((lInput, bInput, save) => {
    const [factor, right] = [lInput as tf.Tensor, bInput as tf.Tensor];
    const value = isOnHost() ? solve(factor, right, transpose) : composed.triangularSolve(factor, right, transpose);
    (save as (tensors: tf.Tensor[]) => void)([factor, value]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [savedFactor, x] = [saved[0]!, saved[1]!];
        const db = triangularSolve(savedFactor, dy, { transpose: !transpose });
        const dl = transpose ? tf.matMul(x, db, false, true) : tf.matMul(db, x, false, true);
        return [tf.neg(lowerTriangle(dl)), db];
      },
    };
  });
  return tf.tidy(() => {
    const batch = tf.backend_util.assertAndGetBroadcastShape(l.shape.slice(0, -2), b.shape.slice(0, -2));
    const spread = (x: tf.Tensor) => {
      const shape = [...batch, ...x.shape.slice(-2)];
      return shape.length === x.rank && shape.every((m, i) => m === x.shape[i]) ? x : tf.broadcastTo(x, shape);
    };
    return op(spread(l), spread(b));
  });
}

function solve(l: tf.Tensor, b: tf.Tensor, transpose: boolean): tf.Tensor {
  const [n, k] = b.shape.slice(-2) as [number, number];
  const factors = hostValues(l)!;
  const rights = hostValues(b)!;
  const out = new Float32Array(rights.length);
  for (let batch = 0; batch * n * k < rights.length; batch++) {
    const factor = factors.subarray(batch * n * n, (batch + 1) * n * n);
    const x = Float64Array.from(rights.subarray(batch * n * k, (batch + 1) * n * k));
    out.set(solveTriangular(factor, x, n, k, transpose), batch * n * k);
  }
  return tf.tensor(out, b.shape);
}

/** log det(A) of A = L L' from its Cholesky factor `[..., n, n]`: twice the sum of the logs of the diagonal. */
export function logDeterminantFromCholesky(factor: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.mul(2, tf.sum(tf.log(diagonal(factor)), -1)));
}

/** log det(A) of symmetric positive-definite matrices `[..., n, n]`. */
export function logDeterminant(a: tf.Tensor): tf.Tensor {
  return tf.tidy(() => logDeterminantFromCholesky(cholesky(a)));
}

/** The diagonals of matrices `[..., n, n]`, `[..., n]`. */
export function diagonal(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.sum(tf.mul(x, tf.eye(x.shape.at(-1)!)), -1));
}
