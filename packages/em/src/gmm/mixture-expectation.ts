import type { Expectation } from '../paradigm/latent-variable-model.js';
import type { GaussianMixture } from './gaussian-mixture.js';
import { loadBlock } from './kernels.js';
import { completeRow } from './missing-rows.js';
import type { MixtureData } from './mixture-data.js';

const BLOCK = 256;

/** The E step in blocks of rows: memory is O(block k), whatever n. */
export function expectMixture(model: GaussianMixture, data: MixtureData): Expectation {
  const { gaussians: g, components: k, dimensions: d } = model;
  const statistics = new Float64Array(g.statisticsLength);
  const total = { logMarginal: 0, expectedLogJoint: 0, entropy: 0, examples: 0 };
  const block = new Float64Array(BLOCK * d);
  const joint = new Float64Array(BLOCK * k);
  eachBlock(model, data, block, joint, (from, to, rows) => {
    for (let row = 0; row < rows; row++) {
      const at = row * k;
      const weight = from + row < to ? (data.weights?.data[from + row] ?? 1) : 0;
      const gaps = data.missing === true && from + row < to && hasGaps(data, from + row, d);
      const logMarginal = weight === 0 ? 0 : respond(joint, at, k, weight, total);
      if (weight > 0 && logMarginal === -Infinity) {
        throw new RangeError(
          `expect(data): row ${from + row} has density 0 under every component (its distance overflows). Scale the data.`,
        );
      }
      if (weight === 0) joint.fill(0, at, at + k);
      if (gaps) accumulateGaps(model, data, from + row, joint, at, statistics, total);
    }
    // Rows with gaps have weight 0 from here on, and 0 times NaN is NaN.
    if (data.missing === true) for (let i = 0; i < rows * d; i++) if (Number.isNaN(block[i]!)) block[i] = 0;
    g.accumulate(block, rows, joint, statistics, 0);
  });
  return { statistics, ...total };
}

/** log p(x, z), `[n, k]`, of checked data. */
export function mixtureLogJoint(model: GaussianMixture, data: MixtureData): Float64Array {
  const { components: k, dimensions: d } = model;
  const out = new Float64Array(data.x.shape[0]! * k);
  const joint = new Float64Array(BLOCK * k);
  eachBlock(model, data, new Float64Array(BLOCK * d), joint, (from, to) => {
    out.set(joint.subarray(0, (to - from) * k), from * k);
  });
  return out;
}

function eachBlock(
  model: GaussianMixture,
  data: MixtureData,
  block: Float64Array,
  joint: Float64Array,
  visit: (from: number, to: number, rows: number) => void,
): void {
  const { gaussians: g, components: k, dimensions: d } = model;
  const { x, labels, missing } = data;
  const n = x.shape[0]!;
  const logWeights = model.weights.map(Math.log);
  for (let from = 0; from < n; from += BLOCK) {
    const to = Math.min(n, from + BLOCK);
    const rows = loadBlock(x.data, from, to, d, g.family.origin, block);
    g.logDensities(block, rows, logWeights, joint);
    for (let row = 0; row < to - from; row++) {
      if (missing === true && hasGaps(data, from + row, d)) {
        const centered = centeredRow(model, data, from + row);
        for (let c = 0; c < k; c++) joint[row * k + c] = logWeights[c]! + completeRow(g, c, centered).logDensity;
      }
      const label = labels?.data[from + row] ?? -1;
      if (label >= 0) for (let c = 0; c < k; c++) if (c !== label) joint[row * k + c] = -Infinity;
    }
    visit(from, to, rows);
  }
}

interface Totals {
  logMarginal: number;
  expectedLogJoint: number;
  entropy: number;
  examples: number;
}

/** Turns the row's log joint into weighted responsibilities in place, and adds to the totals; returns log p(x). */
function respond(joint: Float64Array, at: number, k: number, weight: number, total: Totals): number {
  let max = -Infinity;
  for (let c = 0; c < k; c++) {
    const value = joint[at + c]!;
    if (value > max) max = value;
  }
  let sum = 0;
  let tilted = 0;
  for (let c = 0; c < k; c++) {
    const below = joint[at + c]! - max;
    if (below < -745) joint[at + c] = 0;
    else {
      const e = Math.exp(below);
      joint[at + c] = e;
      sum += e;
      tilted += e * below;
    }
  }
  const scale = weight / sum;
  for (let c = 0; c < k; c++) joint[at + c]! *= scale;
  const logSum = Math.log(sum);
  const expected = max + tilted / sum;
  total.logMarginal += weight * (max + logSum);
  total.expectedLogJoint += weight * expected;
  total.entropy += weight * (logSum - tilted / sum);
  total.examples += weight;
  return max + logSum;
}

function hasGaps({ x }: MixtureData, row: number, d: number): boolean {
  for (let j = 0; j < d; j++) if (Number.isNaN(x.data[row * d + j]!)) return true;
  return false;
}

function centeredRow(model: GaussianMixture, { x }: MixtureData, row: number): Float64Array {
  const { origin, dimensions: d } = model.gaussians.family;
  return Float64Array.from({ length: d }, (_, j) => x.data[row * d + j]! - origin[j]!);
}

/** A row with gaps adds its statistics here, each component's completed by it; its responsibilities are then cleared. */
function accumulateGaps(
  model: GaussianMixture,
  data: MixtureData,
  row: number,
  joint: Float64Array,
  at: number,
  statistics: Float64Array,
  total: Totals,
): void {
  const { gaussians: g, components: k, dimensions: d } = model;
  const centered = centeredRow(model, data, row);
  for (let c = 0; c < k; c++) {
    const r = joint[at + c]!;
    joint[at + c] = 0;
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
