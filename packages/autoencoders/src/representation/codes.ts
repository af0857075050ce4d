import * as tf from '@tensorflow/tfjs-core';

/** Returns the numbers of one code `[latentDim]` or `[1, latentDim]`. Throws a RangeError for another shape or a number that is not finite. */
export function oneCode(where: string, code: tf.Tensor): Float32Array {
  if (!(code.rank === 1 || (code.rank === 2 && code.shape[0] === 1)) || code.size === 0) {
    throw new RangeError(`${where}: expected one code, [latentDim] or [1, latentDim], got [${code.shape}].`);
  }
  return finiteNumbers(where, code);
}

/** Returns the numbers of codes `[examples, latentDim]`, at least `least` of them. */
export function manyCodes(where: string, codes: tf.Tensor, least: number): Float32Array {
  if (codes.rank !== 2 || codes.shape[0]! < least || codes.shape[1] === 0) {
    throw new RangeError(
      `${where}: expected [examples, latentDim] of at least ${least} examples, got [${codes.shape}].`,
    );
  }
  return finiteNumbers(where, codes);
}

/** Returns codes from their rows. */
export function codesOf(rows: readonly ArrayLike<number>[]): tf.Tensor2D {
  const width = rows[0]!.length;
  return tf.tensor2d(Float32Array.from(rows.flatMap((row) => Array.from(row))), [rows.length, width]);
}

function finiteNumbers(where: string, codes: tf.Tensor): Float32Array {
  const data = codes.dataSync() as Float32Array;
  const bad = data.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) throw new RangeError(`${where}: expected finite codes, got ${data[bad]} at index ${bad}.`);
  return data;
}
