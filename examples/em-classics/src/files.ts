import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { dataPath } from '@latents/setup/data';

/** Returns the text of a file of ../shared/data, or undefined, with a warning, where it is absent. */
export function sharedText(name: string): string | undefined {
  const path = dataPath(`${name}`);
  return path === undefined ? undefined : readFileSync(path, 'utf8');
}

/** Returns the bytes of a gzipped file of ../shared/data, or undefined, with a warning. */
export function sharedBytes(name: string): Uint8Array | undefined {
  const path = dataPath(`${name}`);
  return path === undefined ? undefined : gunzipSync(readFileSync(path));
}

/** Writes a picture to the folder `output`. */
export async function savePicture(name: string, png: Buffer): Promise<void> {
  const folder = fileURLToPath(new URL('../output/', import.meta.url));
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}${name}`, png);
  console.log(`output/${name}`);
}
