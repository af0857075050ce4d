import type { ByteStore } from './byte-store.js';
import { isBytes } from './bytes.js';
import { describeValue } from './quote.js';

/** Milliseconds until a download's data are released. Browsers read them some time after the click. */
const RELEASE_AFTER = 60_000;

/**
 * Returns a store whose `write` offers the bytes to the visitor of a page as a download. Nothing can be read back: `read`
 * resolves to undefined. Let the visitor choose the file, and pass that File to `load` or `bytesOf`.
 *
 * @param filename Name that the browser suggests, without folders.
 * @throws TypeError if `filename` is empty, no string, or holds a slash or backslash.
 * @throws Error while writing outside a page, in Node or a worker for example.
 *
 * @example
 * ```js
 * await save(vae, downloadStore('digits.safetensors'));
 * ```
 */
export function downloadStore(filename: string): ByteStore {
  if (typeof filename !== 'string' || !/^[^/\\]+$/.test(filename)) {
    throw new TypeError(
      `downloadStore(filename): expected a name without slashes, such as 'model.safetensors', got ${describeValue(filename)}.`,
    );
  }
  return {
    write: async (bytes) => {
      if (!isBytes(bytes)) {
        throw new TypeError(`downloadStore.write(bytes): expected a Uint8Array, got ${describeValue(bytes)}.`);
      }
      if (typeof document === 'undefined') {
        throw new Error(
          'downloadStore.write(bytes): expected a page with a document, got none. In Node use fileStore(path). In a worker use browserStore(key), or post the bytes to the page.',
        );
      }
      // The copy is needed for bytes on shared memory, which a Blob does not take.
      const href = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'application/octet-stream' }));
      const link = document.createElement('a');
      link.href = href;
      link.download = filename;
      link.click();
      setTimeout(() => URL.revokeObjectURL(href), RELEASE_AFTER);
    },
    read: async () => undefined,
  };
}
