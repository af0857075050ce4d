import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { RELAXED_SIMD_BINARY, SIMD_BINARY } from '../../src/runtime/binaries.js';
import type { Exports } from '../../src/runtime/exports.js';
import { importingSharedMemory } from '../../src/runtime/kernel-module.js';

/** The ids of a module's sections. */
function sections(bytes: Uint8Array): number[] {
  const ids: number[] = [];
  for (let at = 8; at < bytes.length; ) {
    ids.push(bytes[at++]!);
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      size |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    at += size;
  }
  return ids;
}

const GLOBAL = 6;
const START = 8;
const DATA = 11;

it('a module can be made to import a shared memory, and works in it', async () => {
  const bytes = importingSharedMemory(Uint8Array.from(Buffer.from(SIMD_BINARY, 'base64')));
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 4, shared: true });
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  const numbers = new Float32Array(memory.buffer);
  numbers.set([-1, 2, -3]);
  (instance.exports as unknown as Exports).unary(1, 0, 16, 3, 0);
  expect([...numbers.subarray(4, 7)]).toEqual([1, 2, 3]);
  expect(() => importingSharedMemory(bytes)).toThrow('expected a module that imports a memory and nothing else');
});

describe.each([
  ['plain', SIMD_BINARY],
  ['relaxed', RELAXED_SIMD_BINARY],
])('the %s SIMD module', (_, base64) => {
  const bytes = Buffer.from(base64, 'base64');

  it('has no data of its own that could overwrite the memory of tfjs', () => {
    expect(sections(bytes).filter((id) => id === GLOBAL || id === DATA || id === START)).toEqual([]);
  });

  it('imports a memory and nothing else', () => {
    if (!WebAssembly.validate(bytes)) return;
    expect(WebAssembly.Module.imports(new WebAssembly.Module(bytes))).toEqual([
      { module: 'env', name: 'memory', kind: 'memory' },
    ]);
  });
});

// That the same sources compile to the same bytes is for `assemble --check`, which takes its time.
it('the committed modules were made from the sources in assembly/', () => {
  const folder = fileURLToPath(new URL('../../assembly/', import.meta.url));
  const digest = createHash('sha256');
  const names = (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith('.ts')).sort();
  for (const name of names) digest.update(readFileSync(join(folder, name)));
  const generated = readFileSync(fileURLToPath(new URL('../../src/runtime/binaries.ts', import.meta.url)), 'utf8');
  expect(generated).toContain(`sha256 ${digest.digest('hex')}\n`);
});
