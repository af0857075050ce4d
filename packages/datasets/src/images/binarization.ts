import { checkNdArray, type NdArray, ndArray, type Rng } from '@latents/math';

/**
 * Zeros and ones drawn with each pixel's intensity as its probability, P(1) = byte / 255: a fresh draw for each
 * batch when given to `batches` as its transform. The shape stays.
 *
 * @example
 * ```ts
 * import { ndArray } from '@latents/math';
 * import { createRng } from '@latents/math';
 * import { dynamicBinarization } from '@latents/datasets';
 *
 * dynamicBinarization(ndArray([1, 2], Uint8Array.of(0, 255)), createRng(0)).data; // => Float32Array.of(0, 1)
 * ```
 * @throws TypeError if the pixels are not bytes.
 * @see Salakhutdinov & Murray 2008, "On the quantitative analysis of deep belief networks", section 5
 */
export function dynamicBinarization(rows: NdArray<Uint8Array>, rng: Rng): NdArray<Float32Array> {
  const pixels = bytesOf(rows, 'dynamicBinarization');
  const out = rng.fillUniform(new Float32Array(pixels.length));
  for (let i = 0; i < out.length; i++) out[i] = out[i]! * 255 < pixels[i]! ? 1 : 0;
  return ndArray(rows.shape, out);
}

/**
 * Ones where a pixel's intensity, byte / 255, is at least one half (a byte of 128 or more), zeros elsewhere. Draws
 * nothing; the shape stays.
 *
 * @example
 * ```ts
 * import { ndArray } from '@latents/math';
 * import { thresholdBinarization } from '@latents/datasets';
 *
 * thresholdBinarization(ndArray([1, 2], Uint8Array.of(127, 128))).data; // => Float32Array.of(0, 1)
 * ```
 * @throws TypeError if the pixels are not bytes.
 */
export function thresholdBinarization(rows: NdArray<Uint8Array>): NdArray<Float32Array> {
  const pixels = bytesOf(rows, 'thresholdBinarization');
  return ndArray(
    rows.shape,
    Float32Array.from(pixels, (byte) => (byte >= 128 ? 1 : 0)),
  );
}

/**
 * Bytes as intensities from 0 to 1, byte / 255. Draws nothing; the shape stays.
 *
 * @example
 * ```ts
 * import { ndArray } from '@latents/math';
 * import { toUnitInterval } from '@latents/datasets';
 *
 * toUnitInterval(ndArray([1, 3], Uint8Array.of(0, 51, 255))).data; // => Float32Array.of(0, 0.2, 1)
 * ```
 * @throws TypeError if the pixels are not bytes.
 */
export function toUnitInterval(rows: NdArray<Uint8Array>): NdArray<Float32Array> {
  const pixels = bytesOf(rows, 'toUnitInterval');
  return ndArray(
    rows.shape,
    Float32Array.from(pixels, (byte) => byte / 255),
  );
}

function bytesOf(rows: NdArray, name: string): Uint8Array {
  checkNdArray(`${name}(rows)`, 'rows', rows);
  if (rows.data instanceof Uint8Array) return rows.data;
  throw new TypeError(
    `${name}(rows): expected pixels as bytes (a Uint8Array from 0 to 255), got a ${rows.data.constructor.name}.`,
  );
}
