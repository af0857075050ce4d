import { expect, it } from 'vitest';
import * as wasm from '../src/index.js';

it('the table of contents', () => {
  expect(Object.keys(wasm).sort()).toEqual([
    'Adam',
    'Sgd',
    'bernoulliLogProb',
    'dense',
    'gaussianKl',
    'gaussianSample',
    'gruCell',
    'installTrainingKernels',
    'logSumExp',
    'randomNormal',
    'randomUniform',
  ]);
});
