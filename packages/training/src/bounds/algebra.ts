import { type Bound, bound, type Side } from './bound.js';

/** The side of -b, given the side of b. */
export type Opposite<S extends Side> = S extends 'lower' ? 'upper' : S extends 'upper' ? 'lower' : S;

/** The side of a + b, given the sides of a and b: equal sides stay, `'exact'` gives way, opposite sides are no bound. */
export type Sum<A extends Side, B extends Side> = A extends 'exact'
  ? B
  : B extends 'exact'
    ? A
    : A extends B
      ? B extends A
        ? A
        : 'none'
      : 'none';

const OPPOSITE: { readonly [S in Side]: Opposite<S> } = {
  lower: 'upper',
  upper: 'lower',
  exact: 'exact',
  none: 'none',
};

/**
 * The bound `a + b` of the sum of the two quantities. Lower plus lower is lower; an exact value changes no side; lower
 * plus upper is `'none'`.
 *
 * @throws Error if the two have a term of the same name.
 */
export function plus<A extends Side, B extends Side, V = number>(a: Bound<A, V>, b: Bound<B, V>): Bound<Sum<A, B>, V> {
  const side = a.side === 'exact' ? b.side : b.side === 'exact' || a.side === (b.side as Side) ? a.side : 'none';
  return bound(side as Sum<A, B>, `${a.of} + ${b.of}`, [...a.terms, ...b.terms], a.total);
}

/** The bound `a - b` of the difference: lower minus upper is lower, lower minus lower is `'none'`. */
export function minus<A extends Side, B extends Side, V = number>(
  a: Bound<A, V>,
  b: Bound<B, V>,
): Bound<Sum<A, Opposite<B>>, V> {
  const sum = plus(a, negate(b));
  return { ...sum, of: `${a.of} - ${b.of.includes(' ') ? `(${b.of})` : b.of}` };
}

/** The bound of minus the quantity, on the other side. */
export function negate<S extends Side, V = number>(b: Bound<S, V>): Bound<Opposite<S>, V> {
  return bound(
    OPPOSITE[b.side] as Side as Opposite<S>,
    `-(${b.of})`,
    b.terms.map((term) => ({ ...term, weight: -term.weight })),
    b.total,
  );
}

/**
 * The bound times a factor that is not negative, on the same side.
 *
 * @throws RangeError for a negative or non-finite factor: use {@link negate}, which says that the side changes.
 */
export function scale<S extends Side, V = number>(b: Bound<S, V>, factor: number): Bound<S, V> {
  if (!(factor >= 0 && factor < Infinity)) {
    throw new RangeError(
      `scale(bound, factor): expected a finite factor >= 0, got ${factor}. negate(bound) changes the sign and the side.`,
    );
  }
  return bound(
    b.side,
    `${factor} (${b.of})`,
    b.terms.map((term) => ({ ...term, weight: term.weight * factor })),
    b.total,
  );
}
