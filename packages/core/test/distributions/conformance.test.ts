import { createRng, type Rng } from '@latents/math';
import { describeDistribution } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { describe } from 'vitest';
import * as d from '../../src/distributions/index.js';
import { klDivergence } from '../../src/divergences/index.js';
import { useBackend } from '../use-backend.js';

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((v) => Math.fround(v));
const real = between(-3, 3);
const positive = between(0.3, 4);
const shape = between(0.7, 6);
const unitwise = between(0.6, 4);

type Tensors = Readonly<Record<string, tf.Tensor>>;
type Family = readonly [
  parameters: Readonly<Record<string, fc.Arbitrary<number>>>,
  make: (parameters: Tensors) => d.Distribution,
  moments?: 'both' | 'mean' | 'none',
];
const stack = (...parts: tf.Tensor[]) => tf.stack(parts, -1);
const count = (n: number) => fc.constant(n);

/** Every family, with parameters from which a test in float32 can tell something. */
const families: Readonly<Record<string, Family>> = {
  Normal: [{ loc: real, scale: positive }, (p) => new d.Normal(p as never)],
  LogNormal: [{ loc: between(-1, 1), scale: between(0.1, 0.6) }, (p) => new d.LogNormal(p as never)],
  HalfNormal: [{ scale: positive }, (p) => new d.HalfNormal(p as never)],
  TruncatedNormal: [
    { loc: real, scale: positive, low: between(-2, -0.5), high: between(0.5, 2) },
    (p) => new d.TruncatedNormal(p as never),
  ],
  Laplace: [{ loc: real, scale: positive }, (p) => new d.Laplace(p as never)],
  Cauchy: [{ loc: real, scale: positive }, (p) => new d.Cauchy(p as never), 'none'],
  HalfCauchy: [{ scale: positive }, (p) => new d.HalfCauchy(p as never), 'none'],
  StudentT: [{ df: between(5, 30), loc: real, scale: positive }, (p) => new d.StudentT(p as never), 'mean'],
  Logistic: [{ loc: real, scale: positive }, (p) => new d.Logistic(p as never)],
  Gumbel: [{ loc: real, scale: positive }, (p) => new d.Gumbel(p as never)],
  Exponential: [{ rate: positive }, (p) => new d.Exponential(p as never)],
  Gamma: [{ concentration: shape, rate: positive }, (p) => new d.Gamma(p as never)],
  InverseGamma: [{ concentration: between(5, 9), scale: positive }, (p) => new d.InverseGamma(p as never), 'mean'],
  Chi2: [{ df: between(1.5, 12) }, (p) => new d.Chi2(p as never)],
  Beta: [{ concentration1: unitwise, concentration0: unitwise }, (p) => new d.Beta(p as never)],
  Uniform: [{ low: between(-3, -0.5), high: between(0.5, 3) }, (p) => new d.Uniform(p as never)],
  Kumaraswamy: [{ concentration1: unitwise, concentration0: unitwise }, (p) => new d.Kumaraswamy(p as never)],
  Weibull: [{ scale: positive, concentration: between(0.8, 4) }, (p) => new d.Weibull(p as never)],
  Pareto: [{ scale: positive, concentration: between(5, 9) }, (p) => new d.Pareto(p as never), 'mean'],
  VonMises: [{ loc: between(-1, 1), concentration: between(0.1, 20) }, (p) => new d.VonMises(p as never), 'none'],
  ContinuousBernoulli: [{ logits: real }, (p) => new d.ContinuousBernoulli(p as never)],
  RelaxedBernoulli: [{ temperature: between(0.5, 2), logits: real }, (p) => new d.RelaxedBernoulli(p as never)],
  Bernoulli: [{ logits: real }, (p) => new d.Bernoulli(p as never)],
  Binomial: [{ totalCount: count(7), logits: real }, (p) => new d.Binomial(p as never)],
  Geometric: [{ logits: real }, (p) => new d.Geometric(p as never)],
  Poisson: [{ rate: between(0.2, 30) }, (p) => new d.Poisson(p as never)],
  NegativeBinomial: [{ totalCount: positive, logits: between(-2, 1) }, (p) => new d.NegativeBinomial(p as never)],
  Categorical: [
    { a: real, b: real, c: real },
    ({ a, b, c }) => new d.Categorical({ logits: stack(a!, b!, c!) }),
    'none',
  ],
  OneHotCategorical: [
    { a: real, b: real, c: real },
    ({ a, b, c }) => new d.OneHotCategorical({ logits: stack(a!, b!, c!) }),
  ],
  Multinomial: [
    { a: real, b: real, c: real },
    ({ a, b, c }) => new d.Multinomial({ totalCount: 5, logits: stack(a!, b!, c!) }),
  ],
  RelaxedOneHotCategorical: [
    { a: real, b: real, c: real },
    ({ a, b, c }) => new d.RelaxedOneHotCategorical({ temperature: 1.2, logits: stack(a!, b!, c!) }),
  ],
  DiscretizedLogistic: [{ loc: between(-5, 260), scale: positive }, (p) => new d.DiscretizedLogistic(p as never)],
  Dirichlet: [
    { a: unitwise, b: unitwise, c: unitwise },
    ({ a, b, c }) => new d.Dirichlet({ concentration: stack(a!, b!, c!) }),
  ],
  MultivariateNormalDiag: [
    { a: real, b: real, s: positive, t: positive },
    ({ a, b, s, t }) => new d.MultivariateNormalDiag({ loc: stack(a!, b!), scale: stack(s!, t!) }),
  ],
  MultivariateNormalTriL: [
    { a: real, b: real, s: positive, t: positive, r: real },
    ({ a, b, s, t, r }) =>
      new d.MultivariateNormalTriL({
        loc: stack(a!, b!),
        scaleTril: tf.stack([stack(s!, tf.zerosLike(s!)), stack(r!, t!)], -2),
      }),
  ],
  LowRankMultivariateNormal: [
    { a: real, b: real, s: positive, t: positive, u: real, v: real },
    ({ a, b, s, t, u, v }) =>
      new d.LowRankMultivariateNormal({
        loc: stack(a!, b!),
        covarianceFactor: tf.expandDims(stack(u!, v!), -1),
        covarianceDiagonal: stack(s!, t!),
      }),
  ],
  'Independent (of Gumbel)': [
    { loc: real, scale: positive },
    ({ loc, scale }) => new d.Independent(new d.Gumbel({ loc: stack(loc!, loc!), scale: stack(scale!, scale!) }), 1),
  ],
  'MixtureSameFamily (of Normal)': [
    // Both components often enough for the standard error of a variance to be right.
    { a: real, b: real, s: positive, t: positive, l: between(-1, 1) },
    ({ a, b, s, t, l }) =>
      new d.MixtureSameFamily({
        mixing: new d.Categorical({ logits: stack(l!, tf.zerosLike(l!)) }),
        components: new d.Normal({ loc: stack(a!, b!), scale: stack(s!, t!) }),
      }),
  ],
  'TransformedDistribution (tanh of Normal)': [
    { loc: between(-1, 1), scale: between(0.3, 1) },
    (p) => new d.TransformedDistribution({ base: new d.Normal(p as never), bijector: d.bijectors.tanh() }),
  ],
  'TransformedDistribution (stick-breaking)': [
    { a: between(-1, 1), b: between(-1, 1), scale: between(0.3, 1) },
    ({ a, b, scale }) =>
      new d.TransformedDistribution({
        base: new d.Normal({ loc: stack(a!, b!), scale: tf.expandDims(scale!, -1) }),
        bijector: d.bijectors.stickBreaking(),
      }),
  ],
};

describe.each(['cpu', 'wasm'])('the conformance of families on %s', (backend) => {
  useBackend(backend);
  for (const [name, [parameters, make, moments = 'both']] of Object.entries(families)) {
    describeDistribution<Rng, d.Distribution>(name, { parameters, make, rng: createRng, kl: closedForm, moments });
  }
});

function closedForm(q: d.Distribution, p: d.Distribution): tf.Tensor | undefined {
  try {
    return klDivergence(q, p);
  } catch (error) {
    if (String(error).includes('monteCarloKl')) return undefined;
    throw error;
  }
}
