import { createRng, type Rng } from '@latents/math';
import { type DescribeOptions, describeDistribution, describeHazards } from '@latents/testing';
import type * as tf from '@tensorflow/tfjs';
import { describe } from 'vitest';
import type { Distribution } from '../../src/distributions/index.js';
import { klDivergence } from '../../src/divergences/index.js';
import { useBackend } from '../use-backend.js';
import type { FamilyRow } from './family.js';
import { FAMILIES } from './index.js';
import { assembled, extremeEntries, fixedEntries, randomEntries } from './parameter.js';

/** Registers the conformance suite of every family on a backend. One test file per backend, so that they run at one time. */
export function describeFamilies(backend: 'cpu' | 'wasm'): void {
  describe(`the conformance of families on ${backend}`, () => {
    useBackend(backend);
    for (const row of FAMILIES) describeDistribution<Rng, Distribution>(row.label, optionsOf(row));
  });
}

/** Registers the hazards of every family on the backend in use. Returns how many rows of the table there are. */
export function describeHazardsOfFamilies(): number {
  for (const row of FAMILIES) describeHazards<Rng, Distribution>(row.label, optionsOf(row));
  return FAMILIES.length;
}

/** Returns the facts about a family that the conformance suite needs. */
function optionsOf({ parameters, make, without }: FamilyRow): DescribeOptions<Rng, Distribution> {
  return {
    parameters: randomEntries(parameters),
    fixed: fixedEntries(parameters),
    extremes: extremeEntries(parameters),
    make: (entries) => make(assembled(parameters, entries)),
    rng: createRng,
    kl: closedForm,
    without,
  };
}

function closedForm(q: Distribution, p: Distribution): tf.Tensor | undefined {
  try {
    return klDivergence(q, p);
  } catch (error) {
    if (String(error).includes('monteCarloKl')) return undefined;
    throw error;
  }
}
