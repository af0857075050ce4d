import 'fake-indexeddb/auto';
import { createStore, set } from 'idb-keyval';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { browserStore, bytesOf } from '../../src/files/index.js';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('browserStore', () => {
  test('gives back what was written last, and undefined at first', async () => {
    const store = browserStore('a');
    expect(await store.read()).toBeUndefined();
    await store.write(Uint8Array.of(1, 2, 3));
    await store.write(Uint8Array.of(4));
    expect(await store.read()).toEqual(Uint8Array.of(4));
    expect(await browserStore('a').read()).toEqual(Uint8Array.of(4));
    expect(await bytesOf(store)).toEqual(Uint8Array.of(4));
  });

  test('keeps keys apart', async () => {
    await browserStore('b').write(Uint8Array.of(1));
    await browserStore('c').write(Uint8Array.of(2));
    expect(await browserStore('b').read()).toEqual(Uint8Array.of(1));
  });

  test('stores the part of a larger buffer only', async () => {
    const store = browserStore('part');
    await store.write(new Uint8Array(1000).fill(7).subarray(10, 12));
    const read = (await store.read())!;
    expect(read).toEqual(Uint8Array.of(7, 7));
    expect(read.buffer.byteLength).toBe(2);
  });

  test('stores the bytes as they were when write was called', async () => {
    const store = browserStore('early');
    const bytes = Uint8Array.of(1);
    const writing = store.write(bytes);
    bytes[0] = 2;
    await writing;
    expect(await store.read()).toEqual(Uint8Array.of(1));
  });

  test('stores bytes on shared memory', async () => {
    const store = browserStore('shared');
    await store.write(new Uint8Array(new SharedArrayBuffer(2)).fill(3));
    expect(await store.read()).toEqual(Uint8Array.of(3, 3));
  });

  test.each(['', undefined, 1])('refuses the key %j', (key) => {
    expect(() => browserStore(key as string)).toThrow(/^browserStore\(key\): expected a text that is not empty/);
  });

  test('refuses to write anything but bytes', async () => {
    await expect(browserStore('d').write('abc' as never)).rejects.toThrow(
      /^browserStore\("d"\)\.write\(bytes\): expected a Uint8Array, got "abc"/,
    );
  });

  test('refuses what something else stored under its key', async () => {
    await set('foreign', { a: 1 }, createStore('latents', 'files'));
    await expect(browserStore('foreign').read()).rejects.toThrow(
      /expected a Uint8Array in the database 'latents', got a plain object\. Choose another key/,
    );
  });

  test('says so where there is no IndexedDB', async () => {
    vi.stubGlobal('indexedDB', undefined);
    const store = browserStore('e');
    await expect(store.read()).rejects.toThrow(/got no IndexedDB.*In Node use fileStore\(path\)/);
    await expect(store.write(Uint8Array.of(1))).rejects.toThrow(/expected to store 1 bytes, got no IndexedDB/);
  });

  test('says so when no room is left, and keeps the old bytes', async () => {
    const store = browserStore('full');
    await store.write(Uint8Array.of(1));
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    });
    await expect(store.write(Uint8Array.of(1, 2))).rejects.toThrow(
      /^browserStore\("full"\)\.write\(bytes\): expected to store 2 bytes, got QuotaExceededError \(The quota.*Free some space/,
    );
    expect(await store.read()).toEqual(Uint8Array.of(1));
  });

  test('says so when the database cannot be opened', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('A mutation operation was attempted.', 'InvalidStateError');
    });
    await expect(browserStore('f').read()).rejects.toThrow(/expected to read, got InvalidStateError.*Private windows/);
  });
});
