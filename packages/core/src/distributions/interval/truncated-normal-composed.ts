import * as tf from '@tensorflow/tfjs-core';
import { choose, withSlopes } from '../../special/composed/elementary.js';
import {
  boundsOf,
  probabilityBelow,
  relativeLog,
  type Truncated,
  truncated,
  truncatedQuantile,
} from './truncation-composed.js';

/** A function of the numbers of a truncation, and of its scale. */
type Of = (parts: Truncated, scale: tf.Tensor) => tf.Tensor;

const of =
  (f: Of) =>
  (...[loc, scale, low, high]: tf.Tensor[]): tf.Tensor =>
    f(truncated(loc!, scale!, low!, high!), scale!);
/** A term of a bound, which an infinite bound lacks. */
const times = (density: tf.Tensor, value: tf.Tensor): tf.Tensor =>
  choose(tf.equal(density, 0), 0, tf.mul(density, value));
const add = (...terms: tf.Tensor[]): tf.Tensor => terms.reduce((sum, term) => tf.add(sum, term));
const twice = (x: tf.Tensor): tf.Tensor => tf.mul(2, x);

/** The derivatives of an expectation are covariances with the score, and what a moving bound adds or takes away. */
export const mean = withSlopes(
  of(({ mode, offset }, s) => tf.add(mode, tf.mul(s, offset))),
  of(({ variance }) => variance),
  of(({ mean, variance, third }) => tf.add(third, twice(tf.mul(mean, variance)))),
  of(({ atLow, offset, below }) => times(atLow, tf.sub(offset, below))),
  of(({ atHigh, offset, above }) => times(atHigh, tf.sub(above, offset))),
);

export const variance = withSlopes(
  of(({ variance }, s) => tf.mul(tf.square(s), variance)),
  of(({ third }, s) => tf.mul(s, third)),
  of(({ mean, variance, third, fourth }, s) =>
    tf.mul(s, add(fourth, twice(tf.mul(mean, third)), tf.neg(tf.square(variance)))),
  ),
  of(({ atLow, variance, below, offset }, s) =>
    times(atLow, tf.mul(s, tf.sub(variance, tf.square(tf.sub(below, offset))))),
  ),
  of(({ atHigh, variance, above, offset }, s) =>
    times(atHigh, tf.mul(s, tf.sub(tf.square(tf.sub(above, offset)), variance))),
  ),
);

/** The mean of minus the log-density relative to that at the mode. */
const depth = ({ variance, offset, m }: Truncated): tf.Tensor =>
  tf.add(tf.mul(0.5, tf.add(variance, tf.square(offset))), tf.mul(m, offset));

export const entropy = withSlopes(
  of((t, s) => add(tf.log(s), t.logMass, depth(t))),
  of(({ mean, variance, third }, s) => tf.div(tf.add(tf.mul(0.5, third), tf.mul(mean, variance)), s)),
  of(({ mean, variance, third, fourth }, s) => {
    const spread = tf.mul(0.5, tf.sub(fourth, tf.square(variance)));
    return tf.div(add(spread, twice(tf.mul(mean, third)), twice(tf.mul(tf.square(mean), variance))), s);
  }),
  of((t, s) => tf.div(times(t.atLow, tf.sub(tf.add(relativeLog(t.below, t.m), depth(t)), 1)), s)),
  of((t, s) => tf.neg(tf.div(times(t.atHigh, tf.sub(tf.add(relativeLog(t.above, t.m), depth(t)), 1)), s))),
);

/** A function of a truncation at a point, which is given in scales from the mode. */
const at =
  (f: (t: tf.Tensor, parts: Truncated, scale: tf.Tensor) => tf.Tensor) =>
  (...[x, loc, scale, low, high]: tf.Tensor[]): tf.Tensor => {
    const found = truncated(loc!, scale!, low!, high!);
    return f(tf.div(tf.sub(x!, found.mode), scale!), found, scale!);
  };

