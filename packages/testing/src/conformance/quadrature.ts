import * as tf from '@tensorflow/tfjs';
import type { Describable } from './describable.js';
import { endsOf } from './ends.js';

/** Points `[points, ...eventShape]` and the volume for which each stands. */
export interface Quadrature {
  readonly points: tf.Tensor;
  readonly weights: readonly number[];
}

interface Rule {
  readonly x: readonly number[];
  readonly weights: readonly number[];
}

/** Points per axis: of numbers, and of vectors with two free coordinates. */
const [FINE, COARSE] = [800, 100];
/** Reach of the double exponential rules: up to e^(pi / 2 sinh 3), 6 million times the scale. */
const REACH = 3;

/**
 * Returns a rule that integrates over the support of a density of numbers or of vectors with two free coordinates. The rules are
 * double exponential, so that heavy tails and unbounded ends count. The scale comes from draws.
 *
 * @throws Error if there is no rule for the support.
 * @see Takahasi & Mori 1974
 */
export function quadratureOf<R>(p: Describable<R>, draws: tf.Tensor): Quadrature {
  const { support, eventShape } = p;
  if (support.kind === 'interval' && eventShape.length === 0) {
    const { x, weights } = line(endsOf(support), draws.dataSync(), FINE);
    return { points: tf.tensor1d([...x]), weights };
  }
  if (support.kind === 'product' && support.of?.kind === 'interval' && `${eventShape}` === '2') {
    const axes = columns(draws).map((column) => line(endsOf(support.of!), column, COARSE));
    return plane(axes as [Rule, Rule], (a, b) => ({ x: [a, b], volume: 1 }));
  }
  if (support.kind === 'vectors' && `${eventShape}` === '2') return ofVectors(draws);
  if (support.kind === 'simplex' && `${eventShape}` === '3') {
    const part = line({ low: 0, high: 1 }, [0.5], COARSE);
    return plane([part, part], (a, b) => ({ x: [a, (1 - a) * b, (1 - a) * (1 - b)], volume: 1 - a }));
  }
  throw new Error(
    `describeDistribution: expected a support over which it can integrate, got '${support.kind}' of shape [${eventShape}]. ` +
      `Name the reason in without: { support }.`,
  );
}

/** Bounds of the line, along the axes in which the draws are uncorrelated. */
function ofVectors(draws: tf.Tensor): Quadrature {
  const [first, second] = columns(draws) as [number[], number[]];
  const [a, b] = [average(first), average(second)];
  const covariance = (x: number[], y: number[], mx: number, my: number) =>
    average(x.map((v, i) => (v - mx) * (y[i]! - my)));
  const s = Math.sqrt(covariance(first, first, a, a));
  const r = covariance(first, second, a, b) / s;
  const t = Math.sqrt(covariance(second, second, b, b) - r * r);
  const axis = line({ low: -Infinity, high: Infinity }, [-0.7, 0, 0.7], COARSE);
  return plane([axis, axis], (u, v) => ({ x: [a + s * u, b + r * u + t * v], volume: s * t }));
}

function plane(
  [one, two]: readonly [Rule, Rule],
  place: (a: number, b: number) => { x: number[]; volume: number },
): Quadrature {
  const points: number[][] = [];
  const weights: number[] = [];
  one.x.forEach((a, i) => {
    two.x.forEach((b, j) => {
      const { x, volume } = place(a, b);
      points.push(x);
      weights.push(one.weights[i]! * two.weights[j]! * volume);
    });
  });
  return { points: tf.tensor2d(points), weights };
}

/** The rule of an interval, bounded or not. */
function line({ low, high }: { low: number; high: number }, draws: ArrayLike<number>, n: number): Rule {
  const sorted = Array.from(draws).sort((x, y) => x - y);
  const at = (p: number) => sorted[Math.floor(p * (sorted.length - 1))]!;
  const [middle, spread] = [at(0.5), at(0.75) - at(0.25)];
  const rule = { x: [] as number[], weights: [] as number[] };
  const step = (2 * REACH) / n;
  for (let i = 0; i <= n; i++) {
    const t = -REACH + i * step;
    const u = (Math.PI / 2) * Math.sinh(t);
    const slope = (Math.PI / 2) * Math.cosh(t) * step;
    let [x, weight] = [middle + spread * Math.sinh(u), spread * Math.cosh(u) * slope];
    if (low > -Infinity && high < Infinity) {
      const width = high - low;
      x = u < 0 ? low + width / (1 + Math.exp(-2 * u)) : high - width / (1 + Math.exp(2 * u));
      weight = (width / (2 * Math.cosh(u) ** 2)) * slope;
    } else if (low > -Infinity) {
      x = low + (middle - low) * Math.exp(u);
      weight = (x - low) * slope;
    } else if (high < Infinity) {
      x = high - (high - middle) * Math.exp(u);
      weight = (high - x) * slope;
    }
    // A point that rounds to an end stands for next to nothing, and the density may be infinite there.
    if (Math.fround(x) <= Math.fround(low) || Math.fround(x) >= Math.fround(high)) continue;
    rule.x.push(x);
    rule.weights.push(weight);
  }
  return rule;
}

function columns(draws: tf.Tensor): number[][] {
  return (tf.transpose(draws).arraySync() as number[][]) ?? [];
}

function average(x: readonly number[]): number {
  return x.reduce((sum, v) => sum + v, 0) / x.length;
}
