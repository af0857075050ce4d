import {
  asTable,
  checkNdArray,
  checkOptions,
  checkPositiveInteger,
  drawIndex,
  type NamedArrays,
  type NdArray,
  ndArray,
  type Rng,
  softmaxRows,
} from '@latents/math';
import { logSumExp } from '@latents/math/special';
import {
  describeGaussians,
  GAUSSIAN_SETTINGS,
  type GaussianSettings,
  gaussianArrays,
  gaussianSettings,
  gaussiansOf,
} from '../gmm/gaussian-arrays.js';
import { type GaussianBlocks, withGaussianBlocks } from '../gmm/gaussian-blocks.js';
import { gaussianGradient, gaussianPoint, gaussiansAt } from '../gmm/gaussian-coordinates.js';
import type { Gaussians } from '../gmm/gaussians.js';
import { checkedRows, expectedLog, logitGradient, normalizedRows } from '../tables/distribution-rows.js';
import { type Emission, type EmissionConfig, exponentiateRows, type StateRows } from './emission.js';

/** Each state emits from a mixture of Gaussians, of one component by default: observations `[T, d]`. */
export class GaussianEmission implements Emission {
  readonly states: number;
  /** Mixture components a state. */
  readonly components: number;
  /** Of all states' components, state by state. */
  readonly gaussians: Gaussians;
  /** `[states, components]`, rows summing to 1. */
  readonly weights: Float64Array;

  /**
   * @param weights Each state's mixture weights, `[states, components]`; absent: one Gaussian a state.
   * @throws RangeError if the weights are no distributions, or do not match the number of Gaussians.
   */
  constructor(gaussians: Gaussians, weights?: NdArray) {
    const all = gaussians.family.components;
    if (weights) checkNdArray('new GaussianEmission(gaussians, weights)', 'weights', weights, { finite: false });
    const [states = 0, components = 0] = weights?.shape ?? [all, 1];
    if (states * components !== all)
      throw new RangeError(
        `new GaussianEmission(gaussians, weights): expected weights [states, components] for ${all} Gaussians in all, got [${weights?.shape}].`,
      );
    this.gaussians = gaussians;
    this.states = states;
    this.components = components;
    this.weights = checkedRows(
      weights?.data ?? new Float64Array(all).fill(1),
      states,
      components,
      'new GaussianEmission(gaussians, weights)',
    );
  }

  /** Returns the emission of a saved description and parameters. */
  static fromSaved(where: string, config: EmissionConfig, arrays: NamedArrays): GaussianEmission {
    checkOptions(where, config as object, ['kind', 'states', ...GAUSSIAN_SETTINGS]);
    const { states, components } = config;
    checkPositiveInteger(where, states, 'states');
    checkPositiveInteger(where, components, 'components');
    return made(
      where,
      states,
      components,
      gaussianSettings(where, { ...config, components: states * components }),
      arrays,
    );
  }

  /** Its `components` are those of one state. */
  get config(): EmissionConfig {
    const { states, components } = this;
    return { kind: 'gaussian', ...describeGaussians(this.gaussians), states, components };
  }

  get parameters(): NamedArrays {
    return { weights: ndArray([this.states, this.components], this.weights), ...gaussianArrays(this.gaussians) };
  }

  withParameters(where: string, arrays: NamedArrays): GaussianEmission {
    return made(where, this.states, this.components, this.gaussians.family, arrays);
  }

  get statisticsLength(): number {
    return this.gaussians.statisticsLength;
  }

  check(observations: NdArray, name: string): void {
    asTable(name, 'observations', observations, this.gaussians.family.dimensions);
  }

  likelihoods(observations: NdArray, out: StateRows, shift: Float64Array): void {
    const logs = new Float64Array(shift.length * this.states);
    this.logProbs(observations, logs);
    exponentiateRows(logs, this.states, out, shift);
  }

