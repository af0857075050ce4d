import { type NdArray, ndArray } from '@latents/math';
import { PIXELS, SIDE } from './settings.js';

const FULL = 28;
const TIMES = FULL / SIDE;

/** Digits at half their size, the mean of four pixels each, on [-1, 1]: what networks that train while one looks on can take. */
export function smallDigits({ shape, data }: NdArray<Uint8Array>): NdArray<Float32Array> {
  const count = shape[0]!;
  const out = new Float32Array(count * PIXELS).fill(-1);
  for (let i = 0; i < data.length; i++) {
    const [image, pixel] = [Math.floor(i / FULL ** 2), i % FULL ** 2];
    const [row, column] = [Math.floor(pixel / FULL / TIMES), Math.floor((pixel % FULL) / TIMES)];
    out[image * PIXELS + row * SIDE + column]! += (2 * data[i]!) / 255 / TIMES ** 2;
  }
  return ndArray([count, PIXELS], out);
}
