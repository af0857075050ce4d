import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { describeHazardsOfFamilies } from '../../../core/test/families/describe-families.js';
import { withTrainingKernels } from '../support/wasm.js';

// To list the checks of a family takes a backend that is ready.
await tf.setBackend('cpu');

describe('the hazards of families with the training kernels', () => {
  withTrainingKernels();
  const rows = describeHazardsOfFamilies();

  it('are asked of every row of the table of families', () => {
    expect(rows).toBe(46);
  });
});
