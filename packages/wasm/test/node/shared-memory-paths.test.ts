import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { sharedMemoryPaths } from '../../src/node/index.js';
import { withSharedMemory } from '../../src/node/shared-memory-paths.js';

const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));

it("are tfjs's binaries but for one byte, and their memory is shared", async () => {
  for (const [name, url] of Object.entries(await sharedMemoryPaths())) {
    const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
    const of = name.includes('threaded') ? 'tfjs-backend-wasm-simd.wasm' : name;
    const original = readFileSync(join(folder, of));
    expect(bytes.length).toBe(original.length);
    expect([...bytes.keys()].filter((i) => bytes[i] !== original[i])).toHaveLength(1);
    expect(WebAssembly.validate(bytes)).toBe(true);
  }
});

it('binaries of another shape: no memory, an imported one, one without a maximum', () => {
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const expected = 'expected x.wasm of @tensorflow/tfjs-backend-wasm 4.22';
  expect(() => withSharedMemory(Uint8Array.from(header), 'x.wasm')).toThrow(expected);
  expect(() => withSharedMemory(Uint8Array.from([...header, 5, 3, 1, 0, 1]), 'x.wasm')).toThrow(expected);
  expect([...withSharedMemory(Uint8Array.from([...header, 5, 4, 1, 1, 1, 2]), 'x.wasm')].slice(8)).toEqual([
    5, 4, 1, 3, 1, 2,
  ]);
});
