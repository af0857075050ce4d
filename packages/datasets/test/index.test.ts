import * as datasets from '@latents/datasets';
import * as digits from '@latents/datasets/digits';
import * as node from '@latents/datasets/node';
import * as synthetic from '@latents/datasets/synthetic';
import { expect, it } from 'vitest';

it('exports exactly its table of contents', () => {
  expect(Object.keys(datasets).sort()).toEqual([
    'decodeIdx',
    'dynamicBinarization',
    'parseAlignedLines',
    'parseConllu',
    'parseCsv',
    'parseIdx',
    'parsePianoRolls',
    'pianoRolls',
    'splitRows',
    'thresholdBinarization',
    'toUnitInterval',
  ]);
  expect(Object.keys(digits)).toEqual(['loadDigits']);
  expect(Object.keys(synthetic).sort()).toEqual([
    'additiveUniformPair',
    'beyondNormalTasks',
    'categoricalHmm',
    'choraleLike',
    'correlatedGaussian',
    'discretePair',
    'gaussianPair',
    'gridMixture',
    'halfCube',
    'inverseSinh',
    'linearGaussian',
    'mappedPair',
    'normalCdf',
    'probabilisticPca',
    'ringMixture',
    'spiral',
    'stateSpace',
    'studentPair',
    'swissRoll',
    'switchingHmm',
    'toMixture',
    'twoViews',
    'wiggly',
  ]);
  expect(Object.keys(node)).toEqual(['readIdx']);
});
