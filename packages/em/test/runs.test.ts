import { collect, memoryStore } from '@latents/testing';
import { describe, expect, it } from 'vitest';
import {
  type Batches,
  batches,
  CategoricalEmission,
  ContextFreeGrammar,
  createRng,
  type Emission,
  expectationMaximization,
  fullBatch,
  GaussianMixture,
  HiddenMarkovModel,
  incrementalEm,
  initializeGaussianMixture,
  load,
  type MixtureInput,
  type Model,
  maximizeLikelihood,
  ndArray,
  onlineEm,
  type Player,
  parseGrammar,
  resume,
  save,
  TreebankGrammar,
  train,
} from '../src/index.js';
import { iris } from './fixture.js';
import { goOn } from './go-on.js';

const { x } = iris();
const mixture = (seed = 1) =>
  initializeGaussianMixture(x, { components: 3, covarianceFloor: 1e-6, rng: createRng(seed) });
/** A start from other data: other parameters, and another origin of the statistics. */
const elsewhere = () =>
  initializeGaussianMixture(parts[1]!, { components: 3, covarianceFloor: 1e-6, rng: createRng(8) });
const parts = [0, 1, 2].map((p) => ndArray([50, 4], x.data.slice(p * 200, (p + 1) * 200)));
/** Full batches of another object each time, as a stream of the user's own may give. */
const copies: Batches<MixtureInput> = {
  perEpoch: 1,
  at: () => ({ batch: ndArray([150, 4], x.data.slice()), examples: 150 }),
};
const thirds: Batches<MixtureInput> = { perEpoch: 3, at: (step) => ({ batch: parts[step % 3]!, examples: 50 }) };

interface Run {
  readonly model: GaussianMixture;
  readonly players: readonly Player<MixtureInput>[];
}
const inPlace = (model: GaussianMixture): Run => ({ model, players: model.players() });
const wrapped = ({ model, player }: { model: GaussianMixture; player: Player<MixtureInput> }): Run => ({
  model,
  players: [player],
});

describe('a run that is killed after every three steps goes on to the bit', () => {
  it.each<[string, (start: GaussianMixture) => Run, Batches<MixtureInput>]>([
    ['players() on all the data', inPlace, fullBatch(x, 150)],
    ['players() on equal batches in new arrays', inPlace, copies],
    ['players() on another batch each step', inPlace, batches(x, { size: 50, rng: createRng(3) })],
    [
      'expectationMaximization',
      (start) => expectationMaximization<MixtureInput, GaussianMixture>(start),
      fullBatch(x, 150),
    ],
    ['onlineEm', (start) => wrapped(onlineEm<MixtureInput, GaussianMixture>(start, 150, { decay: 0.7 })), thirds],
    ['incrementalEm', (start) => wrapped(incrementalEm<MixtureInput, GaussianMixture>(start, parts)), thirds],
  ])('%s', async (_, run, data) => {
    const whole = run(mixture());
    const readings = await goOn(whole, data, 12, memoryStore());
    const store = memoryStore();
    const pieces = [];
    let last = run(mixture());
    for (const until of [3, 6, 9, 12]) {
      // The checkpoint brings all the parameters, so the later starts do not matter.
      if (until > 3) last = run(elsewhere());
      pieces.push(...(await goOn(last, data, until, store)));
    }
    expect(pieces).toEqual(readings);
    expect(last.model.parameters).toEqual(whole.model.parameters);
    expect(last.model.logProb(x)).toEqual(whole.model.logProb(x));
  });

  it('incrementalEm keeps its bound over all the data', async () => {
    const whole = incrementalEm<MixtureInput, GaussianMixture>(mixture(), parts);
    await goOn(wrapped(whole), thirds, 5, memoryStore());
    const store = memoryStore();
    await goOn(wrapped(incrementalEm<MixtureInput, GaussianMixture>(mixture(), parts)), thirds, 4, store);
    const resumed = incrementalEm<MixtureInput, GaussianMixture>(elsewhere(), parts);
    await goOn(wrapped(resumed), thirds, 5, store);
    expect(resumed.bound).toBe(whole.bound);
  });

  it('train with a checkpoint: sequences and sentences', async () => {
    const rng = createRng(2);
    const hmm = () =>
      new HiddenMarkovModel<Emission>({
        start: [0.5, 0.5],
        transitions: ndArray([2, 2], Float64Array.of(0.8, 0.2, 0.3, 0.7)),
        emission: new CategoricalEmission(ndArray([2, 3], Float64Array.of(0.5, 0.3, 0.2, 0.1, 0.3, 0.6))),
      });
    const sequences = [30, 20, 40].map((steps) => [...hmm().sample(steps, rng).observations.data]);
    const grammar = () => parseGrammar("S -> S S [0.3] | A A [0.2] | 'a' [0.5]\nA -> S A [0.3] | 'b' [0.7]");
    const sentences = ['a b b a', 'b b', 'a a b b'].map((words) => words.split(' '));
    await chained(hmm, sequences);
    await chained(grammar, sentences);
  });
});

