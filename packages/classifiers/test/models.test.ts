import { collect, describeModel, memoryStore, useBackend } from '@latents/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  BernoulliNaiveBayes,
  createRng,
  fullBatch,
  type GaussianClassifierOptions,
  type LabelledData,
  LinearClassifier,
  LinearDiscriminant,
  type LogisticPlayersOptions,
  linearDiscriminant,
  load,
  logisticRegression,
  type Model,
  QuadraticDiscriminant,
  resume,
  save,
  train,
} from '../src/index.js';
import { IRIS, matrix, table } from './fixture.js';

beforeAll(() => useBackend('cpu'));

const iris = table(IRIS);
const three = { x: matrix(iris.rows), y: iris.labels };
const two = { x: matrix(iris.rows.slice(50)), y: iris.labels.slice(50).map((label) => label - 1) };
const bits = { x: iris.rows.map((row) => row.map((v, j) => (v > [5.8, 3, 4.3, 1.3][j]! ? 1 : 0))), y: iris.labels };
const rowsOf = ({ y }: LabelledData) => (y as readonly number[]).length;

interface Sizes {
  readonly classes?: number;
  readonly dimension?: number;
}

describe.each<[string, LabelledData, LogisticPlayersOptions]>([
  ['two classes, Newton', two, {}],
  ['two classes, L-BFGS', two, { solver: 'lbfgs' }],
  ['three classes, Newton', three, {}],
  ['three classes, L2, L-BFGS', three, { l2: 0.5, solver: 'lbfgs' }],
  ['three classes, L1 and weights of classes', three, { l1: 0.5, classWeights: [1, 2, 0.5] }],
])('logistic regression, %s', (_, data, options) => {
  const classes = data === two ? 2 : 3;
  describeModel<LinearClassifier, LabelledData, LogisticPlayersOptions, Sizes>('LinearClassifier', {
    make: (sizes) => LinearClassifier.zeros({ classes, dimension: 4, ...sizes }),
    factory: LinearClassifier,
    batches: () => fullBatch(data, rowsOf(data)),
    // Weights of classes are one per class.
    players: (classifier) => classifier.players(classifier.classes === classes ? options : {}),
    outputs: (classifier) => [
      ...classifier.scores(data.x),
      ...classifier.probabilities(data.x),
      ...classifier.predict(data.x),
    ],
    mismatches: { classes: { classes: 5 - classes }, dimension: { dimension: 3 } },
    steps: 24,
  });
});

describe.each(['full', 'diagonal'] as const)('Gaussian classes, %s covariance', (covariance) => {
  const mismatches = {
    classes: { classes: 2 },
    dimension: { dimension: 3 },
    covariance: { covariance: covariance === 'full' ? 'diagonal' : 'full' },
    smoothing: { smoothing: 0.5 },
  } as const;
  const outputs = (classifier: LinearDiscriminant | QuadraticDiscriminant) => [
    ...classifier.logJoint(three.x),
    ...classifier.probabilities(three.x),
    ...classifier.logPrior,
  ];
  describeModel<LinearDiscriminant, LabelledData, object, Partial<GaussianClassifierOptions>>('LinearDiscriminant', {
    make: (options) => new LinearDiscriminant({ classes: 3, dimension: 4, covariance, ...options }),
    factory: LinearDiscriminant,
    batches: () => fullBatch(three, 150),
    players: (classifier) => classifier.players(),
    outputs: (classifier) => [...outputs(classifier), ...classifier.toLinear().weights],
    mismatches,
  });
  describeModel<QuadraticDiscriminant, LabelledData, object, Partial<GaussianClassifierOptions>>(
    'QuadraticDiscriminant',
    {
      make: (options) => new QuadraticDiscriminant({ classes: 3, dimension: 4, covariance, ...options }),
      factory: QuadraticDiscriminant,
      batches: () => fullBatch(three, 150),
      players: (classifier) => classifier.players(),
      outputs,
      mismatches,
    },
  );
});

