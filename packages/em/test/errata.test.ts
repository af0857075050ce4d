import {
  CategoricalEmission,
  ContextFreeGrammar,
  HiddenMarkovModel,
  type LatentVariableModel,
  maximizeLikelihood,
} from '@latents/em';
import { createRng, ndArray } from '@latents/math';
import { describe, expect, it } from 'vitest';
import { matrix } from './fixture.js';

const symbols = (text: string) => ndArray([text.length], Int32Array.from(text, Number));
const sequences = ['0000000011111111111000000', '1111110000000', '00000011111111'].map(symbols);
const sentences = ['0101', '001011', '0011'].map((text) => Array.from(text, Number));

const emission = new CategoricalEmission(
  matrix([
    [0.3, 0.7],
    [0.3, 0.7],
  ]),
);
/** Two states that are alike. */
const hmm = new HiddenMarkovModel({
  start: [0.5, 0.5],
  transitions: matrix([
    [0.5, 0.5],
    [0.5, 0.5],
  ]),
  emission,
});

/** One nonterminal over two preterminals that are alike. */
const grammar = new ContextFreeGrammar({
  root: [1],
  rules: ndArray([1, 3, 3], new Float64Array(9).fill(1 / 9)),
  words: ndArray([2, 2], emission.probabilities),
});

function trained<D, M extends LatentVariableModel<D, M>>(start: M, data: D) {
  return maximizeLikelihood(start, data, { maxIterations: 200, tolerance: 0 });
}

/** The best of training from five points about a model. */
function nudged<D, M extends LatentVariableModel<D, M>>(start: M, data: D): number {
  const rng = createRng(0);
  const point = start.toUnconstrained();
  return Math.max(
    ...Array.from(
      { length: 5 },
      () => trained(start.fromUnconstrained(point.map((v) => v + 0.5 * rng.normal())), data).objective,
    ),
  );
}

/** Ten steps of EM from a random point, each with its two inequalities. */
function bothRise<D, M extends LatentVariableModel<D, M>>(start: M, data: D, seed: number): void {
  const rng = createRng(seed);
  let model = start.fromUnconstrained(start.toUnconstrained().map(() => rng.normal()));
  for (let step = 0; step < 10; step++) {
    const { statistics, logMarginal, entropy } = model.expect(data);
    const next = model.maximize(statistics);
    const elbo = next.expectedLogJoint(statistics) + entropy;
    expect(elbo).toBeGreaterThan(logMarginal - 1e-9);
    expect(next.expect(data).logMarginal).toBeGreaterThan(elbo - 1e-9);
    model = next;
  }
}

describe('E57: EM "always increases" log p(x)', () => {
  it('no: states that begin alike stay alike, at a stationary point far below what a nudge reaches', () => {
    const { model, objective } = trained(hmm, sequences);
    const [a, b, c, d] = model.emission.probabilities;
    expect([c, d]).toEqual([a, b]);
    // One state in all but name: a coin that falls as often as the data's.
    const ones = sequences.flatMap(({ data }) => [...data]);
    const p = ones.reduce((sum, x) => sum + x, 0) / ones.length;
    expect(objective).toBeCloseTo(ones.length * (p * Math.log(p) + (1 - p) * Math.log(1 - p)), 9);
    expect(nudged(hmm, sequences)).toBeGreaterThan(objective + 5);
  });
  it('no: preterminals that begin alike stay alike', () => {
    const { model, objective } = trained(grammar, sentences);
    const [a, b, c, d] = model.tables.words;
    expect(Math.abs(c! - a!) + Math.abs(d! - b!)).toBeLessThan(1e-12);
    expect(nudged(grammar, sentences)).toBeGreaterThan(objective + 1);
  });
  it.each([1, 2, 3, 4, 5])(
    'right: new log p >= ELBO(new, old posterior) >= old log p, the first missing in the note (%d)',
    (seed) => {
      bothRise(hmm, sequences, seed);
      bothRise(grammar, sentences, seed);
    },
  );
});

