/**
 * Refuses anything but a positive integer.
 *
 * @param where The call and the argument, as the reader writes them: `createVae({ latentDim })`.
 * @param name The argument, if `where` does not name it.
 * @throws RangeError unless `value` is 1, 2, and so on.
 */
export function checkPositiveInteger(where: string, value: unknown, name?: string): asserts value is number {
  if (isInteger(value) && value >= 1) return;
  const expected = name === undefined ? 'a positive integer' : `${name} to be a positive integer`;
  throw new RangeError(`${where}: expected ${expected}, got ${said(value)}.`);
}

/**
 * Refuses anything but an integer of at least `least` and, if given, at most `most`.
 *
 * @param where The call and the argument: `splitRows(data, { validation })`.
 * @param what What the limits are, for the message: `the number of rows`.
 * @throws RangeError unless `value` is an integer between the limits, both included.
 */
export function checkInteger(
  where: string,
  value: unknown,
  least = 0,
  most = Infinity,
  what?: string,
): asserts value is number {
  if (isInteger(value) && value >= least && value <= most) return;
  const range = most === Infinity ? `an integer >= ${least}` : `an integer from ${least} to ${most}`;
  throw new RangeError(`${where}: expected ${range}${what === undefined ? '' : `, ${what}`}, got ${said(value)}.`);
}

/**
 * Refuses anything but a finite number.
 *
 * @throws RangeError for NaN, infinities and what is not a number.
 */
export function checkFinite(where: string, value: unknown): asserts value is number {
  if (!Number.isFinite(value)) throw new RangeError(`${where}: expected a finite number, got ${said(value)}.`);
}

/**
 * Refuses anything but a positive finite number.
 *
 * @throws RangeError unless `value` is finite and greater than 0.
 */
export function checkPositive(where: string, value: unknown): asserts value is number {
  if (!(Number.isFinite(value) && (value as number) > 0)) {
    throw new RangeError(`${where}: expected a positive finite number, got ${said(value)}.`);
  }
}

/**
 * Refuses anything but a finite number of at least 0.
 *
 * @throws RangeError unless `value` is finite and not negative.
 */
export function checkNonNegative(where: string, value: unknown): asserts value is number {
  if (!(Number.isFinite(value) && (value as number) >= 0)) {
    throw new RangeError(`${where}: expected a finite number >= 0, got ${said(value)}.`);
  }
}

/**
 * Refuses anything but a number from 0 to 1.
 *
 * @param ends Whether 0 and 1 themselves are valid. Default: both are.
 * @throws RangeError unless `value` is a fraction.
 */
export function checkFraction(
  where: string,
  value: unknown,
  ends: 'included' | 'excluded' = 'included',
): asserts value is number {
  const inside = typeof value === 'number' && value >= 0 && value <= 1;
  if (inside && (ends === 'included' || (value > 0 && value < 1))) return;
  const range = ends === 'included' ? 'a number from 0 to 1' : 'a number between 0 and 1, both excluded';
  throw new RangeError(`${where}: expected ${range}, got ${said(value)}.`);
}

/**
 * Refuses arrays with a value that is not finite.
 *
 * @param values Numbers, row-major.
 * @throws RangeError that names the first such value and its index.
 */
export function checkFiniteValues(where: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new RangeError(`${where}: expected finite numbers, got ${said(values[i])} at index ${i}.`);
    }
  }
}

/**
 * Refuses anything but a list or a typed array.
 *
 * @param name The argument.
 * @throws TypeError for null, a string, an object without length, or big integers.
 */
export function checkList(where: string, name: string, value: unknown): asserts value is ArrayLike<number> {
  const typed = ArrayBuffer.isView(value) && 'length' in value;
  if (Array.isArray(value) || (typed && typeof (value as unknown as ArrayLike<unknown>)[0] !== 'bigint')) return;
  throw new TypeError(`${where}: expected ${name} to be a list of numbers, got ${said(value)}.`);
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** A value as an error message shows it: strings in quotes, arrays and objects by their kind. */
export function said(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' && value !== null ? (value.constructor?.name ?? 'an object') : String(value);
}
