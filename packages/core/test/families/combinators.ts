import type * as tf from '@tensorflow/tfjs';
import * as d from '../../src/distributions/index.js';
import { type FamilyRow, family, REAL_LINE, SIMPLEX, TORCH, VECTOR_EVENTS } from './family.js';
import { filled, logWeight, positive, real, unchecked } from './parameter.js';

const loc = filled(real(0, [-3, 3]), [2], [0, 0]);
const scale = filled(positive(1, [0.3, 4]), [2], [1, 1]);
const MIXTURE = 'no closed form for mixtures';
const IMAGE = 'no closed form for the image under a bijector';
const OF_IMAGE = { mean: IMAGE, variance: IMAGE, mode: IMAGE, entropy: IMAGE };
// Two images have a divergence where the bijector is one object.
const [EXP, TANH, STICK_BREAKING] = [d.bijectors.exp(), d.bijectors.tanh(), d.bijectors.stickBreaking()];
const OF_BASE = 'its numbers are sums of those of its base, which the conformance suite checks';

/** Base distributions that take a place and a width. */
const independent = (of: string, base: (options: never) => d.Distribution, without: FamilyRow['without']) =>
  family(d.Independent as never, {
    of: `of ${of}`,
    parameters: { loc, scale },
    make: (given) => new d.Independent(base(given as never), 1),
    support: { kind: 'product' },
    fixtures: OF_BASE,
    without,
  });

export const COMBINATORS = [
  independent('Normal', (options) => new d.Normal(options), VECTOR_EVENTS),
  independent('Laplace', (options) => new d.Laplace(options), VECTOR_EVENTS),
  independent('Gumbel', (options) => new d.Gumbel(options), VECTOR_EVENTS),
  family(d.TransformedDistribution, {
    of: 'exp of Normal',
    parameters: { loc: real(0.1, [-1, 1]), scale: positive(1, [0.1, 0.6]) },
    make: (given) => new d.TransformedDistribution({ base: new d.Normal(given as never), bijector: EXP }),
    support: { kind: 'interval', low: 0, high: Infinity },
    fixtures: OF_BASE,
    without: OF_IMAGE,
  }),
  family(d.TransformedDistribution, {
    of: 'tanh of Normal',
    parameters: { loc: real(0.1, [-1, 1]), scale: positive(1, [0.3, 1]) },
    make: (given) => new d.TransformedDistribution({ base: new d.Normal(given as never), bijector: TANH }),
    support: { kind: 'interval', low: -1, high: 1 },
    fixtures: OF_BASE,
    without: OF_IMAGE,
  }),
  family(d.TransformedDistribution, {
    of: 'stick-breaking of Normal',
    parameters: { loc: filled(real(0, [-1, 1]), [2], [0]), scale: filled(positive(1, [0.3, 1]), [2], [1]) },
    make: (given) => new d.TransformedDistribution({ base: new d.Normal(given as never), bijector: STICK_BREAKING }),
    support: SIMPLEX,
    fixtures: TORCH,
    without: { ...VECTOR_EVENTS, ...OF_IMAGE, extremes: 'a share of e^-1e30 rounds to 0, which has no inverse' },
  }),
  family(d.MixtureSameFamily, {
    // Both components often enough for the standard error of a variance to be right.
    parameters: { logits: filled(logWeight(0, [-0.5, 0.5]), [2], [0.2, -0.3]), loc, scale },
    make: ({ logits, ...given }) =>
      new d.MixtureSameFamily({
        mixing: new d.Categorical({ logits: logits as tf.Tensor, validate: given['validate'] !== false }),
        components: new d.Normal(given as never),
      }),
    support: REAL_LINE,
    fixtures: TORCH,
    without: { mode: MIXTURE, entropy: MIXTURE, icdf: MIXTURE, kl: MIXTURE },
  }),
  family(d.Deterministic, {
    parameters: { loc: filled(unchecked(0, [-3, 3]), [2], [0, 0]) },
    make: ({ loc: point }) => new d.Deterministic({ loc: point as tf.Tensor, eventRank: 1 }),
    support: { kind: 'points' },
    fixtures: 'it is a point',
    without: { ...VECTOR_EVENTS, 'kl of draws': 'two points are the same, or infinitely far apart' },
  }),
];