describeModel<BernoulliNaiveBayes, LabelledData, object, Sizes & { readonly smoothing?: number }>(
  'BernoulliNaiveBayes',
  {
    make: (options) => new BernoulliNaiveBayes({ classes: 3, dimension: 4, ...options }),
    factory: BernoulliNaiveBayes,
    batches: () => fullBatch(bits, 150),
    players: (classifier) => classifier.players(),
    outputs: (classifier) => [...classifier.logJoint(bits.x), ...classifier.toLinear().intercepts],
    mismatches: { classes: { classes: 2 }, dimension: { dimension: 3 }, smoothing: { smoothing: 0.5 } },
  },
);

describe('train(classifier, { x, y })', () => {
  it.each<[string, LabelledData, LogisticPlayersOptions, number]>([
    ['two classes', two, {}, 12],
    ['three classes, L2', three, { l2: 1 }, 20],
    ['two classes, L-BFGS, L1', two, { l1: 0.5 }, 4600],
    ['three classes, L-BFGS, L2', three, { l2: 1, solver: 'lbfgs' }, 200],
  ])('%s: reaches the maximum of logisticRegression', async (_, data, options, steps) => {
    const classifier = LinearClassifier.zeros({ classes: data === two ? 2 : 3, dimension: 4 });
    const readings = await collect(train(classifier, data, { steps, rng: createRng(0), ...options }));
    const fit = logisticRegression(data, options);
    expect(-readings.at(-1)!.nats * rowsOf(data)).toBeCloseTo(fit.objective, 8);
    expect(-readings.at(-1)!.terms['log p(y | x)']! * rowsOf(data)).toBeCloseTo(fit.negativeLogLikelihood, 5);
    expect(readings.at(-1)!.gradientNorm!).toBeLessThan(1e-7);
    const p = fit.classifier.probabilities(data.x);
    for (const [i, value] of classifier.probabilities(data.x).entries()) expect(value).toBeCloseTo(p[i]!, 6);
    for (const [i, { nats }] of readings.entries())
      if (i > 0) expect(nats).toBeGreaterThanOrEqual(readings[i - 1]!.nats - 1e-12);
    expect(readings[0]!.terms['log p(y | x)']).toBeCloseTo(-Math.log(data === two ? 2 : 3), 12);
  });

  it('from a penalised fit with a row for each class to one without a penalty: the same maximum', async () => {
    const classifier = LinearClassifier.zeros({ classes: 3, dimension: 4 });
    const noisy = { x: three.x, y: three.y.map((label, i) => (i % 7 === 0 ? (label + 1) % 3 : label)) };
    await collect(train(classifier, noisy, { steps: 10, rng: createRng(0), l2: 3 }));
    const [first, ...rest] = await collect(train(classifier, noisy, { steps: 40, rng: createRng(0) }));
    expect(first!.nats).toBeLessThan(rest.at(-1)!.nats);
    expect(-rest.at(-1)!.nats * 150).toBeCloseTo(logisticRegression(noisy).objective, 8);
  });

  it('separated classes: the log-likelihood rises to 0, and the weights stay finite', async () => {
    const classifier = LinearClassifier.zeros({ classes: 2, dimension: 1 });
    const data = { x: [0, 1, 2, 3], y: [0, 0, 1, 1] };
    const readings = await collect(train(classifier, data, { steps: 800, rng: createRng(0) }));
    expect(readings.at(-1)!.nats).toBeGreaterThan(-1e-9);
    expect(classifier.weights.every(Number.isFinite)).toBe(true);
  });

  it('generative classifiers are fitted by the first move, as by their functions', async () => {
    const classifier = new LinearDiscriminant({ classes: 3, dimension: 4 });
    const readings = await collect(train(classifier, three, { steps: 2, rng: createRng(0) }));
    expect(classifier.parameters).toEqual(linearDiscriminant(three).parameters);
    expect(readings[1]!.nats).toBeGreaterThan(readings[0]!.nats);
    const joint = classifier.logJoint(three.x);
    const mean = iris.labels.reduce((sum, label, i) => sum + joint[3 * i + label]! / 150, 0);
    expect(readings[1]!.nats).toBeCloseTo(mean, 12);
  });

  it('a run that is killed after every three steps goes on to the bit', async () => {
    const run = async <O extends object>(
      make: () => Model<LabelledData, O>,
      options: O,
      steps: number,
      store = memoryStore(),
    ) => {
      const model = make();
      const kept = { ...options, steps, rng: createRng(0), checkpoint: { store, every: 2 } };
      return { readings: await collect(train(model, three, kept)), parameters: model.parameters };
    };
    const zeros = () => LinearClassifier.zeros({ classes: 3, dimension: 4 });
    for (const options of [{ l2: 0.1 }, { l2: 0.1, solver: 'lbfgs' }, { l1: 0.3 }] as const) {
      const whole = await run(zeros, options, 24);
      const store = memoryStore();
      const pieces = [];
      let last = await run(zeros, options, 3, store);
      pieces.push(...last.readings);
      for (let until = 6; until <= 24; until += 3) {
        last = await run(zeros, options, until, store);
        pieces.push(...last.readings);
      }
      expect(pieces).toEqual(whole.readings);
      expect(last.parameters).toEqual(whole.parameters);
    }
  });
});

