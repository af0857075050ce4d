import { readIdx } from '@latents/datasets/node';
import { type NdArray, ndArray, type Rng } from '@latents/math';
import { dataPath } from '@latents/setup/data';

export interface Digits {
  /** Pixels 0 to 255, `[n, 784]`. */
  readonly x: NdArray;
  /** 0 to 9, `[n]`. */
  readonly y: NdArray;
  readonly [name: string]: NdArray;
}

/** MNIST from ../shared/data, or undefined, with a warning, where it is absent. */
export async function mnist(part: 'train' | 't10k'): Promise<Digits | undefined> {
  const paths = ['images-idx3', 'labels-idx1'].map((kind) => dataPath(`mnist/${part}-${kind}-ubyte.gz`));
  const [images, labels] = await Promise.all(paths.map((path) => path && readIdx(path, 'uint8')));
  if (!images || !labels) return undefined;
  const n = labels.data.length;
  return { x: ndArray([n, 784], images.data), y: ndArray([n], Int32Array.from(labels.data)) };
}

/** The pixels from -1 to 1. */
export function scaled({ x, y }: Digits, _?: Rng): Digits {
  return {
    x: ndArray(
      x.shape,
      Float32Array.from(x.data, (v) => v / 127.5 - 1),
    ),
    y,
  };
}
