/** What a dynamic program computes with: the sum over derivations of the product over their parts. */
export interface Semiring<T> {
  readonly zero: T;
  readonly one: T;
  plus(a: T, b: T): T;
  times(a: T, b: T): T;
  /** The value of one part of log weight `logWeight`, that contributes `label` to a derivation. */
  part(logWeight: number, label: number): T;
}

/** A derivation's labels, in order, as a tree of joins. */
export type Derivation = number | readonly [Derivation, Derivation] | undefined;

/** The labels of a derivation from left to right. */
export function labelsOf(derivation: Derivation): number[] {
  const out: number[] = [];
  const stack: Derivation[] = [derivation];
  while (stack.length > 0) {
    const top = stack.pop();
    if (typeof top === 'number') out.push(top);
    else if (top) stack.push(top[1], top[0]);
  }
  return out;
}

export function join(a: Derivation, b: Derivation): Derivation {
  if (a === undefined) return b;
  return b === undefined ? a : [a, b];
}
