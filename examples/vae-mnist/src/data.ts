import { join } from 'node:path';
import { createRng, type NdArray } from '@latents/autoencoders';
import { splitRows } from '@latents/datasets';
import { loadDigits } from '@latents/datasets/digits';
import { readIdx } from '@latents/datasets/node';

export interface Digits {
  /** Pixels 0 to 255, `[n, 784]`. */
  readonly training: NdArray<Uint8Array>;
  readonly heldOut: NdArray<Uint8Array>;
  readonly name: string;
}

/** The 10,000 digits of the `mnist` package, split 9,000 / 1,000 by seed; or the full MNIST from a folder of IDX files. */
export async function digits(folder: string | undefined, seed: number): Promise<Digits> {
  if (folder !== undefined) {
    const [train, heldOut] = await Promise.all(
      ['train', 't10k'].map((part) => readIdx(join(folder, `${part}-images-idx3-ubyte.gz`))),
    );
    return { training: flat(train!), heldOut: flat(heldOut!), name: 'MNIST 60,000 / 10,000' };
  }
  const { images } = await loadDigits();
  const { train, validation } = splitRows(images, { validation: 1000, rng: createRng(seed) });
  return { training: train, heldOut: validation, name: '10,000 digits, 9,000 / 1,000' };
}

function flat({ shape, data }: NdArray): NdArray<Uint8Array> {
  return { shape: [shape[0]!, 784], data: data as Uint8Array };
}
