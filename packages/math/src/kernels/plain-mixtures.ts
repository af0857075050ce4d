import type { MixtureKernels } from './mixture-kernels.js';

/** Returns the kernels of Gaussian mixtures. */
export function plainMixtures(x: Float64Array): MixtureKernels {
  return {
    fullDensities({ block, rows, dimensions: d, whitening: w, shift, constant, out }) {
      const q = new Float64Array(rows);
      const a = new Float64Array(rows);
      for (let i = 0; i < d; i++) {
        a.fill(-x[shift + i]!);
        for (let j = 0; j <= i; j++) {
          const v = x[w + packedAt(i, j)]!;
          for (let row = 0, p = block + 4 * j; row < rows; row += 4, p += 4 * d) {
            a[row]! += v * x[p]!;
            a[row + 1]! += v * x[p + 1]!;
            a[row + 2]! += v * x[p + 2]!;
            a[row + 3]! += v * x[p + 3]!;
          }
        }
        for (let row = 0; row < rows; row++) q[row]! += a[row]! * a[row]!;
      }
      for (let row = 0; row < rows; row++) x[out + row] = constant - 0.5 * q[row]!;
    },
    diagonalDensities({ block, rows, dimensions: d, whitening: w, shift, constant, out }) {
      for (let row = 0; row < rows; row++) {
        let q = 0;
        for (let j = 0, p = block + (row >> 2) * 4 * d + (row & 3); j < d; j++, p += 4) {
          const a = x[w + j]! * x[p]! - x[shift + j]!;
          q += a * a;
        }
        x[out + row] = constant - 0.5 * q;
      }
    },
    fullMoments({ block, rows, dimensions: d, weights, scaled, sums, squares }) {
      let total = 0;
      for (let row = 0; row < rows; row++) {
        const r = x[weights + row]!;
        total += r;
        const at = (row >> 2) * 4 * d + (row & 3);
        for (let p = at; p < at + 4 * d; p += 4) x[scaled + p] = r * x[block + p]!;
      }
      if (total === 0) return 0;
      for (let i = 0; i < d; i++) {
        for (let row = 0; row < rows; row++) x[sums + i]! += x[scaled + (row >> 2) * 4 * d + 4 * i + (row & 3)]!;
        for (let j = 0; j <= i; j++) {
          let sum = 0;
          for (let group = 0, y = scaled + 4 * i, z = block + 4 * j; group < rows; group += 4, y += 4 * d, z += 4 * d)
            sum += x[y]! * x[z]! + x[y + 1]! * x[z + 1]! + (x[y + 2]! * x[z + 2]! + x[y + 3]! * x[z + 3]!);
          x[squares + i * d + j]! += sum;
        }
      }
      return total;
    },
    diagonalMoments({ block, rows, dimensions: d, weights, sums, squares }) {
      let total = 0;
      for (let row = 0; row < rows; row++) {
        const r = x[weights + row]!;
        if (r === 0) continue;
        total += r;
        for (let j = 0, p = block + (row >> 2) * 4 * d + (row & 3); j < d; j++, p += 4) {
          const y = r * x[p]!;
          x[sums + j]! += y;
          x[squares + j]! += y * x[p]!;
        }
      }
      return total;
    },
    respond({ joint, stride, rows, components: k, weights, tops, sums, tilts }) {
      for (let row = 0; row < rows; row++) {
        let top = -Infinity;
        for (let c = 0, p = joint + row; c < k; c++, p += stride) if (x[p]! > top) top = x[p]!;
        let sum = 0;
        let tilt = 0;
        for (let c = 0, p = joint + row; c < k; c++, p += stride) {
          const below = x[p]! - top;
          const e = below >= -708 ? Math.exp(below) : 0;
          x[p] = e;
          sum += e;
          if (e > 0) tilt += e * below;
        }
        const weight = x[weights + row]!;
        const scale = weight > 0 ? weight / sum : 0;
        for (let c = 0, p = joint + row; c < k; c++, p += stride) x[p]! *= scale;
        x[tops + row] = top;
        x[sums + row] = sum;
        x[tilts + row] = tilt;
      }
    },
  };
}

/** Returns the index of entry (i, j), j <= i, of a packed lower triangular matrix: `[ceil(d / 4)][min(4 tile + 4, d)][4]`. */
function packedAt(i: number, j: number): number {
  const tile = i >> 2;
  // The tiles before are all of full width: 4 * 4 * (1 + 2 + ... + tile).
  return 8 * tile * (tile + 1) + 4 * j + (i & 3);
}

/** Returns how many numbers a packed lower triangular `[d, d]` matrix takes. */
export function packedSize(d: number): number {
  const tiles = Math.ceil(d / 4);
  return 8 * tiles * (tiles - 1) + 4 * d;
}

/** Packs the lower triangular `[d, d]` matrix at `from` by fours of its rows, for `fullDensities`; missing rows are zeros. */
export function packLower(matrix: Float64Array, from: number, d: number, out: Float64Array, to: number): void {
  out.fill(0, to, to + packedSize(d));
  for (let i = 0; i < d; i++) for (let j = 0; j <= i; j++) out[to + packedAt(i, j)] = matrix[from + i * d + j]!;
}
