import type { Distribution } from '@latents/core';
import { createRng } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import type { FamilyRow } from '../../../../packages/core/test/families/family.js';
import { FAMILIES, givenOf } from '../../../../packages/core/test/families/index.js';
import { examplesOf, fixedEntries } from '../../../../packages/core/test/families/parameter.js';
import { type BackendCase, read } from '../backend-case.js';

const STATISTICS = ['mean', 'variance', 'mode', 'entropy'] as const;

function numbersOf({ parameters, make, without }: FamilyRow): Record<string, tf.Tensor> {
  const given = givenOf(parameters, examplesOf(parameters));
  const d = make(given);
  const draws = d.sample(createRng(3), [6]);
  const fixed = fixedEntries(parameters);
  const free = Object.keys(given).filter(
    (name) => given[name] instanceof tf.Tensor && !fixed.some((entry) => entry.startsWith(name)),
  );
  /** Derivatives of the sum of a quantity by all parameters, one after another. */
  const gradients = (quantity: (d: Distribution) => tf.Tensor) => {
    const slopes = tf.grads((...values: tf.Tensor[]) => {
      const moved = make({ ...given, ...Object.fromEntries(free.map((name, i) => [name, values[i]!])) });
      // A quantity need not depend on each parameter, but tfjs asks that it does.
      return values.reduce<tf.Tensor>((sum, value) => tf.add(sum, tf.mul(value, 0).sum()), tf.sum(quantity(moved)));
    })(free.map((name) => given[name] as tf.Tensor));
    return tf.concat(slopes.map((slope) => tf.reshape(slope, [-1])));
  };
  return {
    'log p': d.logProb(draws),
    draws,
    ...Object.fromEntries(STATISTICS.filter((name) => !(name in without)).map((name) => [name, d[name]()])),
    ...(!('cdf' in without) && { cdf: d.cdf(draws) }),
    ...(!('icdf' in without) && { icdf: d.icdf(tf.tensor1d([0.2, 0.5, 0.9])) }),
    ...(free.length > 0 && { 'gradient of log p': gradients((of) => of.logProb(draws)) }),
    ...(free.length > 0 &&
      d.reparameterized && { 'gradient of draws': gradients((of) => tf.square(of.sample(createRng(3), [4]))) }),
  };
}

/** Every family, at the example of its row. */
export const FAMILY_CASES: readonly BackendCase[] = FAMILIES.map((row) => ({
  kind: 'Families',
  name: row.label,
  run: () => read(() => numbersOf(row)),
}));
