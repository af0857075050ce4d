import { describeModel, useBackend } from '@latents/testing';
import { beforeAll, describe } from 'vitest';
import {
  CategoricalEmission,
  ContextFreeGrammar,
  type CovarianceOptions,
  type CovarianceType,
  createRng,
  type Emission,
  fullBatch,
  GaussianEmission,
  GaussianMixture,
  gaussians,
  HiddenMarkovModel,
  type HmmSequence,
  initializeGaussianMixture,
  type MixtureInput,
  ndArray,
  PoissonEmission,
  parseGrammar,
  type Rng,
  type Sentences,
  TreebankGrammar,
} from '../src/index.js';

beforeAll(() => useBackend('cpu'));

const normals = (n: number, d: number, seed: number, offset = 0) => {
  const rng = createRng(seed);
  return ndArray(
    [n, d],
    Float64Array.from({ length: n * d }, (_, i) => offset + rng.normal() + (Math.floor(i / d) % 3) * 3),
  );
};
/** Far from zero: means that were not kept relative to their origin would lose their last digits. */
const points = normals(60, 2, 1, 1e6);

interface MixtureOptions extends CovarianceOptions {
  readonly components?: number;
  readonly dimensions?: number;
}

describe.each(['full', 'tied', 'diagonal', 'spherical', 'tied-diagonal', 'tied-spherical'] as const)(
  'Gaussian mixture, %s',
  (covariance) => {
    const other: CovarianceType = covariance === 'full' ? 'tied' : 'full';
    describeModel<GaussianMixture, MixtureInput, object, MixtureOptions>('GaussianMixture', {
      make: ({ components = 3, dimensions = 2, ...options } = {}) =>
        initializeGaussianMixture(dimensions === 2 ? points : normals(60, dimensions, 1), {
          components,
          covariance,
          covarianceFloor: 1e-3,
          covariancePrior: { strength: 2, scale: 0.5 },
          ...options,
          rng: createRng(5),
        }),
      factory: GaussianMixture,
      batches: () => fullBatch(points, 60),
      players: (mixture) => mixture.players(),
      outputs: (mixture) => [
        ...mixture.logProb(points),
        ...mixture.posterior(points).data,
        ...mixture.means.data,
        ...mixture.sample(3, createRng(0)).x.data,
        mixture.bic(points),
        mixture.logPrior(),
      ],
      mismatches: {
        components: { components: 2 },
        dimensions: { dimensions: 1 },
        'form of the covariances': { covariance: other },
        floor: { covarianceFloor: 1e-4 },
        'strength of the prior': { covariancePrior: { strength: 1, scale: 0.5 } },
        'scale of the prior': { covariancePrior: { strength: 2, scale: 0.6 } },
        'prior: none': () =>
          initializeGaussianMixture(points, { components: 3, covariance, covarianceFloor: 1e-3, rng: createRng(5) }),
      },
    });
  },
);

const simplex = (rows: number, width: number, rng: Rng) => {
  const table = Float64Array.from({ length: rows * width }, () => 0.2 + rng.uniform());
  for (let row = 0; row < rows; row++) {
    const part = table.subarray(row * width, (row + 1) * width);
    const total = part.reduce((sum, p) => sum + p, 0);
    part.forEach((p, i) => {
      part[i] = p / total;
    });
  }
  return table;
};

const categorical = (states = 2, symbols = 3) =>
  new CategoricalEmission(ndArray([states, symbols], simplex(states, symbols, createRng(1))));
const poisson = (states = 2, dimensions = 2) =>
  new PoissonEmission(
    ndArray(
      [states, dimensions],
      Float64Array.from({ length: states * dimensions }, (_, i) => 1 + 1.7 * i),
    ),
  );
const gaussian = (options: CovarianceOptions & { states?: number; components?: number; dimensions?: number } = {}) => {
  const { states = 2, components = 2, dimensions: d = 2, ...rest } = options;
  const k = states * components;
  const means = ndArray([k, d], normals(k, d, 4).data);
  const covariances = ndArray([k, d], new Float64Array(k * d).fill(1.3));
  return new GaussianEmission(
    gaussians({ means, covariances, covariance: 'diagonal', covarianceFloor: 1e-3, ...rest }),
    ndArray([states, components], simplex(states, components, createRng(2))),
  );
};

interface ChainOptions {
  readonly emission?: Emission;
  readonly stop?: boolean;
}

const prior = { strength: 1, scale: 1 };
const emissions = {
  categorical: {
    emission: categorical(),
    data: [[0, 1, 2, 2, 1, 0, 0], [2, 2, 1, 0], { observations: [0, 0, 1], weight: 2.5, states: [0, -1, 1] }],
    mismatches: { states: { emission: categorical(3) }, symbols: { emission: categorical(2, 4) } },
  },
  gaussian: {
    emission: gaussian(),
    data: [normals(12, 2, 8), normals(7, 2, 9)],
    mismatches: {
      states: { emission: gaussian({ states: 3 }) },
      components: { emission: gaussian({ components: 1 }) },
      'split of components over states': { emission: gaussian({ states: 4, components: 1 }) },
      dimensions: { emission: gaussian({ dimensions: 3 }) },
      floor: { emission: gaussian({ covarianceFloor: 0 }) },
      prior: { emission: gaussian({ covariancePrior: prior }) },
      'form of the covariances': () =>
        chain({
          emission: new GaussianEmission(
            gaussians({
              means: ndArray([4, 2], normals(4, 2, 4).data),
              covariances: ndArray([4], new Float64Array(4).fill(1.3)),
              covariance: 'spherical',
              covarianceFloor: 1e-3,
            }),
            ndArray([2, 2], simplex(2, 2, createRng(2))),
          ),
        }),
    },
  },
  poisson: {
    emission: poisson(),
    data: [
      [
        [0, 3],
        [2, 5],
        [1, 9],
        [4, 4],
      ],
      [
        [7, 0],
        [1, 2],
        [0, 6],
      ],
    ],
    mismatches: { states: { emission: poisson(3) }, dimensions: { emission: poisson(2, 3) } },
  },
} as const satisfies Record<
  string,
  {
    readonly emission: Emission;
    readonly data: readonly HmmSequence[];
    readonly mismatches: Record<string, ChainOptions | (() => HiddenMarkovModel)>;
  }
