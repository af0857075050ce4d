import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import type { ByteStore } from '../models/checkpoint.js';

/**
 * A file for checkpoints. Bytes go to a temporary file beside it, are flushed to the disk, and take its name in one rename:
 * a killed run leaves the old checkpoint or the new one, never half of one.
 */
export function fileStore(path: string): ByteStore {
  return {
    write: (bytes) => writeWhole(path, bytes),
    read: async () => {
      try {
        return new Uint8Array(await readFile(path));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
  };
}

/** Writes a file whole or not at all. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
