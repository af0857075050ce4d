import { createStore, get, set } from 'idb-keyval';
import type { ByteStore } from './byte-store.js';
import { isBytes } from './bytes.js';
import { describeValue, quote } from './quote.js';

/**
 * Returns a store for one file in the browser's IndexedDB, in a page or a worker: under `key` in the database `latents` of
 * this origin. A write replaces the old bytes in one transaction.
 *
 * @param key Name of the file, different for each model or checkpoint.
 * @throws TypeError if `key` is empty or no string, or what is written is no Uint8Array.
 * @throws Error while reading or writing where there is no IndexedDB, or it refuses: no room left, for example.
 *
 * @example
 * ```js
 * const store = browserStore('digits');
 * await save(vae, store);
 * const same = await load(createVae, store);
 * ```
 */
export function browserStore(key: string): ByteStore {
  if (typeof key !== 'string' || key === '') {
    throw new TypeError(`browserStore(key): expected a text that is not empty, got ${describeValue(key)}.`);
  }
  const where = `browserStore(${quote(key)})`;
  // idb-keyval opens the database at the first read or write.
  const files = createStore('latents', 'files');
  return {
    write: async (bytes) => {
      if (!isBytes(bytes)) {
        throw new TypeError(`${where}.write(bytes): expected a Uint8Array, got ${describeValue(bytes)}.`);
      }
      // Copied at once: the caller may change the bytes while the database opens, and IndexedDB would store the whole
      // buffer of a view.
      const copy = new Uint8Array(bytes);
      await attempt(`${where}.write(bytes): expected to store ${bytes.length} bytes`, () => set(key, copy, files));
    },
    read: async () => {
      const value = await attempt(`${where}.read(): expected to read`, () => get<unknown>(key, files));
      if (value === undefined || isBytes(value)) return value;
      throw new TypeError(
        `${where}.read(): expected a Uint8Array in the database 'latents', got ${describeValue(value)}. Choose another key.`,
      );
    },
  };
}

async function attempt<T>(expected: string, action: () => Promise<T>): Promise<T> {
  if (typeof indexedDB === 'undefined') {
    throw new Error(`${expected}, got no IndexedDB. It exists in pages and workers. In Node use fileStore(path).`);
  }
  try {
    return await action();
  } catch (error) {
    const { name, message } = (error ?? { name: 'AbortError', message: '' }) as Error;
    const advice =
      name === 'QuotaExceededError'
        ? 'Free some space, or ask for more with navigator.storage.persist().'
        : 'Private windows and strict settings may forbid IndexedDB.';
    throw new Error(`${expected}, got ${name}${message === '' ? '' : ` (${message.slice(0, 100)})`}. ${advice}`, {
      cause: error,
    });
  }
}
