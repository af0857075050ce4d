import { ImpossibleDataError } from '../algorithms/degenerate-model-error.js';
import type { Expectation } from '../algorithms/latent-variable-model.js';
import { type GaussianBlocks, withGaussianBlocks } from './gaussian-blocks.js';
import type { Gaussians } from './gaussians.js';
import { completeRow } from './missing-rows.js';
import type { CheckedMixtureData } from './mixture-data.js';

/** Parameters of a mixture: weights `[components]`, and the components' Gaussians. */
export interface MixtureParameters {
  readonly weights: Float64Array;
  readonly gaussians: Gaussians;
}

/**
 * Returns the expectation of checked data, in blocks of rows: memory is O(block k) for any number of rows.
 *
 * @throws ImpossibleDataError if a row has density 0 under every component.
 */
export function expectMixture(model: MixtureParameters, data: CheckedMixtureData): Expectation {
  const { gaussians: g } = model;
  const { components: k, dimensions: d } = g.family;
  const statistics = new Float64Array(g.statisticsLength);
  const total = { logMarginal: 0, expectedLogJoint: 0, entropy: 0, examples: 0 };
  withGaussianBlocks(g, (blocks) => {
    const { block, joint, weights, tops, sums, tilts, capacity } = blocks;
    eachBlock(model, data, blocks, (from, to) => {
      if (data.weights) for (let row = from; row < to; row++) weights[row - from] = data.weights.data[row]!;
      blocks.respond();
      for (let row = 0; row < to - from; row++) {
        const weight = weights[row]!;
        if (weight === 0) continue;
        if (tops[row] === -Infinity) {
          throw impossibleRow('mixture.expect(data)', from + row);
        }
        const logSum = Math.log(sums[row]!);
        const tilt = tilts[row]! / sums[row]!;
        total.logMarginal += weight * (tops[row]! + logSum);
        total.expectedLogJoint += weight * (tops[row]! + tilt);
        total.entropy += weight * (logSum - tilt);
        total.examples += weight;
      }
      if (data.missing === true) {
        for (let row = from; row < to; row++) {
          if (!hasGaps(data, row, d)) continue;
          // The row's statistics are added here, so it has no weight from here on, and 0 times NaN is NaN.
          const responsibilities = Array.from({ length: k }, (_, c) => joint[c * capacity + row - from]!);
          accumulateGaps(model, data, row, responsibilities, statistics, total);
          for (let c = 0; c < k; c++) joint[c * capacity + row - from] = 0;
        }
        for (let i = 0; i < block.length; i++) if (Number.isNaN(block[i]!)) block[i] = 0;
      }
      blocks.accumulate();
    });
    blocks.addTo(statistics, 0);
  });
  return { statistics, ...total };
}

/** Returns log p(x, z) of checked data, `[n, k]`, in nats. */
export function mixtureLogJoint(model: MixtureParameters, data: CheckedMixtureData): Float64Array {
  const { gaussians } = model;
  const k = gaussians.family.components;
  const out = new Float64Array(data.x.shape[0]! * k);
  withGaussianBlocks(gaussians, (blocks) => {
    const { joint, capacity } = blocks;
    eachBlock(model, data, blocks, (from, to) => {
      for (let row = from; row < to; row++)
        for (let c = 0; c < k; c++) out[row * k + c] = joint[c * capacity + row - from]!;
    });
  });
  return out;
}

/** Visits blocks of rows whose `joint` holds log p(x, z), that of gaps and of known labels included. */
function eachBlock(
  model: MixtureParameters,
  data: CheckedMixtureData,
  blocks: GaussianBlocks,
  visit: (from: number, to: number) => void,
): void {
  const { gaussians: g } = model;
  const { components: k, dimensions: d } = g.family;
  const { x, labels, missing } = data;
  const { joint, capacity } = blocks;
  const n = x.shape[0]!;
  const logWeights = model.weights.map(Math.log);
  for (let from = 0; from < n; from += capacity) {
    const to = Math.min(n, from + capacity);
    blocks.load(x.data, from, to);
    blocks.logDensities(logWeights);
    for (let row = 0; row < to - from; row++) {
      if (missing === true && hasGaps(data, from + row, d)) {
        const centered = centeredRow(model, data, from + row);
        for (let c = 0; c < k; c++) joint[c * capacity + row] = logWeights[c]! + completeRow(g, c, centered).logDensity;
      }
      const label = labels?.data[from + row] ?? -1;
      if (label >= 0) for (let c = 0; c < k; c++) if (c !== label) joint[c * capacity + row] = -Infinity;
    }
    visit(from, to);
  }
}

interface Totals {
  logMarginal: number;
  expectedLogJoint: number;
  entropy: number;
  examples: number;
}

function hasGaps({ x }: CheckedMixtureData, row: number, d: number): boolean {
  for (let j = 0; j < d; j++) if (Number.isNaN(x.data[row * d + j]!)) return true;
  return false;
}

function centeredRow(model: MixtureParameters, { x }: CheckedMixtureData, row: number): Float64Array {
  const { origin, dimensions: d } = model.gaussians.family;
  return Float64Array.from({ length: d }, (_, j) => x.data[row * d + j]! - origin[j]!);
}

/** Adds the statistics of a row with gaps, each component's completed by it. */
function accumulateGaps(
  model: MixtureParameters,
  data: CheckedMixtureData,
  row: number,
  responsibilities: readonly number[],
  statistics: Float64Array,
  total: Totals,
): void {
  const { gaussians: g } = model;
  const { components: k, dimensions: d } = g.family;
  const centered = centeredRow(model, data, row);
  for (let c = 0; c < k; c++) {
    const r = responsibilities[c]!;
    if (r === 0) continue;
    const { mean, covariance, entropy } = completeRow(g, c, centered);
    total.entropy += r * entropy;
    total.expectedLogJoint -= r * entropy;
    statistics[c]! += r;
    const squares = k + k * d + (g.form.tied ? 0 : c * g.storedSize);
    for (let i = 0; i < d; i++) {
      statistics[k + c * d + i]! += r * mean[i]!;
      for (let j = g.form.full ? 0 : i; j <= i; j++) {
        statistics[squares + (g.form.full ? i * d + j : i)]! += r * (mean[i]! * mean[j]! + covariance[i * d + j]!);
      }
    }
  }
}

/** Returns the error for a row whose distance from every component overflows. */
export function impossibleRow(where: string, row: number): ImpossibleDataError {
  return new ImpossibleDataError(
    `${where}: expected rows of positive density, got 0 for row ${row} under every component, as its distance overflows. Scale the data.`,
  );
}
