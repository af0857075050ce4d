import { bijectors } from '@latents/core';
import { membersOf } from '@latents/testing/plain';
import { describe, expect, it } from 'vitest';
import { CASES } from './cases/index.js';

/** Kinds of exported things, by package and type. Families are read from their own table. */
const KINDS = [
  ['core', 'Network'],
  ['core', 'Head'],
  ['core', 'FDivergence'],
  ['gan', 'Network'],
  ['gan', 'GanObjective'],
  ['gan', 'GradientPenalty'],
  ['gan', 'Gan'],
  ['gan', 'InfoGan'],
  ['autoencoders', 'Vae'],
  ['autoencoders', 'Autoencoder'],
  ['autoencoders', 'TensorBound'],
  ['vrnn', 'Vrnn'],
  ['vrnn', 'Rnn'],
  ['infotheory', 'CriticMethod'],
  ['infotheory', 'DeepBottleneck'],
  ['infotheory', 'InfoCotrain'],
] as const;

const withoutCase = (names: readonly string[]) =>
  names.filter((name) => !CASES.some(({ name: of }) => new RegExp(`\\b${name}\\b`).test(of)));

describe('the cases of all backends', () => {
  it.each(KINDS)('in %s name every exported %s', (name, type) => {
    const members = membersOf(new URL(`../../../packages/${name}/package.json`, import.meta.url), [type]);
    expect(members.length).toBeGreaterThan(0);
    expect(withoutCase(members)).toEqual([]);
  });

  it('name every bijector', () => {
    expect(withoutCase(Object.keys(bijectors))).toEqual([]);
  });

  it('would miss a name without a case', () => {
    expect(withoutCase(['mlp', 'noSuchNetwork'])).toEqual(['noSuchNetwork']);
  });
});