export const logDensity = withSlopes(
  at((t, { m, logMass }, s) => tf.sub(tf.sub(relativeLog(t, m), logMass), tf.log(s))),
  at((t, { m }, s) => tf.neg(tf.div(tf.add(t, m), s))),
  at((t, { offset }, s) => tf.div(tf.sub(t, offset), s)),
  at((t, { m, mean, offset, variance }, s) => tf.div(tf.sub(tf.mul(tf.sub(t, offset), add(t, m, mean)), variance), s)),
  at((_, { atLow }, s) => tf.div(atLow, s)),
  at((_, { atHigh }, s) => tf.neg(tf.div(atHigh, s))),
);

/**
 * The other derivatives of a function f of x, loc, scale and the bounds that a shift of all of them leaves as it is, and a stretch about
 * the mode too, from those by x and the bounds.
 */
function equivariant(
  t: tf.Tensor,
  { m, below, above }: Pick<Truncated, 'm' | 'below' | 'above'>,
  by: readonly tf.Tensor[],
) {
  const [byX, byLow, byHigh] = by as [tf.Tensor, tf.Tensor, tf.Tensor];
  const byLoc = tf.neg(add(byX, byLow, byHigh));
  const stretched = add(tf.mul(t, byX), times(byLow, below), times(byHigh, above));
  return { byX, byLow, byHigh, byLoc, byScale: tf.sub(tf.mul(m, byLoc), stretched) };
}

type Slope = 'byX' | 'byLow' | 'byHigh' | 'byLoc' | 'byScale';
const ORDER: readonly Slope[] = ['byX', 'byLoc', 'byScale', 'byLow', 'byHigh'];

const cdfSlope =
  (name: Slope) =>
  (...[x, ...numbers]: tf.Tensor[]): tf.Tensor => {
    const [loc, scale, low, high] = numbers as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const found = truncated(loc, scale, low, high);
    const t = tf.div(tf.sub(x!, found.mode), scale);
    const p = probabilityBelow(x!, numbers);
    const byX = tf.exp(tf.sub(relativeLog(t, found.m), found.logMass));
    const slopes = equivariant(t, found, [byX, tf.mul(found.atLow, tf.sub(p, 1)), tf.neg(tf.mul(found.atHigh, p))]);
    return tf.div(slopes[name], scale);
  };

export const cdf = withSlopes((x, ...numbers) => probabilityBelow(x!, numbers), ...ORDER.map(cdfSlope));

const quantileOf = (p: tf.Tensor, [loc, scale, low, high]: readonly tf.Tensor[]): tf.Tensor => {
  const bounds = boundsOf(loc!, scale!, low!, high!);
  const x = tf.add(bounds.mode, tf.mul(scale!, truncatedQuantile(p, bounds)));
  return tf.minimum(tf.maximum(x, low!), high!);
};

/** The derivatives of the quantile: minus those of the distribution function there, relative to the density. */
const quantileSlope =
  (name: Slope) =>
  (...[p, ...numbers]: tf.Tensor[]): tf.Tensor => {
    const [loc, scale, low, high] = numbers as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const found = truncated(loc, scale, low, high);
    const t = truncatedQuantile(p!, found);
    const log = relativeLog(t, found.m);
    if (name === 'byX') return tf.mul(scale, tf.exp(tf.sub(found.logMass, log)));
    const relative = (bound: tf.Tensor) => {
      const finite = tf.isFinite(bound);
      return choose(finite, tf.exp(tf.sub(relativeLog(choose(finite, bound, 0), found.m), log)), 0);
    };
    const [byLow, byHigh] = [tf.mul(tf.sub(1, p!), relative(found.below)), tf.mul(p!, relative(found.above))];
    return equivariant(t, found, [tf.fill(t.shape, -1), byLow, byHigh])[name];
  };

export const quantile = withSlopes((p, ...numbers) => quantileOf(p!, numbers), ...ORDER.map(quantileSlope));