/** Trains in one run and in three, each by new objects, and compares to the bit. */
async function chained<B>(make: () => Model<B, object>, data: unknown): Promise<void> {
  const run = async (steps: number, store = memoryStore()) => {
    const model = make();
    const readings = await collect(train(model, data, { steps, rng: createRng(0), checkpoint: { store, every: 2 } }));
    return { readings, parameters: model.parameters };
  };
  const whole = await run(9);
  const store = memoryStore();
  const rest = [];
  for (const until of [3, 6]) rest.push(...(await run(until, store)).readings);
  const last = await run(9, store);
  expect([...rest, ...last.readings]).toEqual(whole.readings);
  expect(last.parameters).toEqual(whole.parameters);
}

it('train(mixture, x) is EM: the model itself goes where maximizeLikelihood goes', async () => {
  const model = mixture();
  await collect(train(model, x, { steps: 12, rng: createRng(0) }));
  const expected = maximizeLikelihood(mixture(), x, { maxIterations: 12, tolerance: 0 }).model;
  expect(model.parameters).toEqual(expected.parameters);
  expect(model.parameters).not.toEqual(mixture().parameters);
});

it('only players change a model: EM in its other forms leaves the start as it was', async () => {
  const start = mixture();
  const before = start.copy().parameters;
  maximizeLikelihood(start, x, { maxIterations: 3 });
  for (const run of [
    expectationMaximization<MixtureInput, GaussianMixture>(start),
    wrapped(onlineEm<MixtureInput, GaussianMixture>(start, 150)),
    wrapped(incrementalEm<MixtureInput, GaussianMixture>(start, parts)),
  ]) {
    await goOn(run, thirds, 3, memoryStore());
    expect(run.model.parameters).not.toEqual(before);
  }
  expect(start.parameters).toEqual(before);
});

it('plain rows and lists train as arrays do', async () => {
  const rows = Array.from({ length: 150 }, (_, i) => [...x.data.slice(4 * i, 4 * i + 4)]);
  const [plain, arrays] = [mixture(), mixture()];
  await collect(train(plain, rows, { steps: 3, rng: createRng(0) }));
  await collect(train(arrays, x, { steps: 3, rng: createRng(0) }));
  expect(plain.parameters).toEqual(arrays.parameters);
  expect(plain.predict(rows)).toEqual(plain.predict(x));
  const line = initializeGaussianMixture([1, 2, 8, 9], { components: 2, rng: createRng(0) });
  expect([...line.predict([1.5, 8.5])].sort()).toEqual([0, 1]);
  const gaps = [[1, Number.NaN, 2, 3]];
  expect(() => plain.logProb(gaps)).toThrow('expected finite values, got NaN at row 0, column 1');
  expect(plain.logProb({ x: gaps, missing: true })[0]).toBeLessThan(0);
});

