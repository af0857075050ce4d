import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { type NdArray, ndArray } from '@latents/math';
import { sharedPath } from '@latents/testing';

/** The text of a file of ../shared/data, or undefined, with a warning, where it is absent. */
export function sharedText(name: string): string | undefined {
  const path = sharedPath(`data/${name}`);
  return path === undefined ? undefined : readFileSync(path, 'utf8');
}

/** The bytes of a gzipped file of ../shared/data, or undefined, with a warning. */
export function sharedBytes(name: string): Uint8Array | undefined {
  const path = sharedPath(`data/${name}`);
  return path === undefined ? undefined : gunzipSync(readFileSync(path));
}

/** Writes a picture to the folder `output`. */
export async function savePicture(name: string, png: Buffer): Promise<void> {
  const folder = fileURLToPath(new URL('../output/', import.meta.url));
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}${name}`, png);
  console.log(`output/${name}`);
}

/** Columns of a table, each with mean 0 and variance 1. */
export function standardized({ shape, data }: NdArray, columns: readonly number[]): NdArray<Float64Array> {
  const [n = 0, d = 0] = shape;
  const out = new Float64Array(n * columns.length);
  for (const [c, column] of columns.entries()) {
    let mean = 0;
    let square = 0;
    for (let i = 0; i < n; i++) mean += data[i * d + column]! / n;
    for (let i = 0; i < n; i++) square += (data[i * d + column]! - mean) ** 2 / n;
    for (let i = 0; i < n; i++) out[i * columns.length + c] = (data[i * d + column]! - mean) / Math.sqrt(square);
  }
  return ndArray([n, columns.length], out);
}
