import * as tf from '@tensorflow/tfjs-core';
import { condition } from '../distributions/base/condition.js';
import type { Parameter, Support } from '../distributions/index.js';

/** Whether all the mass of q lies where p has some: known from the kinds alone, or entry by entry, or not known. */
export type Containment = 'always' | 'never' | 'unknown' | tf.Tensor;

const DISCRETE: readonly Support['kind'][] = ['integers', 'one-hot', 'counts', 'points'];

/** Whether the support of q lies in that of p, and both are of one sort: a density has none where the other has masses. */
export function containment(q: Support, p: Support): Containment {
  if (q.kind === 'unspecified' || p.kind === 'unspecified') return 'unknown';
  if (q.kind === 'product' || p.kind === 'product') {
    const inner = containment(q.kind === 'product' ? q.of : coordinate(q), p.kind === 'product' ? p.of : coordinate(p));
    return typeof inner === 'string' ? inner : 'unknown';
  }
  if (DISCRETE.includes(q.kind) !== DISCRETE.includes(p.kind)) return 'never';
  if (q.kind !== p.kind) return 'unknown';
  if ((q.kind !== 'interval' && q.kind !== 'integers') || (p.kind !== 'interval' && p.kind !== 'integers'))
    return 'always';
  if (p.kind === 'interval' && p.above !== undefined && typeof q.low === 'number' && q.low <= p.above) return 'never';
  return both(atLeast(q.low, p.low), atLeast(p.high, q.high));
}

/** The support of one coordinate of a vector. */
function coordinate(support: Support): Support {
  return support.kind === 'vectors' ? { kind: 'interval', low: -Infinity, high: Infinity } : support;
}

function atLeast(a: Parameter, b: Parameter): Containment {
  if (typeof a === 'number' && typeof b === 'number') return a >= b ? 'always' : 'never';
  if (a === Infinity || b === -Infinity) return 'always';
  if (a === -Infinity || b === Infinity) return 'never';
  return condition((x, y) => tf.greaterEqual(x!, y!), a, b);
}

function both(a: Containment, b: Containment): Containment {
  if (a === 'never' || b === 'never') return 'never';
  if (typeof a === 'string') return b;
  if (typeof b === 'string') return a;
  return condition((x, y) => tf.logicalAnd(tf.greater(x!, 0), tf.greater(y!, 0)), a, b);
}
