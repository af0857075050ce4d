import type { Bound, Side } from './bound.js';

/** What a player does to a bound: which way it moves it, and whether that is sound. */
export interface Objective<V = number> {
  readonly bound: Bound<Side, V>;
  readonly direction: 'up' | 'down';
  /** True if moving the bound this way is guaranteed to say something of the quantity: lower up, upper down, exact. */
  readonly sound: boolean;
}

/** Move a lower bound (or an exact value) up. */
export function maximize<V = number>(bound: Bound<'lower' | 'exact', V>): Objective<V> {
  return { bound, direction: 'up', sound: true };
}

/** Move an upper bound (or an exact value) down. */
export function minimize<V = number>(bound: Bound<'upper' | 'exact', V>): Objective<V> {
  return { bound, direction: 'down', sound: true };
}

/** Move down something that is no upper bound, knowing it: the error of a lower bound lies in the wrong direction. */
export function minimizeUnsound<V = number>(bound: Bound<Side, V>): Objective<V> {
  return { bound, direction: 'down', sound: bound.side === 'upper' || bound.side === 'exact' };
}

/** Move up something that is no lower bound, knowing it (a beta-weighted ELBO with beta < 1, say). */
export function maximizeUnsound<V = number>(bound: Bound<Side, V>): Objective<V> {
  return { bound, direction: 'up', sound: bound.side === 'lower' || bound.side === 'exact' };
}