it('E54: with N fixed and no stop, p(x) sums to 1 over each [n]^N; with stop, over all lengths', () => {
  const words = (n: number) =>
    Array.from({ length: 2 ** n }, (_, code) => symbols(Array.from({ length: n }, (_, i) => (code >> i) & 1).join('')));
  const mass = (model: HiddenMarkovModel, n: number) =>
    words(n).reduce((sum, x) => sum + Math.exp(model.logProb(x)), 0);
  const uneven = new CategoricalEmission(
    matrix([
      [0.3, 0.7],
      [0.4, 0.6],
    ]),
  );
  const lengths = new HiddenMarkovModel({ start: [0.5, 0.5], transitions: hmm.transitions, emission: uneven });
  for (const n of [1, 2, 5]) expect(mass(lengths, n)).toBeCloseTo(1, 12);
  const stopping = new HiddenMarkovModel({
    start: [0.5, 0.5],
    transitions: matrix([
      [0.2, 0.1],
      [0.1, 0.2],
    ]),
    stop: [0.7, 0.7],
    emission: uneven,
  });
  let sum = 0;
  for (let n = 1; n <= 8; n++) {
    expect(mass(stopping, n)).toBeCloseTo(0.7 * 0.3 ** (n - 1), 12);
    sum += mass(stopping, n);
  }
  expect(sum).toBeCloseTo(1 - 0.3 ** 8, 12);
});

describe('E58: EM is of a data set, one posterior for each example and one model for all', () => {
  const uneven = new HiddenMarkovModel({
    start: [0.7, 0.3],
    transitions: matrix([
      [0.8, 0.2],
      [0.3, 0.7],
    ]),
    emission: new CategoricalEmission(
      matrix([
        [0.6, 0.4],
        [0.1, 0.9],
      ]),
    ),
  });
  const data = ['0011', '1110', '0100'].map(symbols);
  const paths = Array.from({ length: 16 }, (_, i) => [0, 1, 2, 3].map((t) => (i >> t) & 1));
  const joints = data.map((x) => paths.map((path) => uneven.logJoint(x, path)));
  const posteriors = joints.map((joint) => {
    const total = joint.reduce((sum, value) => sum + Math.exp(value), 0);
    return joint.map((value) => Math.exp(value) / total);
  });
  /** The sum of the examples' bounds, each with the posterior given for it. */
  const bound = (q: readonly number[][]) =>
    joints.reduce(
      (sum, joint, i) => joint.reduce((s, value, z) => s + q[i]![z]! * (value - Math.log(q[i]![z]!)), sum),
      0,
    );

  it('the E step is the sum of the examples, each under its own posterior: all paths, by enumeration', () => {
    const { logMarginal, expectedLogJoint, entropy } = uneven.expect(data);
    expect(expectedLogJoint + entropy).toBeCloseTo(bound(posteriors), 10);
    expect(logMarginal).toBeCloseTo(bound(posteriors), 10);
    const alone = data.map((x) => uneven.expect([x]).statistics);
    uneven.expect(data).statistics.forEach((value, i) => {
      expect(value).toBeCloseTo(
        alone.reduce((sum, statistics) => sum + statistics[i]!, 0),
        12,
      );
    });
  });

  it('one posterior for all examples, as the note has it for one x, is not tight', () => {
    const mean = paths.map((_, z) => posteriors.reduce((sum, q) => sum + q[z]! / data.length, 0));
    expect(bound(data.map(() => mean))).toBeLessThan(bound(posteriors) - 0.1);
  });

  it('a model of one x alone, as the note has it, loses the others; the shared one raises the sum', () => {
    const before = uneven.expect(data).logMarginal;
    const shared = uneven.maximize(uneven.expect(data).statistics);
    expect(shared.expect(data).logMarginal).toBeGreaterThan(before);
    const single = trained(uneven, data.slice(0, 1)).model;
    expect(single.expect(data.slice(0, 1)).logMarginal).toBeGreaterThan(uneven.expect(data.slice(0, 1)).logMarginal);
    expect(data.reduce((sum, x) => sum + single.logProb(x), 0)).toBeLessThan(before);
  });
});
