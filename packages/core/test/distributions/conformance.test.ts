import { createRng, type Rng } from '@latents/math';
import { describeDistribution } from '@latents/testing';
import type * as tf from '@tensorflow/tfjs';
import { describe } from 'vitest';
import type { Distribution } from '../../src/distributions/index.js';
import { klDivergence } from '../../src/divergences/index.js';
import { FAMILIES } from '../families/index.js';
import { assembled, fixedEntries, randomEntries } from '../families/parameter.js';
import { useBackend } from '../use-backend.js';

describe.each(['cpu', 'wasm'])('the conformance of families on %s', (backend) => {
  useBackend(backend);
  for (const { label, parameters, make, without } of FAMILIES) {
    describeDistribution<Rng, Distribution>(label, {
      parameters: randomEntries(parameters),
      fixed: fixedEntries(parameters),
      make: (entries) => make(assembled(parameters, entries)),
      rng: createRng,
      kl: closedForm,
      without,
    });
  }
});

function closedForm(q: Distribution, p: Distribution): tf.Tensor | undefined {
  try {
    return klDivergence(q, p);
  } catch (error) {
    if (String(error).includes('monteCarloKl')) return undefined;
    throw error;
  }
}