>;

function chain({ emission = categorical(), stop = false }: ChainOptions = {}): HiddenMarkovModel {
  const m = emission.states;
  const moves = simplex(m, stop ? m + 1 : m, createRng(3));
  const width = stop ? m + 1 : m;
  return new HiddenMarkovModel({
    start: simplex(1, m, createRng(6)),
    transitions: ndArray(
      [m, m],
      moves.filter((_, i) => i % width < m),
    ),
    ...(stop && { stop: moves.filter((_, i) => i % width === m) }),
    emission,
  });
}

describe.each([
  ['categorical', false],
  ['categorical', true],
  ['gaussian', false],
  ['gaussian', true],
  ['poisson', false],
] as const)('hidden Markov model, %s emission, stop: %s', (kind, stop) => {
  const { emission, mismatches } = emissions[kind];
  const data: readonly HmmSequence[] = emissions[kind].data;
  const others = Object.entries(emissions).filter(([name]) => name !== kind);
  describeModel<HiddenMarkovModel, readonly HmmSequence[], object, ChainOptions>('HiddenMarkovModel', {
    make: (options) => chain({ emission, stop, ...options }),
    factory: HiddenMarkovModel,
    batches: () => fullBatch(data, data.length),
    players: (hmm) => hmm.players(),
    outputs: (hmm) => [
      ...data.map((sequence) => hmm.logProb(sequence)),
      ...hmm.posterior(data[0]!).data,
      ...hmm.sample(5, createRng(0)).observations.data,
      hmm.expect(data).logMarginal,
    ],
    mismatches: {
      ...mismatches,
      stop: { stop: !stop },
      ...Object.fromEntries(others.map(([name, one]) => [`emission: ${name}`, { emission: one.emission }])),
    },
  });
});

interface GrammarOptions {
  readonly nonterminals?: number;
  readonly preterminals?: number;
  readonly vocabulary?: number;
}

function grammar(shared: boolean, { nonterminals: n = 2, preterminals = 3, vocabulary: v = 4 }: GrammarOptions = {}) {
  const rng = createRng(4);
  const t = shared ? n : preterminals;
  const s = shared ? n : n + t;
  const rows = shared ? simplex(n, s * s + v, rng) : undefined;
  const part = (from: number, to: number) => rows!.filter((_, i) => i % (s * s + v) >= from && i % (s * s + v) < to);
  return new ContextFreeGrammar({
    root: simplex(1, n, rng),
    rules: ndArray([n, s, s], rows ? part(0, s * s) : simplex(n, s * s, rng)),
    words: ndArray([t, v], rows ? part(s * s, s * s + v) : simplex(t, v, rng)),
    shared,
  });
}

const sentences: Sentences = [
  [0, 1, 2],
  [3, 2],
  [1, 1, 0, 2, 3],
];

describe.each([true, false])('context-free grammar, shared: %s', (shared) => {
  describeModel<ContextFreeGrammar, Sentences, object, GrammarOptions>('ContextFreeGrammar', {
    make: (options) => grammar(shared, options),
    factory: ContextFreeGrammar,
    batches: () => fullBatch(sentences, 3),
    players: (one) => one.players(),
    outputs: (one) => [
      ...sentences.map((sentence) => one.logProb(sentence)),
      ...sentences.map((sentence) => one.viterbi(sentence)!.logProb),
      one.totalMass(),
    ],
    mismatches: {
      nonterminals: { nonterminals: 3 },
      ...(!shared && { preterminals: { preterminals: 2 } }),
      words: { vocabulary: 5 },
      'sharing of preterminals': () => grammar(!shared),
    },
  });
});

const written = (names: { dog?: string; NP?: string } = {}) =>
  parseGrammar(
    `S -> NP VP [1]
     NP -> D N [0.7] | 'she' [0.3]
     VP -> V NP [0.4] | 'sleeps' [0.6]
     D -> 'the' [1]
     N -> '${names.dog ?? 'dog'}' [0.5] | 'cat' [0.5]
     V -> 'sees' [1]`.replaceAll('NP', names.NP ?? 'NP'),
  );
const spoken = [
  ['she', 'sees', 'the', 'cat'],
  ['the', 'cat', 'sleeps'],
];
const encoded = spoken.map((sentence) => written().encode(sentence));

describeModel<TreebankGrammar, Sentences, object, { dog?: string; NP?: string }>('TreebankGrammar', {
  make: written,
  factory: TreebankGrammar,
  batches: () => fullBatch(encoded, 2),
  players: (parser) => parser.players(),
  outputs: (parser) => [
    ...spoken.map((sentence) => parser.parse(sentence)!.logProb),
    ...encoded.map((sentence) => parser.grammar.logProb(sentence)),
  ],
  mismatches: {
    word: { dog: 'wolf' },
    symbol: { NP: 'Noun' },
    grammar: () => parseGrammar("S -> S S [0.5] | 'a' [0.5]"),
  },
});
