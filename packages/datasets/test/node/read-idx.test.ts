import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readIdx } from '@latents/datasets/node';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'latents-read-idx-'));
afterAll(() => rmSync(folder, { recursive: true }));
const bytes = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 5, 0, 4);

function file(name: string, content: Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

describe('readIdx', () => {
  it('reads plain and gzipped files', async () => {
    const expected = { shape: [3], data: Uint8Array.of(5, 0, 4) };
    expect(await readIdx(file('plain', bytes))).toEqual(expected);
    expect(await readIdx(file('zipped.gz', gzipSync(bytes)), 'uint8')).toEqual(expected);
  });

  it('names the file that is cut off', async () => {
    const path = file('short', bytes.subarray(0, 10));
    await expect(readIdx(path)).rejects.toThrow(`readIdx('${path}'): decodeIdx(bytes): expected 11 bytes`);
  });

  it('names the file that is absent', async () => {
    await expect(readIdx(join(folder, 'absent'))).rejects.toThrow('absent');
  });
});
