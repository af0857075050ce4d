import * as tf from '@tensorflow/tfjs-core';
import { choose, ln1p } from '../../special/composed/elementary.js';
import { logNdtr, logNdtri, positiveErfcx } from '../../special/composed/normal.js';
import { atPoints, integratePanels } from '../../special/composed/quadrature.js';

/** Nats below the mode at which an integral is cut off. */
const NATS = 25;

/** Returns log of the density at `t` scales from the mode `m`, relative to that at the mode. */
export const relativeLog = (t: tf.Tensor, m: tf.Tensor): tf.Tensor =>
  choose(tf.equal(t, 0), 0, tf.neg(tf.mul(t, tf.add(tf.mul(t, 0.5), m))));

/** A truncation in standard units, measured from its most probable point; see the same names for numbers. */
export interface Bounds {
  readonly mode: tf.Tensor;
  readonly m: tf.Tensor;
  readonly below: tf.Tensor;
  readonly above: tf.Tensor;
}

export function boundsOf(loc: tf.Tensor, scale: tf.Tensor, low: tf.Tensor, high: tf.Tensor): Bounds {
  const mode = tf.minimum(tf.maximum(loc, low), high);
  const units = (x: tf.Tensor, from: tf.Tensor) => tf.div(tf.sub(x, from), scale);
  return { mode, m: units(mode, loc), below: units(low, mode), above: units(high, mode) };
}

/** Distance above a mode `m` at which the density has fallen by {@link NATS}. */
function reach(m: tf.Tensor): tf.Tensor {
  const start = tf.relu(m);
  return tf.div(2 * NATS, tf.add(start, tf.sqrt(tf.add(tf.square(start), 2 * NATS))));
}

type Weight = (t: tf.Tensor) => tf.Tensor;

/** Returns a function that integrates a weight against the relative density from the mode to both bounds. */
function integrals({ m, below, above }: Bounds): (weight: Weight) => tf.Tensor {
  const each = atPoints(m);
  const from = tf.minimum(tf.neg(below), reach(tf.neg(m)));
  const to = tf.minimum(above, reach(m));
  return (weight) => {
    const g = (t: tf.Tensor) => tf.mul(weight(t), tf.exp(relativeLog(t, tf.mul(each, tf.onesLike(t)))));
    return tf.add(
      integratePanels((u) => g(tf.neg(u)), from, 3),
      integratePanels(g, to, 3),
    );
  };
}

/** Returns the mass and the moments of a truncation. Nothing cancels: all integrals start from the mode. */
export function truncated(loc: tf.Tensor, scale: tf.Tensor, low: tf.Tensor, high: tf.Tensor) {
  const bounds = boundsOf(loc, scale, low, high);
  const integral = integrals(bounds);
  const mass = integral(tf.onesLike);
  const offset = tf.div(
    integral((t) => t),
    mass,
  );
  const centre = atPoints(offset);
  const central = (power: number) =>
    tf.div(
      integral((t) => {
        const gap = tf.sub(t, centre);
        return power === 3 ? tf.mul(tf.square(gap), gap) : power === 2 ? tf.square(gap) : tf.square(tf.square(gap));
      }),
      mass,
    );
  const edge = (t: tf.Tensor) => {
    const finite = tf.isFinite(t);
    return choose(finite, tf.div(tf.exp(relativeLog(choose(finite, t, 0), bounds.m)), mass), 0);
  };
  return {
    ...bounds,
    mean: tf.add(bounds.m, offset),
    offset,
    logMass: tf.log(mass),
    variance: central(2),
    third: central(3),
    fourth: central(4),
    atLow: edge(bounds.below),
    atHigh: edge(bounds.above),
  };
}

export type Truncated = ReturnType<typeof truncated>;

/** Returns the probability of [low, x] for an x between the bounds. */
export function probabilityBelow(x: tf.Tensor, [loc, scale, low, high]: readonly tf.Tensor[]): tf.Tensor {
  const [whole, part] = [boundsOf(loc!, scale!, low!, high!), boundsOf(loc!, scale!, low!, x)];
  const shift = tf.div(tf.sub(part.mode, whole.mode), scale!);
  const ratio = tf.div(integrals(part)(tf.onesLike), integrals(whole)(tf.onesLike));
  return tf.minimum(1, tf.mul(tf.exp(relativeLog(shift, whole.m)), ratio));
}

