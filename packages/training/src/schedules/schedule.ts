/** A number for each step of a run, counted from 0: a learning rate, or the weight of a term. */
export type Schedule = (step: number) => number;

export function finite(where: string, value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`${where}: expected a finite number, got ${value}.`);
}

export function positive(where: string, value: number): void {
  if (!(value > 0 && value < Infinity)) {
    throw new RangeError(`${where}: expected a positive finite number, got ${value}.`);
  }
}

export function positiveInteger(where: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`${where}: expected a positive integer, got ${value}.`);
  }
}