  logProbs(observations: NdArray, out: Float64Array): void {
    const { states, components } = this;
    this.eachBlock(observations, (from, to, { joint, capacity }) => {
      for (let t = from; t < to; t++)
        for (let z = 0; z < states; z++)
          out[t * states + z] =
            components === 1
              ? joint[z * capacity + t - from]!
              : logSumExp(joint, z * components * capacity + t - from, components, capacity);
    });
  }

  accumulate(observations: NdArray, posteriors: StateRows, statistics: Float64Array, offset: number): void {
    const { data: gamma, stride } = posteriors;
    const { states, components } = this;
    this.eachBlock(
      observations,
      (from, to, blocks) => {
        const { joint, capacity } = blocks;
        const rows = (to - from + 3) & ~3;
        for (let z = 0; z < states; z++) {
          for (let row = 0; row < rows; row++) {
            const first = z * components * capacity + row;
            const g = from + row < to ? gamma[(from + row) * stride + z]! : 0;
            const total = g === 0 || components === 1 ? 0 : logSumExp(joint, first, components, capacity);
            for (let c = 0, at = first; c < components; c++, at += capacity)
              joint[at] = g === 0 || components === 1 ? g : g * Math.exp(joint[at]! - total);
          }
        }
        blocks.accumulate();
      },
      (blocks) => blocks.addTo(statistics, offset),
    );
  }

  /** @throws SingularCovarianceError if a state collapses and there is no floor or prior. */
  maximize(statistics: Float64Array, offset: number): GaussianEmission {
    return this.with(
      this.gaussians.maximize(statistics, offset),
      normalizedRows(statistics, offset, this.states, this.components, this.weights),
    );
  }

  expectedLogProb(statistics: Float64Array, offset: number): number {
    return this.gaussians.expectedLogDensity(statistics, offset) + expectedLog(statistics, offset, this.weights);
  }

  logPrior(): number {
    return this.gaussians.logPrior();
  }

  draw(state: number, rng: Rng): number[] {
    const out = new Float64Array(this.gaussians.family.dimensions);
    const c = drawIndex(rng, this.weights, state * this.components, this.components);
    this.gaussians.draw(state * this.components + c, rng, out, 0);
    return [...out];
  }

  point(): number[] {
    return [...Array.from(this.weights, Math.log), ...gaussianPoint(this.gaussians)];
  }

  at(point: Float64Array, from: number): GaussianEmission {
    const n = this.weights.length;
    return this.with(
      gaussiansAt(this.gaussians, point, from + n),
      softmaxRows(point, from, this.states, this.components),
    );
  }

  gradient(statistics: Float64Array, offset: number): number[] {
    return [
      ...logitGradient(statistics, offset, this.states, this.components, this.weights),
      ...gaussianGradient(this.gaussians, statistics, offset),
    ];
  }

  private with(gaussians: Gaussians, weights: Float64Array): GaussianEmission {
    return new GaussianEmission(gaussians, { shape: [this.states, this.components], data: weights });
  }

  /** Visits blocks of observations whose `joint` holds log p(x, component | state), state by state. */
  private eachBlock(
    { shape, data }: NdArray,
    visit: (from: number, to: number, blocks: GaussianBlocks) => void,
    end?: (blocks: GaussianBlocks) => void,
  ): void {
    const n = shape[0]!;
    const logWeights = this.weights.map(Math.log);
    withGaussianBlocks(this.gaussians, (blocks) => {
      for (let from = 0; from < n; from += blocks.capacity) {
        const to = Math.min(n, from + blocks.capacity);
        blocks.load(data, from, to);
        blocks.logDensities(logWeights);
        visit(from, to, blocks);
      }
      end?.(blocks);
    });
  }
}

function made(
  where: string,
  states: number,
  components: number,
  settings: GaussianSettings,
  arrays: NamedArrays,
): GaussianEmission {
  const gaussians = gaussiansOf(where, settings, arrays, { weights: { shape: [states, components] } });
  return new GaussianEmission(gaussians, arrays['weights']!);
}
