import { expect, test } from 'vitest';
import { clashesIn, publicNames } from '../public-names.mjs';

test('no public name has two meanings', () => {
  const names = publicNames();
  // The guard that guards: names were found, of values and of types.
  expect(Object.keys(names['@latents/core']!)).toEqual(expect.arrayContaining(['Normal', 'Distribution', 'Head']));
  expect(clashesIn(names)).toEqual([]);
}, 120_000);

test('reports a name that two packages declare, and the places', () => {
  const names = { '@latents/em': { Emission: 'a.ts:1' }, '@latents/vrnn': { Emission: 'b.ts:2', Vrnn: 'c.ts:3' } };
  expect(clashesIn(names, {})).toEqual([
    "'Emission' has 2 meanings: a.ts:1 (@latents/em) and b.ts:2 (@latents/vrnn). One word has one meaning: rename one.",
  ]);
});

test('a name that one package exports from another is one meaning', () => {
  expect(clashesIn({ '@latents/math': { Rng: 'a.ts:1' }, '@latents/gan': { Rng: 'a.ts:1' } }, {})).toEqual([]);
});

test('an allowed name needs no fault, and a needless allowance is one', () => {
  const names = { '@latents/core': { erf: 'a.ts:1' }, '@latents/math': { erf: 'b.ts:2' } };
  expect(clashesIn(names, { erf: 'scalar and tensor' })).toEqual([]);
  expect(clashesIn({ '@latents/core': { erf: 'a.ts:1' } }, { erf: 'scalar and tensor' })).toEqual([
    "'erf' is in ALLOWED and has one meaning. Take it out.",
  ]);
});
