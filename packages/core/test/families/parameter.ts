import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import type { Nested } from '../fixture.js';

/** Constraints on the entries of a parameter, each with values that break it. */
export const CONSTRAINTS = {
  /** A number or an infinity, as the logit of probability 0 or 1. */
  extended: [Number.NaN],
  /** A logarithm of a weight: -Infinity for probability 0. */
  logWeight: [Number.NaN, Infinity],
  /** Whatever the constructor is given: it checks nothing. */
  unchecked: [],
  real: [Number.NaN, Infinity, -Infinity],
  positive: [Number.NaN, 0, -1, Infinity],
  notNegative: [Number.NaN, -1, Infinity],
  count: [Number.NaN, -1, 0.5, Infinity],
} as const;
/** Valid values at the ends of each constraint. */
export const EXTREMES: Readonly<Record<Constraint, readonly number[]>> = {
  extended: [-1e30, -1e-30, 1e30],
  logWeight: [-1e30, 1e30],
  unchecked: [-1e30, 1e30],
  real: [-1e30, -1e-30, 1e30],
  positive: [1e-30, 1e-5, 1e5, 1e30],
  notNegative: [0, 1e-30, 1e-5, 1e5, 1e30],
  count: [0, 1, 1e6],
};
export type Constraint = keyof typeof CONSTRAINTS;

/** One entry of a parameter: its place, the constraint on it, and the range that random tests draw it from. */
export interface Entry {
  readonly at: readonly number[];
  readonly constraint: Constraint;
  readonly between: readonly [min: number, max: number];
}

/** A parameter of a family. */
export interface FamilyParameter {
  /** Free entries. Places that are not named hold 0, as those above the diagonal of a triangle. */
  readonly entries: readonly Entry[];
  /** Axes behind the batch axes: `[]` for a number, `[3]` for a vector of three. */
  readonly shape: readonly number[];
  /** The value in tables and examples. A vector here may be shorter than in random tests. */
  readonly example: Nested;
  /** Part in a shift or a change of units, on which the rounding of x - loc and x / scale depends. */
  readonly role?: 'location' | 'scale';
  /** Whether the option is one number for the whole batch. */
  readonly setting?: true;
}
export type FamilyParameters = Readonly<Record<string, FamilyParameter>>;
type Range = Entry['between'];

const number =
  (constraint: Constraint, role?: FamilyParameter['role']) =>
  (example: number, between: Range): FamilyParameter => ({
    entries: [{ at: [], constraint, between }],
    shape: [],
    example,
    ...(role && { role }),
  });
export const real = number('real');
export const extended = number('extended');
export const logWeight = number('logWeight');
export const unchecked = number('unchecked');
export const positive = number('positive');
export const notNegative = number('notNegative');
export const count = number('count');
export const location = number('real', 'location');
export const scale = number('positive', 'scale');

/** Parameters of a vector or a matrix, all entries with the constraint and range of `of`. */
export function filled(of: FamilyParameter, shape: readonly number[], example: Nested): FamilyParameter {
  const places = shape.reduce<number[][]>(
    (found, n) => found.flatMap((at) => Array.from({ length: n }, (_, i) => [...at, i])),
    [[]],
  );
  return { ...of, shape, example, entries: places.map((at) => ({ ...of.entries[0]!, at })) };
}

/** A lower triangle with a positive diagonal. */
export function lowerTriangular(n: number, { diagonal, below }: { diagonal: Range; below: Range }): FamilyParameter {
  const square = filled(real(0, below), [n, n], identity(n));
  const entries = square.entries.flatMap((entry): Entry[] => {
    const [row, column] = entry.at as [number, number];
    if (column > row) return [];
    return [column === row ? { ...entry, constraint: 'positive', between: diagonal } : entry];
  });
  return { ...square, entries };
}

/** One number for the whole batch. */
export function setting(of: FamilyParameter): FamilyParameter {
  return { ...of, setting: true };
}

/** Returns the value of each parameter in examples. */
export function examplesOf(parameters: FamilyParameters): Record<string, Nested> {
  return Object.fromEntries(Object.entries(parameters).map(([name, { example }]) => [name, example]));
}

/** Returns the free entries of all parameters by name, `scale[0]` for the first entry of a vector. */
export function entriesOf(parameters: FamilyParameters): Record<string, Entry> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, { entries }]) =>
      entries.map((entry) => [`${name}${entry.at.map((i) => `[${i}]`).join('')}`, entry]),
    ),
  );
}

/** Returns the extreme values of each entry, but none of settings. */
export function extremeEntries(parameters: FamilyParameters): Record<string, readonly number[]> {
  const settings = Object.keys(parameters).filter((name) => parameters[name]!.setting === true);
  return Object.fromEntries(
    Object.entries(entriesOf(parameters))
      .filter(([name]) => !settings.includes(name))
      .map(([name, { constraint }]) => [name, EXTREMES[constraint]]),
  );
}

/** Returns the entries that have no derivative: counts, and numbers that hold for the whole batch. */
export function fixedEntries(parameters: FamilyParameters): string[] {
  return Object.entries(parameters).flatMap(([name, parameter]) =>
    Object.entries(entriesOf({ [name]: parameter })).flatMap(([key, { constraint }]) =>
      constraint === 'count' || parameter.setting === true ? [key] : [],
    ),
  );
}

/** Returns float32 numbers in the range of each free entry. */
export function randomEntries(parameters: FamilyParameters): Record<string, fc.Arbitrary<number>> {
  return Object.fromEntries(
    Object.entries(entriesOf(parameters)).map(
      ([
        name,
        {
          constraint,
          between: [min, max],
        },
      ]) => [name, constraint === 'count' ? fc.integer({ min, max }) : evenly(min, max)],
    ),
  );
}

/** Numbers spread evenly over a range, unlike those of `fc.double`, and now and then 0 where the range has it. */
function evenly(min: number, max: number): fc.Arbitrary<number> {
  const steps = 2 ** 20;
  const even = fc.integer({ min: 0, max: steps }).map((k) => Math.fround(min + ((max - min) * k) / steps));
  return min < 0 && max > 0 ? fc.oneof({ weight: 7, arbitrary: even }, { weight: 1, arbitrary: fc.constant(0) }) : even;
}

/** Returns the parameters made of their free entries, each a tensor of the batch shape. */
export function assembled(
  parameters: FamilyParameters,
  entries: Readonly<Record<string, tf.Tensor>>,
): Record<string, tf.Tensor | number> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, setting: one }]) => {
      const place = (at: readonly number[]): tf.Tensor => {
        const next = shape[at.length];
        const key = `${name}${at.map((i) => `[${i}]`).join('')}`;
        if (next === undefined) return entries[key] ?? tf.zerosLike(Object.values(entries)[0]!);
        const parts = Array.from({ length: next }, (_, i) => place([...at, i]));
        return tf.stack(parts, parts[0]!.rank - (shape.length - at.length - 1));
      };
      const value = place([]);
      return [name, one ? value.dataSync()[0]! : value];
    }),
  );
}

function identity(n: number): number[][] {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
}
