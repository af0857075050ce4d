import type { NdArray } from '@latents/math';
import type { Images } from '../digits/images.js';
import { onlyHalf } from './halves.js';
import { GUESS_ROWS, MEMBERS } from './messages.js';

const PIXELS = 784;

/** The mean image of each cluster, `[clusters, 784]`: blank where it has no member. */
export function clusterMeans(images: NdArray<Uint8Array>, clusters: Int32Array, count: number): Float32Array {
  const sums = new Float32Array(count * PIXELS);
  const sizes = new Float32Array(count);
  clusters.forEach((cluster, i) => {
    sizes[cluster]!++;
    for (let j = 0; j < PIXELS; j++) sums[cluster * PIXELS + j]! += images.data[i * PIXELS + j]! / 255;
  });
  return sums.map((sum, i) => sum / Math.max(1, sizes[Math.floor(i / PIXELS)]!));
}

/** Rows of images, a column a cluster: the means, then the first members of each. */
export function clusterPicture(
  images: NdArray<Uint8Array>,
  clusters: Int32Array,
  count: number,
  means: Float32Array,
): Images {
  const out = new Float32Array((1 + MEMBERS) * count * PIXELS);
  out.set(means);
  const filled = new Int32Array(count);
  clusters.forEach((cluster, i) => {
    if (filled[cluster]! === MEMBERS) return;
    const row = 1 + filled[cluster]!++;
    out.set(imageAt(images, i), (row * count + cluster) * PIXELS);
  });
  return out;
}

/** Ten digits in columns: the digit, its left half, the mean of the codeword that Φ gives that, and the same of the right half and Ψ. */
export function guessPicture(
  images: NdArray<Uint8Array>,
  rows: readonly number[],
  means: Float32Array,
  byPhi: Int32Array,
  byPsi: Int32Array,
): Images {
  const out = new Float32Array(GUESS_ROWS.length * rows.length * PIXELS);
  const mean = (cluster: number) => means.subarray(cluster * PIXELS, (cluster + 1) * PIXELS);
  rows.forEach((row, column) => {
    const image = imageAt(images, row);
    const cells = [image, onlyHalf(image, 'left'), mean(byPhi[row]!), onlyHalf(image, 'right'), mean(byPsi[row]!)];
    for (const [i, cell] of cells.entries()) out.set(cell, (i * rows.length + column) * PIXELS);
  });
  return out;
}

function imageAt({ data }: NdArray<Uint8Array>, row: number): Float32Array {
  return Float32Array.from(data.subarray(row * PIXELS, (row + 1) * PIXELS), (byte) => byte / 255);
}
