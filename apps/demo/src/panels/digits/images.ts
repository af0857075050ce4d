import type * as tf from '@tensorflow/tfjs';

/** Images as rows of 784 numbers from 0 (paper) to 1 (ink). */
export type Images = Float32Array;

/** Images to show, `each` of every digit, as indices: a row from 0 to 9, then the next. */
export function shownIndices(labels: Uint8Array, each: number): number[] {
  const rows = Array.from({ length: each }, (_, which) =>
    Array.from({ length: 10 }, (_, digit) => {
      const all = [...labels.keys()].filter((i) => labels[i] === digit);
      return all[which] ?? 0;
    }),
  );
  return rows.flat();
}

/** The numbers of a tensor, which is freed. */
export async function read(value: tf.Tensor): Promise<Float32Array> {
  const data = (await value.data()) as Float32Array;
  value.dispose();
  // Some backends give a view of their own memory.
  return data.slice();
}
