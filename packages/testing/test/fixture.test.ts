import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fixtureFoldersOf } from '../src/fixture.js';

describe('fixtureFoldersOf', () => {
  it('reads each JSON file under its name, and refuses a folder without any', () => {
    const here = mkdtempSync(join(tmpdir(), 'fixtures-'));
    try {
      mkdirSync(join(here, 'fixtures/some'), { recursive: true });
      mkdirSync(join(here, 'fixtures/none'));
      writeFileSync(join(here, 'fixtures/some/B.json'), '[2]');
      writeFileSync(join(here, 'fixtures/some/A.json'), '[1]');
      writeFileSync(join(here, 'fixtures/some/notes.txt'), 'text');
      const folder = fixtureFoldersOf(pathToFileURL(join(here, 'fixture.ts')).href);
      expect(Object.entries(folder('some'))).toEqual([
        ['A', [1]],
        ['B', [2]],
      ]);
      expect(() => folder('none')).toThrow('expected JSON files in fixtures/none, got none');
    } finally {
      rmSync(here, { recursive: true });
    }
  });
});
