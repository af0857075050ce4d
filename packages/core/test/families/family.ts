import type { Part } from '@latents/testing';
import type * as tf from '@tensorflow/tfjs';
import type { Distribution } from '../../src/distributions/index.js';
import type { FamilyParameters } from './parameter.js';

/** Parameters as the constructor takes them: tensors, or numbers for the whole batch. */
export type Given = Readonly<Record<string, tf.Tensor | number | boolean>>;

/** An end of a support: a number, or the name of the parameter that it is. */
export type End = number | string;
export type DeclaredSupport =
  | { readonly kind: 'interval' | 'integers'; readonly low: End; readonly high: End }
  | { readonly kind: 'vectors' | 'simplex' | 'one-hot' | 'counts' | 'points' | 'product' };

/** A folder of numbers from an authority, or a list of pairs, that has this family. */
export type FixtureOf = 'distributions' | 'vectors' | 'kl';

export interface FamilyRow {
  /** The exported class. */
  readonly name: string;
  /** The name, with what it is made of: `'Independent (of Normal)'`. */
  readonly label: string;
  readonly parameters: FamilyParameters;
  readonly make: (given: Given) => Distribution;
  readonly support: DeclaredSupport;
  /** The authorities that it is compared with: a reason why, where there are none. */
  readonly fixtures: readonly FixtureOf[] | string;
  /** Parts that the family lacks, each with the reason. */
  readonly without: Readonly<Partial<Record<Part, string>>>;
}

interface Declared extends Pick<FamilyRow, 'parameters' | 'support' | 'fixtures'> {
  readonly of?: string;
  readonly make?: FamilyRow['make'];
  readonly without?: FamilyRow['without'];
}

/** Returns the row of a family. `make` is the constructor unless the parameters are put together in another way. */
export function family(
  Family: { readonly name: string } & (new (options: never) => Distribution),
  { of, make = (given) => new Family(given as never), without = {}, ...declared }: Declared,
): FamilyRow {
  const { name } = Family;
  return { name, label: of === undefined ? name : `${name} (${of})`, make, without, ...declared };
}

export const REAL_LINE: DeclaredSupport = { kind: 'interval', low: -Infinity, high: Infinity };
export const POSITIVE: DeclaredSupport = { kind: 'interval', low: 0, high: Infinity };
export const UNIT_INTERVAL: DeclaredSupport = { kind: 'interval', low: 0, high: 1 };
export const COUNTING: DeclaredSupport = { kind: 'integers', low: 0, high: Infinity };
export const VECTORS: DeclaredSupport = { kind: 'vectors' };
export const SIMPLEX: DeclaredSupport = { kind: 'simplex' };

/** Authorities of a family of numbers that scipy has. */
export const SCIPY: readonly FixtureOf[] = ['distributions', 'kl'];
export const TORCH: readonly FixtureOf[] = ['vectors'];

/** Reasons that several rows give. */
export const NO_KL = 'no closed form, even to its own family';
export const VECTOR_EVENTS = { cdf: 'events are vectors', icdf: 'events are vectors' };
export const FOURTH_MOMENT =
  'the fourth moment is infinite or nearly so, so its standard error is not that of the draws';
