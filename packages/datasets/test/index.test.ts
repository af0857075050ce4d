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
    'categoricalHmm',
    'choraleLike',
    'correlatedGaussian',
    'discretePair',
    'gaussianMixture',
    'gridMixture',
    'linearGaussian',
    'probabilisticPca',
    'ringMixture',
    'stateSpace',
    'switchingHmm',
    'twoViews',
  ]);
  expect(Object.keys(node)).toEqual(['readIdx']);
});