describe('bad input', () => {
  it('a checkpoint of other players, other options or other parts is refused, and the model is as it was', async () => {
    const store = memoryStore();
    const online = (decay: number) => wrapped(onlineEm<MixtureInput, GaussianMixture>(mixture(), 150, { decay }));
    await goOn(online(0.7), thirds, 2, store);
    const other = online(0.8);
    const before = other.model.parameters;
    await expect(resume({ ...other, store })).rejects.toThrow(
      'expected players.0.settings.decay to be 0.8, got 0.7 in the checkpoint',
    );
    await expect(resume({ ...inPlace(mixture()), store })).rejects.toThrow(/^resume\(.*expected .*, got /s);
    expect(other.model.parameters).toEqual(before);
    const kept = memoryStore();
    await goOn(wrapped(incrementalEm<MixtureInput, GaussianMixture>(mixture(), parts)), thirds, 2, kept);
    const swapped = wrapped(incrementalEm<MixtureInput, GaussianMixture>(mixture(), [parts[0]!, parts[2]!, parts[1]!]));
    await expect(resume({ ...swapped, store: kept })).rejects.toThrow('expected the parts that the run had');
  });

  it('options and batch sizes that EM does not have', () => {
    const rng = createRng(0);
    expect(() => train(mixture(), x, { steps: 1, rng, betta: 1 } as never)).toThrow("expected no options, got 'betta'");
    expect(() => train(mixture(), x, { steps: 1, rng, batchSize: 10 })).toThrow('expected no batch size, got 10');
    expect(() => train(mixture(), { y: x }, { steps: 1, rng })).toThrow('train(data): expected rows to be an array');
    expect(() => train(mixture(), { x, weight: [1] }, { steps: 1, rng })).toThrow("'weight'. Did you mean 'weights'?");
    expect(() => onlineEm(mixture(), 150, { decai: 0.7 } as never)).toThrow("got 'decai'. Did you mean 'decay'?");
    const grammar = parseGrammar("S -> S S [0.5] | 'a' [0.5]");
    expect(() => train(grammar, [['a', 'b']] as never, { steps: 1, rng })).toThrow("got 'b' at position 1");
    expect(() => train(grammar, ['a a'] as never, { steps: 1, rng })).toThrow('expected sentences in words');
    expect(() => train(grammar.grammar, [[7]], { steps: 1, rng })).toThrow('sentence 0: expected words from 0 to 0');
  });

  it('assign refuses each bad array, and the model is as it was', () => {
    const model = mixture();
    const { parameters } = model;
    const changed = (name: string, data: (values: number[]) => number[]) => {
      const { shape, data: values } = parameters[name]!;
      return { ...parameters, [name]: ndArray(shape, Float64Array.from(data([...values]))) };
    };
    const { weights: _, ...without } = parameters;
    for (const [arrays, message] of [
      [without, "expected 'weights' of shape [3], got none"],
      [{ ...parameters, more: parameters['weights']! }, "got 'more' too"],
      [{ ...parameters, weights: ndArray([2], Float64Array.of(0.5, 0.5)) }, 'of shape [3], got [2]'],
      [{ ...parameters, weights: { shape: [3], data: Float64Array.of(1) } }, 'expected 3 numbers'],
      [changed('weights', ([a]) => [a!, 2, -1]), 'expected probabilities, got 2'],
      [changed('weights', () => [0.1, 0.1, 0.1]), 'to sum to 1'],
      [changed('centeredMeans', ([, ...rest]) => [Number.NaN, ...rest]), "got NaN in 'centeredMeans'"],
      [changed('covariances', ([, ...rest]) => [-1, ...rest]), 'positive definite'],
      [changed('covariances', ([a, , ...rest]) => [a!, 9, ...rest]), 'symmetric'],
    ] as const) {
      expect(() => model.assign(arrays)).toThrow(message);
      expect(model.parameters).toEqual(parameters);
    }
  });

  it('become refuses a model of another structure', () => {
    const other = initializeGaussianMixture(x, { components: 2, rng: createRng(0) });
    expect(() => mixture().become(other)).toThrow('expected components to be 3, got 2');
  });

  const file = async () => {
    const store = memoryStore();
    await save(mixture(), store);
    return store.bytes!;
  };

  it('a file of another kind is refused by every class', async () => {
    const bytes = await file();
    for (const [type, kind] of [
      [HiddenMarkovModel, 'hidden Markov model'],
      [ContextFreeGrammar, 'context-free grammar'],
      [TreebankGrammar, 'treebank grammar'],
    ] as const)
      await expect(load(type as typeof TreebankGrammar, bytes)).rejects.toThrow(
        `expected a saved '${kind}', got a 'gaussian mixture'`,
      );
  });

  it('descriptions that ask for more than the file holds fail at once', () => {
    const sizes = { components: 1e9, dimensions: 1e6 };
    const hostile = { kind: 'gaussian mixture', covariance: 'full', covarianceFloor: 0, ...sizes };
    const began = performance.now();
    expect(() => GaussianMixture.fromSaved({ config: hostile, arrays: mixture().parameters })).toThrow(
      "expected 'origin' of shape [1000000], got [4]",
    );
    const chain = (emission: object) => ({ kind: 'hidden Markov model', stop: true, emission: emission as never });
    for (const [emission, message] of [
      [{ kind: 'categorical', states: 1e9, symbols: 1e9 }, 'of shape [1000000000,1000000000], got none'],
      [{ kind: 'poisson', states: 1e9, dimensions: 1.5 }, 'dimensions to be a positive integer'],
      [{ ...hostile, kind: 'gaussian', states: 1e9, dimensions: 0.5 }, 'components to be a positive integer'],
      [{ kind: 'constructor', states: 2 }, "expected 'categorical', 'gaussian' or 'poisson', got 'constructor'"],
      [null, "expected 'categorical', 'gaussian' or 'poisson', got undefined"],
    ] as const)
      expect(() => HiddenMarkovModel.fromSaved({ config: chain(emission as never), arrays: {} })).toThrow(message);
    const grammar = { kind: 'context-free grammar', nonterminals: 1e9, symbols: 2e9, vocabulary: 1e9, shared: false };
    expect(() => ContextFreeGrammar.fromSaved({ config: grammar, arrays: {} })).toThrow('[1000000000], got none');
    expect(() => TreebankGrammar.fromSaved({ config: { kind: 'treebank grammar', grammar }, arrays: {} })).toThrow();
    expect(performance.now() - began).toBeLessThan(500);
  });

  it.each([
    [{ components: 0 }, 'components to be a positive integer, got 0'],
    [{ covariance: 'constructor' }, "got 'constructor'"],
    [{ covarianceFloor: -1 }, 'expected a finite number >= 0, got -1'],
    [{ covariancePrior: { strength: 0, scale: 1 } }, 'expected a positive finite number, got 0'],
    [{ color: 'red' }, "got 'color'"],
  ])('a description with %j is refused', (change, message) => {
    const { config, parameters } = mixture();
    expect(() => GaussianMixture.fromSaved({ config: { ...config, ...change }, arrays: parameters })).toThrow(message);
  });
});

it('an emission of a class of the user: filled by load(model, source), not made by load(HiddenMarkovModel, source)', async () => {
  class Coin extends Object implements Emission {
    readonly inner: CategoricalEmission;
    constructor(inner: CategoricalEmission) {
      super();
      this.inner = inner;
    }
    get config() {
      return { kind: 'coin' };
    }
    get parameters() {
      return this.inner.parameters;
    }
    get states() {
      return this.inner.states;
    }
    get statisticsLength() {
      return this.inner.statisticsLength;
    }
    withParameters(...args: Parameters<Emission['withParameters']>): Coin {
      return new Coin(this.inner.withParameters(...args));
    }
    check(...args: Parameters<Emission['check']>) {
      this.inner.check(...args);
    }
    likelihoods(...args: Parameters<Emission['likelihoods']>) {
      this.inner.likelihoods(...args);
    }
    logProbs(...args: Parameters<Emission['logProbs']>) {
      this.inner.logProbs(...args);
    }
    accumulate(...args: Parameters<Emission['accumulate']>) {
      this.inner.accumulate(...args);
    }
    maximize(...args: Parameters<Emission['maximize']>): Coin {
      return new Coin(this.inner.maximize(...args));
    }
    expectedLogProb(...args: Parameters<Emission['expectedLogProb']>) {
      return this.inner.expectedLogProb(...args);
    }
    logPrior() {
      return 0;
    }
    draw(...args: Parameters<Emission['draw']>) {
      return this.inner.draw(...args);
    }
    point() {
      return this.inner.point();
    }
    at(...args: Parameters<Emission['at']>): Coin {
      return new Coin(this.inner.at(...args));
    }
    gradient(...args: Parameters<Emission['gradient']>) {
      return this.inner.gradient(...args);
    }
  }
  const coins = (p: number) =>
    new HiddenMarkovModel({
      start: [0.6, 0.4],
      transitions: ndArray([2, 2], Float64Array.of(0.9, 0.1, 0.2, 0.8)),
      emission: new Coin(new CategoricalEmission(ndArray([2, 2], Float64Array.of(p, 1 - p, 0.5, 0.5)))),
    });
  const model = coins(0.9);
  const sequence = [0, 0, 1, 0, 1, 1];
  await collect(train(model, [sequence], { steps: 2, rng: createRng(0) }));
  const store = memoryStore();
  await save(model, store);
  const filled = await load(coins(0.2), store);
  expect(filled.logProb(sequence)).toBe(model.logProb(sequence));
  expect(filled.emission).toBeInstanceOf(Coin);
  await expect(load(HiddenMarkovModel, store)).rejects.toThrow("'gaussian' or 'poisson', got 'coin'");
});
