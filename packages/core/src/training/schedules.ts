/** A number for each step of a run, counted from 0: a learning rate, or the weight of a term. */
export type Schedule = (step: number) => number;

/** The same value at every step. @throws RangeError if it is not finite. */
export function constantSchedule(value: number): Schedule {
  finite('constantSchedule(value)', value);
  return () => value;
}

/**
 * Rises in equal parts to the first value of `next` over `steps` steps, `(step + 1) / (steps + 1)` of it, and goes on with
 * `next`, which sees the steps that follow counted from 0.
 *
 * @throws RangeError if `steps` is not a positive integer.
 */
export function linearWarmUp({ steps, next }: { readonly steps: number; readonly next: Schedule }): Schedule {
  positiveInteger('linearWarmUp({ steps })', steps);
  return (step) => (step < steps ? (next(0) * (step + 1)) / (steps + 1) : next(step - steps));
}

/**
 * Half a cosine from `from` to `to` (default 0) over `steps` steps, then `to`.
 *
 * @throws RangeError if `from` or `to` is not finite, or `steps` is not a positive integer.
 * @see Loshchilov & Hutter 2017, eq. (5)
 */
export function cosineDecay(options: {
  readonly from: number;
  readonly to?: number;
  readonly steps: number;
}): Schedule {
  const { from, to = 0, steps } = options;
  finite('cosineDecay({ from })', from);
  finite('cosineDecay({ to })', to);
  positiveInteger('cosineDecay({ steps })', steps);
  return (step) => to + ((from - to) * (1 + Math.cos((Math.PI * Math.min(step, steps)) / steps))) / 2;
}

/**
 * `from` multiplied by `factor` once after every `every` steps.
 *
 * @throws RangeError if `from` is not finite, `factor` not positive and finite, or `every` not a positive integer.
 */
export function stepDecay(options: {
  readonly from: number;
  readonly factor: number;
  readonly every: number;
}): Schedule {
  const { from, factor, every } = options;
  finite('stepDecay({ from })', from);
  positive('stepDecay({ factor })', factor);
  positiveInteger('stepDecay({ every })', every);
  return (step) => from * factor ** Math.floor(step / every);
}

/**
 * `values[i]` from step `boundaries[i - 1]` to before step `boundaries[i]`.
 *
 * @throws RangeError if there is not one value more than boundaries, a value is not finite, or the boundaries are not
 * increasing positive integers.
 */
export function piecewiseConstant(options: {
  readonly values: readonly number[];
  readonly boundaries: readonly number[];
}): Schedule {
  const { values, boundaries } = options;
  if (values.length !== boundaries.length + 1) {
    throw new RangeError(
      `piecewiseConstant({ values, boundaries }): expected one value more than boundaries, got ${values.length} and ${boundaries.length}.`,
    );
  }
  for (const value of values) finite('piecewiseConstant({ values })', value);
  for (const [i, boundary] of boundaries.entries()) {
    positiveInteger('piecewiseConstant({ boundaries })', boundary);
    if (i > 0 && boundary <= boundaries[i - 1]!) {
      throw new RangeError(
        `piecewiseConstant({ boundaries }): expected increasing steps, got ${boundaries.join(', ')}.`,
      );
    }
  }
  return (step) => values[boundaries.filter((boundary) => step >= boundary).length]!;
}

/**
 * `from * factor^(step / every)`: a smooth decay by `factor` over each `every` steps (default 1).
 *
 * @throws RangeError if `from` is not finite, `factor` not positive and finite, or `every` not a positive integer.
 */
export function exponentialDecay(options: {
  readonly from: number;
  readonly factor: number;
  readonly every?: number;
}): Schedule {
  const { from, factor, every = 1 } = options;
  finite('exponentialDecay({ from })', from);
  positive('exponentialDecay({ factor })', factor);
  positiveInteger('exponentialDecay({ every })', every);
  return (step) => from * factor ** (step / every);
}

/**
 * A straight line from `from` (default 0) to `to` (default 1) over `steps` steps, then `to`.
 *
 * @throws RangeError if `from` or `to` is not finite, or `steps` is not a positive integer.
 * @see Bowman et al. 2016, section 3.1
 */
export function linearAnnealing(options: {
  readonly from?: number;
  readonly to?: number;
  readonly steps: number;
}): Schedule {
  const { from = 0, to = 1, steps } = options;
  finite('linearAnnealing({ from })', from);
  finite('linearAnnealing({ to })', to);
  positiveInteger('linearAnnealing({ steps })', steps);
  return (step) => from + (to - from) * Math.min(1, step / steps);
}

/**
 * In each `period` of steps, a straight line from `from` (default 0) to `to` (default 1) over the share `rise` of it
 * (default 0.5), then `to` until the next period begins.
 *
 * @throws RangeError if `from` or `to` is not finite, `period` is not a positive integer, or `rise` is not in (0, 1].
 * @see Fu et al. 2019, eqs. (6) and (7)
 */
export function cyclicalAnnealing(options: {
  readonly from?: number;
  readonly to?: number;
  readonly period: number;
  readonly rise?: number;
}): Schedule {
  const { from = 0, to = 1, period, rise = 0.5 } = options;
  finite('cyclicalAnnealing({ from })', from);
  finite('cyclicalAnnealing({ to })', to);
  positiveInteger('cyclicalAnnealing({ period })', period);
  if (!(rise > 0 && rise <= 1)) {
    throw new RangeError(`cyclicalAnnealing({ rise }): expected a share above 0 and at most 1, got ${rise}.`);
  }
  return (step) => from + (to - from) * Math.min(1, (step % period) / (rise * period));
}

/**
 * `from + (to - from) sigmoid((step - midpoint) / width)`, from 0 to 1 by default.
 *
 * @throws RangeError if `from`, `to` or `midpoint` is not finite, or `width` is not positive and finite.
 * @see Bowman et al. 2016, section 3.1
 */
export function sigmoidAnnealing(options: {
  readonly from?: number;
  readonly to?: number;
  readonly midpoint: number;
  readonly width: number;
}): Schedule {
  const { from = 0, to = 1, midpoint, width } = options;
  finite('sigmoidAnnealing({ from })', from);
  finite('sigmoidAnnealing({ to })', to);
  finite('sigmoidAnnealing({ midpoint })', midpoint);
  positive('sigmoidAnnealing({ width })', width);
  return (step) => from + (to - from) / (1 + Math.exp(-(step - midpoint) / width));
}

function finite(where: string, value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`${where}: expected a finite number, got ${value}.`);
}

function positive(where: string, value: number): void {
  if (!(value > 0 && value < Infinity)) {
    throw new RangeError(`${where}: expected a positive finite number, got ${value}.`);
  }
}

function positiveInteger(where: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`${where}: expected a positive integer, got ${value}.`);
  }
}