/** Returns the distance in scales from the mode to the quantile of probability p. */
export function truncatedQuantile(p: tf.Tensor, bounds: Bounds): tf.Tensor {
  const { m, below, above } = bounds;
  const flat = tf.greater(tf.minimum(relativeLog(below, m), relativeLog(above, m)), -1);
  const q = tf.sub(1, p);
  const right = tailQuantile(q, p, tf.relu(m), above);
  const left = tf.neg(tailQuantile(p, q, tf.relu(tf.neg(m)), tf.neg(below)));
  const tail = choose(tf.greater(m, 0), right, choose(tf.less(m, 0), left, centralQuantile(p, below, above)));
  const inside = tf.where(flat, flatQuantile(p, bounds, flat), tail);
  const ended = choose(tf.equal(p, 0), below, choose(tf.equal(p, 1), above, inside));
  return choose(tf.lessEqual(tf.abs(tf.sub(p, 0.5)), 0.5), ended, Number.NaN);
}

/** By Newton's method on the integral of a density that is almost flat. */
function flatQuantile(p: tf.Tensor, { m, below, above }: Bounds, flat: tf.Tensor): tf.Tensor {
  const [low, high] = [choose(flat, below, 0), choose(flat, above, 0)];
  const [each, from] = [atPoints(m), atPoints(low)];
  const mass = (to: tf.Tensor) =>
    integratePanels(
      (u) => {
        const t = tf.add(from, u);
        return tf.exp(relativeLog(t, tf.mul(each, tf.onesLike(t))));
      },
      tf.sub(to, low),
      1,
    );
  const target = tf.mul(p, mass(high));
  let t = tf.add(low, tf.mul(p, tf.sub(high, low)));
  for (let i = 0; i < 5; i++) {
    const step = tf.div(tf.sub(mass(t), target), tf.exp(relativeLog(t, m)));
    t = tf.minimum(tf.maximum(tf.sub(t, step), low), high);
  }
  return t;
}

/** The distance above a lower bound m >= 0 that is exceeded with probability q = 1 - r: Newton's method on the log of the tail. */
function tailQuantile(q: tf.Tensor, r: tf.Tensor, m: tf.Tensor, width: tf.Tensor): tf.Tensor {
  const mills = (x: tf.Tensor) => tf.mul(Math.sqrt(Math.PI / 2), positiveErfcx(tf.mul(x, Math.SQRT1_2)));
  const atBound = mills(m);
  const logTail = (t: tf.Tensor) => tf.add(relativeLog(t, m), tf.log(tf.div(mills(tf.add(m, t)), atBound)));
  const finite = tf.less(width, 1e30);
  const beyond = choose(finite, tf.exp(logTail(choose(finite, width, 1))), 0);
  const near = ln1p(tf.neg(tf.mul(r, tf.sub(1, beyond))));
  const target = choose(tf.less(q, 0.5), tf.log(tf.add(q, tf.mul(r, beyond))), near);
  let t = tf.div(tf.mul(target, -2), tf.add(m, tf.sqrt(tf.sub(tf.square(m), tf.mul(target, 2)))));
  for (let i = 0; i < 6; i++) t = tf.relu(tf.add(t, tf.mul(tf.sub(logTail(t), target), mills(tf.add(m, t)))));
  return tf.minimum(t, width);
}

/** With the mean inside, from whichever tail the quantile is in. */
function centralQuantile(p: tf.Tensor, a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const [logP, logQ] = [tf.log(p), ln1p(tf.neg(p))];
  const sum = (x: tf.Tensor, y: tf.Tensor) => {
    const [high, gap] = [tf.maximum(x, y), tf.neg(tf.abs(tf.sub(x, y)))];
    return tf.add(high, ln1p(tf.exp(gap)));
  };
  const below = sum(tf.add(logNdtr(a), logQ), tf.add(logNdtr(b), logP));
  const above = sum(tf.add(logNdtr(tf.neg(a)), logQ), tf.add(logNdtr(tf.neg(b)), logP));
  return choose(tf.less(below, -Math.LN2), logNdtri(below), tf.neg(logNdtri(above)));
}
