import type { Tridiagonal } from './tridiagonal.js';

/** Steps per eigenvalue, of which two are usual. */
const MOST = 60;

/**
 * Turns a symmetric tridiagonal matrix into a diagonal one, in place, by QL steps with implicit shifts: `diagonal` becomes the
 * eigenvalues, in no order.
 *
 * @param vectors Columns of Q, each `[n]`. They become the eigenvectors of `Q T Q'`. Nothing is turned if there are none.
 * @throws Error if an eigenvalue takes more than 60 steps, which happens for numbers that are not finite.
 * @see Golub & Van Loan, "Matrix computations", section 8.3.5
 */
export function implicitQl({ diagonal, coupling }: Tridiagonal, vectors: readonly Float64Array[] = []): void {
  for (let first = 0; first < diagonal.length; first++) {
    for (let steps = 0; ; steps++) {
      const last = endOfBlock(diagonal, coupling, first);
      if (last === first) break;
      if (steps === MOST) {
        throw new Error(
          `symmetricEigen(matrix, n): expected eigenvalue ${first} within ${MOST} steps, got a coupling of ${coupling[first]}. Check that the matrix is finite.`,
        );
      }
      step(diagonal, coupling, vectors, first, last);
    }
  }
}

/** Returns the first index from `first` on whose coupling to the next one is lost in rounding. */
function endOfBlock(diagonal: Float64Array, coupling: Float64Array, first: number): number {
  let last = first;
  while (last < diagonal.length - 1) {
    const size = Math.abs(diagonal[last]!) + Math.abs(diagonal[last + 1]!);
    if (Math.abs(coupling[last]!) <= 2 ** -52 * size) break;
    last++;
  }
  return last;
}

/** One QL step on the block from `first` to `last`, shifted by the eigenvalue of its first two rows that is nearest to the first. */
function step(
  diagonal: Float64Array,
  coupling: Float64Array,
  vectors: readonly Float64Array[],
  first: number,
  last: number,
): void {
  const ratio = (diagonal[first + 1]! - diagonal[first]!) / (2 * coupling[first]!);
  const root = Math.hypot(ratio, 1);
  let g = diagonal[last]! - diagonal[first]! + coupling[first]! / (ratio + (ratio < 0 ? -root : root));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  for (let i = last - 1; i >= first; i--) {
    const bulge = sine * coupling[i]!;
    const kept = cosine * coupling[i]!;
    const radius = Math.hypot(bulge, g);
    coupling[i + 1] = radius;
    if (radius === 0) {
      // The block falls apart here.
      diagonal[i + 1]! -= shift;
      coupling[last] = 0;
      return;
    }
    sine = bulge / radius;
    cosine = g / radius;
    g = diagonal[i + 1]! - shift;
    const slope = (diagonal[i]! - g) * sine + 2 * cosine * kept;
    shift = sine * slope;
    diagonal[i + 1] = g + shift;
    g = cosine * slope - kept;
    if (vectors.length > 0) turn(vectors[i]!, vectors[i + 1]!, cosine, sine);
  }
  diagonal[first]! -= shift;
  coupling[first] = g;
  coupling[last] = 0;
}

function turn(left: Float64Array, right: Float64Array, cosine: number, sine: number): void {
  for (let k = 0; k < left.length; k++) {
    const x = left[k]!;
    const y = right[k]!;
    left[k] = cosine * x - sine * y;
    right[k] = sine * x + cosine * y;
  }
}
