import {
  automaticEstimator,
  bottleneckCurve,
  conditionalEstimator,
  contextEncoder,
  cotrainEstimator,
  criticEstimator,
  discreteEntropy,
  gaussianEstimator,
  histogramEstimator,
  informationBottleneck,
  jointOf,
  ksgEstimator,
  projectionEstimator,
  vocabularyOf,
  wordEncoder,
} from '@latents/infotheory';
import { createRng } from '@latents/math';
import { describe, expect, it } from 'vitest';

const joint = jointOf([
  [0.45, 0.05],
  [0.05, 0.45],
]);
// biome-ignore lint/suspicious/noExplicitAny: callers without types are what these tests are about.
type Untyped = any;

describe('unknown names and values of options, as callers without types may give them', () => {
  it.each<[string, (options: Untyped) => unknown]>([
    ['ksgEstimator', ksgEstimator],
    ['gaussianEstimator', gaussianEstimator],
    ['histogramEstimator', histogramEstimator],
    ['projectionEstimator', projectionEstimator],
    ['automaticEstimator', automaticEstimator],
    ['conditionalEstimator', conditionalEstimator],
    ['criticEstimator', criticEstimator],
    ['cotrainEstimator', cotrainEstimator],
    ['wordEncoder', wordEncoder],
    ['contextEncoder', contextEncoder],
    ['vocabularyOf', (options) => vocabularyOf([['a']], options)],
    ['informationBottleneck', (options) => informationBottleneck(joint, options)],
    ['bottleneckCurve', (options) => bottleneckCurve(joint, options)],
  ])('%s refuses an option that it does not know', (name, make) => {
    expect(() => make({ zz: 1 })).toThrow(new RegExp(`^${name}\\(.*options.*\\): expected options .*, got 'zz'`));
  });

  it('refuses values that are names of inherited properties, and missing streams', () => {
    expect(() => ksgEstimator({ preprocess: 'constructor' } as Untyped)).toThrow("expected 'normal-scores' or 'none'");
    expect(() => gaussianEstimator({ preprocess: 'toString' } as Untyped)).toThrow("got 'toString'");
    expect(() => conditionalEstimator({ method: 'constructor' } as Untyped)).toThrow("got 'constructor'");
    expect(() => discreteEntropy([1, 2], 'plugin' as Untyped)).toThrow("Did you mean 'plug-in'?");
    expect(() => informationBottleneck(joint, { beta: 2 } as Untyped)).toThrow('expected rng, as from createRng(seed)');
  });

  it('an estimate without a stream is refused before anything is computed', async () => {
    const x = Array.from({ length: 200 }, (_, i) => i);
    await expect((ksgEstimator() as Untyped).estimate(x, x)).rejects.toThrow('expected rng, as from createRng(seed)');
    await expect(ksgEstimator().estimate(x, x, createRng(0))).resolves.toMatchObject({ side: 'none' });
  });
});
