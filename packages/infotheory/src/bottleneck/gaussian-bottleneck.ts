import {
  checkNdArray,
  checkPositive,
  choleskyFactor,
  type NdArray,
  ndArray,
  solveTriangular,
  symmetricEigen,
  transpose,
} from '@latents/math';

export interface GaussianPair {
  /** Cov(X) `[dx, dx]` and Cov(Y) `[dy, dy]`, positive definite. */
  readonly covX: NdArray;
  readonly covY: NdArray;
  /** Cov(X, Y) `[dx, dy]`. */
  readonly covXY: NdArray;
}

/** The optimal code of a Gaussian pair at one beta: T = projection X + noise, noise ~ N(0, I). Informations are in nats. */
export interface GaussianBottleneck {
  readonly beta: number;
  /** `[dim, dx]`: a row for each canonical direction that is worth its rate, the most informative first. */
  readonly projection: NdArray<Float64Array>;
  /** I(X; T). */
  readonly rate: number;
  /** I(Y; T). */
  readonly relevance: number;
  /** I(X; Y), which the relevance nears as beta grows. */
  readonly information: number;
  /** Where each canonical direction, whether used or not, enters the code: 1 / correlation^2, ascending. */
  readonly criticalBetas: readonly number[];
}

/**
 * The information bottleneck of jointly Gaussian X and Y in closed form: the i-th canonical direction enters at beta = 1 / (1 -
 * lambda_i), with lambda_i = 1 - correlation_i^2 the eigenvalues of Cov(X|Y) Cov(X)^-1, and is scaled by
 * sqrt((beta (1 - lambda_i) - 1) / lambda_i) over its standard deviation.
 *
 * @example
 * ```ts
 * import { ndArray } from '@latents/math';
 * import { gaussianBottleneck } from '@latents/infotheory/tables';
 *
 * const scalar = (value) => ndArray([1, 1], Float64Array.of(value));
 * const pair = { covX: scalar(1), covY: scalar(1), covXY: scalar(0.75) };
 * gaussianBottleneck(pair, { beta: 2 }).rate; // => 0.125657
 * gaussianBottleneck(pair, { beta: 2 }).criticalBetas; // => [1 / 0.5625]
 * ```
 * @throws RangeError for shapes that do not meet, covariances that are not symmetric positive definite, a pair that determine each
 * other (a canonical correlation of 1, where the information is infinite), or a beta that is not positive and finite.
 * @see Chechik, Globerson, Tishby & Weiss 2005, "Information bottleneck for Gaussian variables", theorem 3.1
 */
export function gaussianBottleneck(pair: GaussianPair, { beta }: { readonly beta: number }): GaussianBottleneck {
  const where = 'gaussianBottleneck(pair, { beta })';
  checkPositive(`${where}: beta`, beta);
  const { correlations, directions, dx } = canonicalDirections(where, pair);
  const rows: Float64Array[] = [];
  let rate = 0;
  let relevance = 0;
  let information = 0;
  for (const [i, correlation] of correlations.entries()) {
    const kept = correlation ** 2;
    const lambda = (1 - correlation) * (1 + correlation);
    if (!(lambda > 1e-12)) {
      throw new RangeError(
        `${where}: expected canonical correlations below 1, got ${correlation}. X and Y that determine each other share infinitely many nats.`,
      );
    }
    information -= 0.5 * Math.log(lambda);
    const squaredScale = (beta * kept - 1) / lambda;
    if (squaredScale <= 0) continue;
    rows.push(directions[i]!.map((v) => v * Math.sqrt(squaredScale)));
    rate += 0.5 * Math.log1p(squaredScale);
    relevance += 0.5 * Math.log((1 + squaredScale) / (1 + squaredScale * lambda));
  }
  const projection = new Float64Array(rows.length * dx);
  for (const [i, row] of rows.entries()) projection.set(row, i * dx);
  return {
    beta,
    projection: ndArray([rows.length, dx], projection),
    rate,
    relevance,
    information,
    criticalBetas: correlations.map((correlation) => 1 / correlation ** 2),
  };
}

/** The canonical correlations, largest first, and for each the function of x, of unit variance, that has it. */
function canonicalDirections(where: string, { covX, covY, covXY }: GaussianPair) {
  for (const [name, array] of Object.entries({ covX, covY, covXY })) checkNdArray(where, name, array);
  const [dx, dy] = covXY.shape;
  for (const [name, covariance, d] of [
    ['covX', covX, dx],
    ['covY', covY, dy],
  ] as const) {
    if (covXY.shape.length !== 2 || !d || covariance.shape.join() !== `${d},${d}`) {
      throw new RangeError(
        `${where}: expected covXY [dx, dy] with covX [dx, dx] and covY [dy, dy], got ${name} [${covariance.shape}] and covXY [${covXY.shape}].`,
      );
    }
  }
  const rows = dx!;
  const columns = dy!;
  const lowerX = choleskyFactor(covX.data, rows, `${where}, covX`);
  const lowerY = choleskyFactor(covY.data, columns, `${where}, covY`);
  // K = Lx^-1 Cov(X, Y) Ly^-T, whose singular values are the canonical correlations.
  const half = solveTriangular(lowerX, Float64Array.from(covXY.data), rows, columns, false);
  const k = solveTriangular(lowerY, transpose(half, rows, columns), columns, rows, false);
  const gram = new Float64Array(rows * rows);
  for (let y = 0; y < columns; y++) {
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < rows; j++) gram[i * rows + j]! += k[y * rows + i]! * k[y * rows + j]!;
  }
  const { values, vectors } = symmetricEigen(gram, rows);
  const count = Math.min(rows, columns);
  return {
    dx: rows,
    correlations: Array.from(values.subarray(0, count), (value) => Math.sqrt(Math.max(0, value))),
    directions: vectors.slice(0, count).map((u) => solveTriangular(lowerX, Float64Array.from(u), rows, 1, true)),
  };
}
