import { afterEach, expect, test, vi } from 'vitest';
import { downloadStore } from '../../src/files/index.js';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('offers the bytes under the name, and releases them after a while', async () => {
  vi.useFakeTimers();
  const clicked: { href: string; download: string }[] = [];
  const document = {
    createElement: (name: string) => {
      expect(name).toBe('a');
      const link = { href: '', download: '', click: () => clicked.push({ href: link.href, download: link.download }) };
      return link;
    },
  };
  vi.stubGlobal('document', document);
  // As in browsers, a Blob takes no shared memory.
  const PlainBlob = class extends Blob {
    constructor(parts: Uint8Array<ArrayBuffer>[], options: BlobPropertyBag) {
      if (parts.some(({ buffer }) => !(buffer instanceof ArrayBuffer))) throw new TypeError('shared memory');
      super(parts, options);
    }
  };
  vi.stubGlobal('Blob', PlainBlob);
  const store = downloadStore('model.safetensors');
  await store.write(new Uint8Array(new SharedArrayBuffer(3)).fill(5));
  expect(clicked).toEqual([{ href: expect.stringMatching(/^blob:/) as string, download: 'model.safetensors' }]);
  const offered = await fetch(clicked[0]!.href);
  expect(new Uint8Array(await offered.arrayBuffer())).toEqual(Uint8Array.of(5, 5, 5));
  vi.runAllTimers();
  await expect(fetch(clicked[0]!.href)).rejects.toThrow();
  expect(await store.read()).toBeUndefined();
});

test('says so outside a page', async () => {
  await expect(downloadStore('a.bin').write(Uint8Array.of(1))).rejects.toThrow(
    /expected a page with a document, got none\. In Node use fileStore\(path\)/,
  );
});

test('refuses to write anything but bytes', async () => {
  await expect(downloadStore('a.bin').write([1] as never)).rejects.toThrow(/expected a Uint8Array, got an array of 1/);
});

test.each(['', 'a/b', 'a\\b', undefined])('refuses the name %j', (name) => {
  expect(() => downloadStore(name as string)).toThrow(/^downloadStore\(filename\): expected a name without slashes/);
});
