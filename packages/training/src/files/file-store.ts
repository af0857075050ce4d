import { builtin } from './builtin.js';
import type { ByteStore } from './byte-store.js';
import { isBytes } from './bytes.js';
import { describeValue, quote } from './quote.js';
import { replaceFile } from './replace-file.js';

/** What to do about an error of the file system. */
const ADVICE: Readonly<Record<string, string>> = {
  EACCES: 'Change the permissions, or choose another path.',
  EISDIR: 'Choose the path of a file.',
  EINVAL: 'Choose the path of a regular file.',
  ELOOP: 'The symbolic links lead in a circle.',
  ENAMETOOLONG: 'Shorten the name.',
  ENOENT: 'Create the folder first.',
  ENOSPC: 'Free some space on the disk.',
  ENOTDIR: 'A part of the path is a file, not a folder.',
  EPERM: 'Change the permissions, or choose another path.',
  EROFS: 'The disk is read-only.',
};

/**
 * Returns a store for one file on the disk, in Node. A write replaces the file as a whole or not at all: a killed run or a power
 * failure leaves the old file or the new one. Writers at the same time never mix. The file's mode is kept, symbolic links are
 * followed, and what a killed run left of its temporary files is removed by the next write.
 *
 * @param path Path, relative to the working directory at this moment, or a `file:` URL. The folder must exist.
 * @throws Error in a page, where there are no files.
 * @throws TypeError if `path` is empty or neither a string nor a URL, or if what is written is no Uint8Array.
 * @throws Error while reading or writing if the file system refuses, with the path and what to do. `code` holds the reason,
 * such as 'ENOSPC'. Reading a missing file is no error and resolves to undefined.
 *
 * @example
 * ```ts
 * import { fileStore } from '@latents/training';
 *
 * const store = fileStore('three.bin');
 * await store.write(Uint8Array.of(1, 2, 3));
 * await store.read(); // => Uint8Array.of(1, 2, 3)
 * ```
 */
export function fileStore(path: string | URL): ByteStore {
  const absolute = absolutePath(path);
  const where = `fileStore(${quote(absolute, 300)})`;
  return {
    write: async (bytes) => {
      if (!isBytes(bytes)) {
        throw new TypeError(`${where}.write(bytes): expected a Uint8Array, got ${describeValue(bytes)}.`);
      }
      try {
        await replaceFile(absolute, bytes);
      } catch (error) {
        throw fileError(`${where}.write(bytes): expected to write ${bytes.length} bytes`, error);
      }
    },
    read: async () => {
      try {
        const { buffer, byteOffset, byteLength } = await builtin('node:fs/promises').readFile(absolute);
        return new Uint8Array(buffer, byteOffset, byteLength);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw fileError(`${where}.read(): expected to read a file`, error);
      }
    },
  };
}

function absolutePath(path: string | URL): string {
  if (path instanceof URL || (typeof path === 'string' && path.startsWith('file:')))
    return builtin('node:url').fileURLToPath(path);
  if (typeof path === 'string' && path !== '') return builtin('node:path').resolve(path);
  throw new TypeError(`fileStore(path): expected the path of a file, or its file: URL, got ${describeValue(path)}.`);
}

function fileError(expected: string, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException;
  // Node's texts name the temporary file or no file at all, so only the reason is kept: 'ENOSPC: no space left on device'.
  const reason = /^[A-Z]+: [^,]*/.exec(message)?.[0] ?? message.slice(0, 100);
  const advice = ADVICE[code ?? ''] ?? '';
  return Object.assign(new Error(`${expected}, got ${reason}. ${advice}`.trimEnd(), { cause }), { code });
}
