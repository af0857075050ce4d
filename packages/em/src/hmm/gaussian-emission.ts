import type { NdArray } from '@latents/core/arrays';
import type { Rng } from '@latents/core/rng';
import { gaussianGradient, gaussianPoint, gaussiansAt } from '../gmm/gaussian-coordinates.js';
import type { Gaussians } from '../gmm/gaussians.js';
import { loadBlock } from '../gmm/kernels.js';
import { checkedMixtureData } from '../gmm/mixture-data.js';
import { checkedRows, expectedLog, logitGradient, normalizedRows, softmaxRows } from '../numerics/distribution-rows.js';
import { drawIndex, logSumExp } from '../numerics/log-space.js';
import { type Emission, exponentiateRows } from './emission.js';

const BLOCK = 256;

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
    const [states = 0, components = 0] = weights?.shape ?? [all, 1];
    if (states * components !== all)
      throw new RangeError(
        `GaussianEmission(gaussians, weights): expected weights [states, components] for ${all} Gaussians in all, got [${weights?.shape}].`,
      );
    this.gaussians = gaussians;
    this.states = states;
    this.components = components;
    this.weights = checkedRows(
      weights?.data ?? new Float64Array(all).fill(1),
      states,
      components,
      'GaussianEmission(weights)',
    );
  }

  get statisticsLength(): number {
    return this.gaussians.statisticsLength;
  }

  check(observations: NdArray, name: string): void {
    checkedMixtureData(observations, name, this.gaussians.family.dimensions);
  }

  likelihoods(observations: NdArray, out: Float64Array, stride: number, shift: Float64Array): void {
    const logs = new Float64Array(shift.length * this.states);
    this.logProbs(observations, logs);
    exponentiateRows(logs, this.states, out, stride, shift);
  }

  logProbs(observations: NdArray, out: Float64Array): void {
    this.eachBlock(observations, (from, to, joint) => {
      for (let i = 0; i < (to - from) * this.states; i++)
        out[from * this.states + i] = logSumExp(joint, i * this.components, this.components);
    });
  }

  accumulate(
    observations: NdArray,
    gamma: Float64Array,
    stride: number,
    statistics: Float64Array,
    offset: number,
  ): void {
    const { states, components } = this;
    this.eachBlock(observations, (from, to, joint, block, rows) => {
      joint.fill(0, (to - from) * states * components);
      for (let t = from; t < to; t++) {
        for (let z = 0; z < states; z++) {
          const at = ((t - from) * states + z) * components;
          const total = logSumExp(joint, at, components);
          const g = gamma[t * stride + z]!;
          for (let c = 0; c < components; c++) joint[at + c] = g === 0 ? 0 : g * Math.exp(joint[at + c]! - total);
        }
      }
      this.gaussians.accumulate(block, rows, joint, statistics, offset);
    });
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
    const c = drawIndex(rng.uniform(), this.weights, state * this.components, this.components);
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

  private eachBlock(
    { shape, data }: NdArray,
    visit: (from: number, to: number, joint: Float64Array, block: Float64Array, rows: number) => void,
  ): void {
    const { dimensions: d, origin, components: all } = this.gaussians.family;
    const n = shape[0]!;
    const size = Math.min(BLOCK, (n + 3) & ~3);
    const block = new Float64Array(size * d);
    const joint = new Float64Array(size * all);
    const logWeights = this.weights.map(Math.log);
    for (let from = 0; from < n; from += size) {
      const to = Math.min(n, from + size);
      const rows = loadBlock(data, from, to, d, origin, block);
      this.gaussians.logDensities(block, rows, logWeights, joint);
      visit(from, to, joint, block, rows);
    }
  }
}
