/**
 * Two distributions on the same atoms: the mass of the data, and of the generator, at each atom. Cells of a grid are atoms too, as
 * {@link massesOfDensities} makes them.
 */
export interface Masses {
  /** P at each atom. */
  readonly data: ArrayLike<number>;
  /** P_G at each atom. */
  readonly generated: ArrayLike<number>;
}

/** Tolerance of a total mass of 1, as quadrature has an error. */
const TOTAL = 1e-6;

/** Throws a RangeError unless both are distributions on the same atoms. */
export function checkMasses(where: string, { data, generated }: Masses): void {
  if (data.length !== generated.length || data.length === 0) {
    throw new RangeError(
      `${where}: expected as many masses of data as generated, at least one, got ${data.length} and ${generated.length}.`,
    );
  }
  for (const [name, masses] of Object.entries({ data, generated })) {
    let total = 0;
    for (let i = 0; i < masses.length; i++) {
      const mass = masses[i]!;
      if (!(mass >= 0 && mass < Infinity)) {
        throw new RangeError(`${where}: expected masses that are finite and >= 0, got ${mass} at ${name}[${i}].`);
      }
      total += mass;
    }
    if (Math.abs(total - 1) > TOTAL) {
      throw new RangeError(
        `${where}: expected masses of ${name} that sum to 1 within ${TOTAL}, got ${total}. Normalise a table; widen or refine a grid.`,
      );
    }
  }
}
