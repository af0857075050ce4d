import { readFileSync } from 'node:fs';
import { type NdArray, ndArray } from '@latents/math';

type Matrix = readonly (readonly number[])[];

interface StateSpaceFixture {
  readonly transition: Matrix;
  readonly emission: Matrix;
  readonly transitionScale: number;
  readonly emissionScale: number;
  readonly initialMean: readonly number[];
  readonly initialScale: number;
  readonly x: readonly Matrix[];
  readonly mean: readonly number[];
  readonly covariance: Matrix;
  readonly logDensity: readonly number[];
  readonly entropy: number;
  readonly firstStep: readonly number[];
}

interface LinearGaussianFixture {
  readonly weights: Matrix;
  readonly bias: readonly number[];
  readonly scale: number;
  readonly x: Matrix;
  readonly covariance: Matrix;
  readonly logDensity: readonly number[];
  readonly entropy: number;
  readonly posteriorMean: Matrix;
  readonly posteriorCovariance: Matrix;
}

interface Fixture {
  readonly mixture: {
    readonly means: Matrix;
    readonly scale: number;
    readonly x: Matrix;
    readonly logDensity: readonly number[];
    readonly line: { readonly means: Matrix; readonly scale: number; readonly entropy: number };
  };
  readonly linearGaussian: LinearGaussianFixture;
  readonly pca: {
    readonly x: Matrix;
    readonly fits: readonly {
      readonly latentDim: number;
      readonly scale: number;
      readonly covariance: Matrix;
      readonly meanLogDensity: number;
    }[];
  };
  readonly stateSpace: StateSpaceFixture;
  readonly correlated: readonly {
    readonly correlation: number;
    readonly mutualInformation: number;
    readonly x: Matrix;
    readonly y: Matrix;
    readonly logDensityRatio: readonly number[];
  }[];
  readonly tables: readonly { readonly counts: Matrix; readonly mutualInformation: number }[];
}

/** What tools/reference/datasets_synthetic.py wrote: values of scipy, numpy and scikit-learn. */
export const fixture: Fixture = JSON.parse(readFileSync(new URL('./fixtures/synthetic.json', import.meta.url), 'utf8'));

/** Nested lists as an array. */
export function array(nested: Matrix | readonly Matrix[]): NdArray<Float64Array> {
  const shape: number[] = [];
  for (let level: unknown = nested; Array.isArray(level); level = level[0]) shape.push(level.length);
  return ndArray(shape, Float64Array.from((nested as number[][][]).flat(2)));
}
