import type { Parameter } from './parameter.js';

/** Where a distribution has mass. Bounds are numbers, or tensors where they depend on the parameters. */
export type Support =
  /** An interval of the real line (densities). `above` is a number that `low`, whatever its entries, exceeds. */
  | { readonly kind: 'interval'; readonly low: Parameter; readonly high: Parameter; readonly above?: number }
  /** The integers from `low` to `high` (masses). */
  | { readonly kind: 'integers'; readonly low: Parameter; readonly high: Parameter }
  /** All vectors of R^n. */
  | { readonly kind: 'vectors' }
  /** Vectors of positive numbers that sum to 1. */
  | { readonly kind: 'simplex' }
  /** Vectors with a single 1. */
  | { readonly kind: 'one-hot' }
  /** Vectors of counts that sum to `total`. */
  | { readonly kind: 'counts'; readonly total: number }
  /** Single points, one a distribution (masses). */
  | { readonly kind: 'points' }
  /** Independent coordinates, each with the support `of`. */
  | { readonly kind: 'product'; readonly of: Support }
  /** Not stated. */
  | { readonly kind: 'unspecified' };

export const REAL_LINE: Support = { kind: 'interval', low: -Infinity, high: Infinity };
export const POSITIVE_LINE: Support = { kind: 'interval', low: 0, high: Infinity };
export const UNIT_INTERVAL: Support = { kind: 'interval', low: 0, high: 1 };
export const BOOLEAN: Support = { kind: 'integers', low: 0, high: 1 };
export const INTEGERS: Support = { kind: 'integers', low: -Infinity, high: Infinity };
export const COUNTING: Support = { kind: 'integers', low: 0, high: Infinity };
