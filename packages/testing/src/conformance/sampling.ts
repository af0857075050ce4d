import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import type { Describable, DescribeOptions } from './describable.js';

/** A point of the parameters of a family. */
export type Point = Readonly<Record<string, number>>;
export type Build<D> = (point: Point, shape?: readonly number[]) => D;

/** Random parameters (seeded), and distributions made of them. */
export interface Sampling<R, D extends Describable<R>> {
  readonly names: readonly string[];
  /** Runs a property at two random points, nine times, in a tidy. */
  each(property: (build: Build<D>, a: Point, b: Point) => void): void;
  /** Runs a property at two random points: one that hardly depends on the values of the parameters, or takes long. */
  few(property: (build: Build<D>, a: Point) => void): void;
  /** A distribution at one random point, outside any tidy. */
  readonly one: () => D;
  /** The kind of support, the same at each point, and whether an event is a number. */
  readonly kind: string;
  readonly scalar: boolean;
}

// No shrinking: near a failed statistical test all points fail, since they share their draws.
const RUNS = { seed: 20, endOnFailure: true };
/** Points at the ends of the ranges and at zero, then points within. */
const [BIASED, EVEN] = [3, 6];

export function sampling<R, D extends Describable<R>>({ parameters, make }: DescribeOptions<R, D>): Sampling<R, D> {
  const names = Object.keys(parameters);
  const point = fc.record(parameters) as fc.Arbitrary<Record<string, number>>;
  const build: Build<D> = (of, shape = []) =>
    make(Object.fromEntries(names.map((key) => [key, tf.fill([...shape], of[key]!)])));
  const first = () => build(fc.sample(point, { numRuns: 1, seed: 1 })[0]!);
  const { kind, scalar } = tf.tidy(() => {
    const p = first();
    return { kind: p.support.kind, scalar: p.eventShape.length === 0 };
  }) as unknown as { kind: string; scalar: boolean };
  const check = (property: (a: Point, b: Point) => void, biased: number, even: number) => {
    const run = (a: Point, b: Point) => {
      tf.tidy(() => property(a, b));
    };
    const plain = fc.noBias(point);
    fc.assert(fc.property(point, point, run), { ...RUNS, numRuns: biased });
    fc.assert(fc.property(plain, plain, run), { ...RUNS, numRuns: even });
  };
  return {
    names,
    one: first,
    kind,
    scalar,
    each: (property) => check((a, b) => property(build, a, b), BIASED, EVEN),
    few: (property) => check((a) => property(build, a), 1, 1),
  };
}