it('rows, lists and arrays are the same data', () => {
  const plain = linearDiscriminant({ x: iris.rows, y: iris.labels });
  expect(plain.parameters).toEqual(linearDiscriminant(three).parameters);
  expect(plain.predict(iris.rows)).toEqual(plain.predict(three.x));
  const line = logisticRegression({ x: [0, 1, 2, 1, 2, 3], y: Int32Array.of(0, 0, 0, 1, 1, 1) });
  expect([...line.classifier.predict([0, 3])]).toEqual([0, 1]);
});

describe('bad input', () => {
  const zeros = () => LinearClassifier.zeros({ classes: 3, dimension: 4 });

  it('a checkpoint of another solver or penalty is refused, and the classifier is as it was', async () => {
    const store = memoryStore();
    const checkpoint = { store, every: 1 };
    await collect(train(zeros(), three, { steps: 2, rng: createRng(0), checkpoint, l2: 1, solver: 'lbfgs' }));
    for (const [options, message] of [
      [{ l2: 2, solver: 'lbfgs' }, 'expected players.0.settings.l2 to be 2, got 1'],
      [{ l2: 1 }, 'expected players.0.settings.solver to be "newton", got "lbfgs"'],
      [{ l2: 1, solver: 'lbfgs', classWeights: [1, 1, 2] }, 'classWeights to be [1,1,2], got absent'],
    ] as const) {
      const model = zeros();
      await expect(resume({ model, players: model.players(options), store })).rejects.toThrow(message);
      expect(model.parameters).toEqual(zeros().parameters);
    }
  });

  it.each([
    ['an unknown option', { l3: 1 }, "got 'l3'"],
    ['an unknown solver', { solver: 'constructor' }, "got 'constructor'"],
    ['a negative penalty', { l2: -1 }, 'l2: expected a finite number >= 0, got -1'],
    ['Newton with L1', { l1: 1, solver: 'newton' }, "expected solver 'lbfgs' with l1 > 0"],
    ['too few weights of classes', { classWeights: [1] }, 'expected 3 classWeights, got 1'],
    ['a batch size', { batchSize: 10 }, 'expected no batch size, got 10'],
  ])('%s', (_, options, message) => {
    expect(() => train(zeros(), three, { steps: 1, rng: createRng(0), ...options } as never)).toThrow(message);
  });

  it('data of other sizes, or of another form', () => {
    const start = (data: unknown) => () => train(zeros(), data, { steps: 1, rng: createRng(0) });
    expect(start(two)).toThrow('expected labels of 3 classes, got 2');
    expect(start({ x: iris.rows.map((row) => row.slice(1)), y: iris.labels })).toThrow('of shape [n, 4]');
    expect(start(iris.rows)).toThrow('expected labelled data { x, y }, got object');
    expect(start(null)).toThrow('got null');
    expect(start({ x: 'text', y: iris.labels })).toThrow('expected x to be an array from ndArray(shape, data)');
    const nb = new BernoulliNaiveBayes({ classes: 3, dimension: 4 });
    expect(() => nb.logJoint([[0.5, 0, 0, 0]])).toThrow('expected features that are 0 or 1, got 0.5');
    expect(() => nb.players({ smoothing: 2 })).toThrow("expected no options, got 'smoothing'");
    expect(() => new LinearDiscriminant({ classes: 1, dimension: 4 })).toThrow('classes: expected an integer >= 2');
    expect(() => new QuadraticDiscriminant({ classes: 2, dimension: 0 })).toThrow('dimension: expected a positive');
    expect(() => new LinearDiscriminant({ classes: 2, dimension: 1, covarianc: 'full' } as never)).toThrow(
      "Did you mean 'covariance'?",
    );
  });

  it('a fit without a maximum leaves the classifier as it was', async () => {
    const model = new QuadraticDiscriminant({ classes: 2, dimension: 2 });
    const constant = {
      x: [
        [1, 0],
        [1, 1],
        [1, 2],
        [1, 4],
      ],
      y: [0, 0, 1, 1],
    };
    const { parameters } = model;
    await expect(collect(train(model, constant, { steps: 1, rng: createRng(0) }))).rejects.toThrow(
      'class 0: expected a positive definite covariance',
    );
    expect(model.parameters).toEqual(parameters);
  });

  it('files of another kind, and descriptions that ask for more than the file holds, fail at once', async () => {
    const store = memoryStore();
    await save(zeros(), store);
    await expect(load(LinearDiscriminant, store)).rejects.toThrow(
      "expected a saved 'linear discriminant', got a 'linear classifier'",
    );
    await expect(load(BernoulliNaiveBayes, store)).rejects.toThrow(
      "'Bernoulli naive Bayes', got a 'linear classifier'",
    );
    const huge = { classes: 1e9, dimension: 1e9 };
    const arrays = {};
    const began = performance.now();
    for (const make of [
      () => LinearClassifier.fromSaved({ config: { kind: 'linear classifier', ...huge }, arrays }),
      () => LinearDiscriminant.fromSaved({ config: { kind: 'linear discriminant', ...huge }, arrays }),
      () => QuadraticDiscriminant.fromSaved({ config: { kind: 'quadratic discriminant', ...huge }, arrays }),
      () => BernoulliNaiveBayes.fromSaved({ config: { kind: 'Bernoulli naive Bayes', smoothing: 1, ...huge }, arrays }),
    ])
      expect(make).toThrow(/of shape \[1000000000.*\], got none/);
    expect(performance.now() - began).toBeLessThan(200);
  });

  it('assign refuses parameters outside their domain, and the classifier is as it was', () => {
    const lda = linearDiscriminant(three);
    const { parameters } = lda;
    const zeroed = (name: string) => {
      const { shape, data } = parameters[name]!;
      return { ...parameters, [name]: { shape, data: data.map(() => 0) as Float64Array } };
    };
    expect(() => lda.assign(zeroed('logPrior'))).toThrow('expected probabilities that sum to 1, got 3');
    expect(() => lda.assign(zeroed('covariances'))).toThrow('expected a positive definite covariance');
    const nb = new BernoulliNaiveBayes({ classes: 2, dimension: 1 });
    const { logOn } = nb.parameters;
    expect(() => nb.assign({ ...nb.parameters, logOn: { ...logOn!, data: Float64Array.of(0, 0) } })).toThrow(
      'expected probabilities of 1 and 0 that sum to 1, got 1 and 0.5',
    );
    expect(lda.parameters).toEqual(parameters);
  });
});
