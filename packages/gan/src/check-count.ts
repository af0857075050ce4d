/** Throws a RangeError unless `value` counts something: 1, 2, and so on. */
export function checkCount(where: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`${where}: expected a positive integer, got ${value}.`);
  }
}
