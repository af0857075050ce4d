import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readIdx } from '@latents/datasets/node';
import type { NdArray } from '@latents/math';

/** The path of data in `../shared`, which may not be shipped. Where they are absent the program says so and ends. */
export function sharedOrExit(file: string): string {
  const path = fileURLToPath(new URL(`../../shared/${file}`, import.meta.url));
  if (existsSync(path)) return path;
  console.error(`SKIPPED: ../shared/${file} is not here.`);
  process.exit(0);
}

/** Digits as bytes, `[n, 784]`, and their labels. */
export interface Mnist {
  readonly x: NdArray<Uint8Array>;
  readonly y: Uint8Array;
}

/** The 60,000 and the 10,000 digits of MNIST. */
export async function mnist(): Promise<{ readonly train: Mnist; readonly test: Mnist }> {
  const part = async (name: string): Promise<Mnist> => {
    const file = (kind: string) => sharedOrExit(`data/mnist/${name}-${kind}-ubyte.gz`);
    const images = await readIdx(file('images-idx3'), 'uint8');
    const labels = await readIdx(file('labels-idx1'), 'uint8');
    return { x: { shape: [images.shape[0]!, 784], data: images.data }, y: labels.data };
  };
  return { train: await part('train'), test: await part('t10k') };
}
