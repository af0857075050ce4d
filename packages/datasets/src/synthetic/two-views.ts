import { checkInteger, checkPositiveInteger, drawIndex, type NdArray, ndArray, type Rng } from '@latents/math';
import { checkProbabilities, matrix } from './checks.js';

/** Pairs of classes (a, b) drawn from a joint table. */
export interface DiscretePair {
  /** I(A; B) of the table, in nats. */
  readonly mutualInformation: number;
  /** `n` independent pairs: a `[n]` indexes rows of the table, b `[n]` its columns. */
  sample(n: number, rng: Rng): { readonly a: NdArray<Int32Array>; readonly b: NdArray<Int32Array> };
}

/** Two views with continuous features, each showing its class and much besides. */
export interface TwoViews {
  /** I(X; Y) = I(A; B) of the table, in nats. */
  readonly mutualInformation: number;
  /** `n` independent pairs of views, x `[n, rows + nuisance]` and y `[n, columns + nuisance]`, and their classes. */
  sample(
    n: number,
    rng: Rng,
  ): ReturnType<DiscretePair['sample']> & { readonly x: NdArray<Float64Array>; readonly y: NdArray<Float64Array> };
}

/**
 * Two discrete variables with a given joint distribution.
 *
 * @example
 * ```ts
 * import { discretePair } from '@latents/datasets/synthetic';
 *
 * discretePair({ joint: [[0.5, 0], [0, 0.5]] }).mutualInformation; // => Math.log(2)
 * ```
 * @throws RangeError if `joint` is not a matrix of probabilities with sum 1.
 */
export function discretePair(options: { readonly joint: readonly (readonly number[])[] }): DiscretePair {
  const joint = matrix('discretePair({ joint })', options.joint);
  checkProbabilities('discretePair({ joint })', joint);
  const columns = options.joint[0]!.length;
  return {
    mutualInformation: mutualInformation(joint, columns),
    sample(n, rng) {
      checkPositiveInteger('pair.sample(n)', n);
      const cells = Int32Array.from({ length: n }, () => drawIndex(rng, joint));
      return {
        a: ndArray(
          [n],
          cells.map((cell) => Math.floor(cell / columns)),
        ),
        b: ndArray(
          [n],
          cells.map((cell) => cell % columns),
        ),
      };
    },
  };
}

/**
 * Two views with continuous features and known mutual information. Classes (a, b) are drawn from `joint`. View x is
 * the indicator vector of a with uniform jitter on (-0.5, 0.5) added to each entry, followed by `nuisance` standard
 * normals; y is the same for b. A view determines its class, whose entry alone is above 0.5, and all else in it is
 * independent noise, so I(X; Y) = I(A; B).
 *
 * @example
 * ```ts
 * import { createRng } from '@latents/math';
 * import { twoViews } from '@latents/datasets/synthetic';
 *
 * const views = twoViews({ joint: [[0.4, 0.1], [0.1, 0.4]], nuisance: 3 });
 * views.mutualInformation; // => 0.8 * Math.log(1.6) + 0.2 * Math.log(0.4)
 * views.sample(10, createRng(0)).x.shape; // => [10, 5]
 * ```
 * @throws RangeError if `joint` is not a matrix of probabilities with sum 1, or `nuisance` not a non-negative integer.
 */
export function twoViews(options: {
  readonly joint: readonly (readonly number[])[];
  readonly nuisance: number;
}): TwoViews {
  const { joint, nuisance } = options;
  checkInteger('twoViews({ nuisance })', nuisance);
  const pair = discretePair({ joint });
  return {
    mutualInformation: pair.mutualInformation,
    sample(n, rng) {
      const { a, b } = pair.sample(n, rng);
      return { a, b, x: view(a.data, joint.length, nuisance, rng), y: view(b.data, joint[0]!.length, nuisance, rng) };
    },
  };
}

function view(classes: Int32Array, count: number, nuisance: number, rng: Rng): NdArray<Float64Array> {
  const width = count + nuisance;
  const data = new Float64Array(classes.length * width);
  for (const [row, shown] of classes.entries()) {
    const features = data.subarray(row * width, (row + 1) * width);
    for (let j = 0; j < count; j++) features[j] = (j === shown ? 1 : 0) + openUniform(rng) - 0.5;
    for (let j = count; j < width; j++) features[j] = rng.normal();
  }
  return ndArray([classes.length, width], data);
}

/** Uniform on (0, 1), neither end included, and so coarse that adding 0.5 to it rounds nothing. */
function openUniform(rng: Rng): number {
  return (rng.integer(2 ** 32) + 0.5) / 2 ** 32;
}

function mutualInformation(joint: Float64Array, columns: number): number {
  const rows = joint.length / columns;
  const [pA, pB] = [new Float64Array(rows), new Float64Array(columns)];
  for (const [cell, p] of joint.entries()) {
    pA[Math.floor(cell / columns)]! += p;
    pB[cell % columns]! += p;
  }
  let nats = 0;
  for (const [cell, p] of joint.entries()) {
    if (p > 0) nats += p * Math.log(p / (pA[Math.floor(cell / columns)]! * pB[cell % columns]!));
  }
  return nats;
}
