import { readFileSync } from 'node:fs';
import * as core from '@latents/core';
import * as arrays from '@latents/math';
import * as bounds from '@latents/training';
import * as estimators from '@latents/infotheory/samples';
import * as node from '@latents/core/node';
import * as rng from '@latents/math';
import * as special from '@latents/core/special';
import * as scalar from '@latents/math/special';
import * as training from '@latents/training';
import { expect, test } from 'vitest';

// The public names. A change here is a change for users: it needs a changeset.

const entries = {
  '.': core,
  './arrays': arrays,
  './bounds': bounds,
  './estimators': estimators,
  './node': node,
  './rng': rng,
  './special': special,
  './special/scalar': scalar,
  './training': training,
};

test.each(Object.entries(entries))('%s', (_, entry) => {
  expect(Object.keys(entry).sort()).toMatchSnapshot();
});

test('every entry of package.json is among them', () => {
  const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    exports: Record<string, unknown>;
  };
  expect(Object.keys(exports).sort()).toEqual(Object.keys(entries).sort());
});

test('a name of a subpath is the same thing in the main entry', () => {
  const main: Record<string, unknown> = { ...core };
  for (const entry of [arrays, bounds, estimators, rng, training]) {
    for (const [name, value] of Object.entries(entry)) {
      expect(main[name], name).toBe(value);
    }
  }
});
