import { readFileSync } from 'node:fs';
import * as core from '@latents/core';
import * as special from '@latents/core/special';
import { expect, test } from 'vitest';

// The public names. A change here is a change for users: it needs a changeset.

const entries = { '.': core, './special': special };

test.each(Object.entries(entries))('%s', (_, entry) => {
  expect(Object.keys(entry).sort()).toMatchSnapshot();
});

test('every entry of package.json is among them', () => {
  const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    exports: Record<string, unknown>;
  };
  expect(Object.keys(exports).sort()).toEqual(Object.keys(entries).sort());
});
