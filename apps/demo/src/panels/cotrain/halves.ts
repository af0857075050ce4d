import { type NdArray, ndArray } from '@latents/math';

const SIDE = 28;
const HALF = SIDE / 2;
export const HALF_DIM = SIDE * HALF;

/** Two views of the same images: x their left and y their right halves, `[n, 392]`, from 0 to 1. */
export interface Halves {
  readonly x: NdArray<Float32Array>;
  readonly y: NdArray<Float32Array>;
  readonly [name: string]: NdArray<Float32Array>;
}

/** @param images Bytes `[n, 784]`. */
export function halvesOf({ shape, data }: NdArray<Uint8Array>): Halves {
  const n = shape[0]!;
  const half = (from: number) => {
    const out = new Float32Array(n * HALF_DIM);
    for (let i = 0; i < out.length; i++) {
      const row = Math.floor(i / HALF);
      out[i] = data[row * SIDE + from + (i % HALF)]! / 255;
    }
    return ndArray([n, HALF_DIM], out);
  };
  return { x: half(0), y: half(HALF) };
}

/** An image with only one of its halves. */
export function onlyHalf(image: Float32Array, side: 'left' | 'right'): Float32Array {
  return image.map((value, i) => (i % SIDE < HALF === (side === 'left') ? value : 0));
}
