import { checkFinite, checkOptions, checkPositive, checkPositiveInteger } from '@latents/math';
import type { Schedule } from './schedule.js';

/**
 * The same value at every step. @throws RangeError if it is not finite.
 *
 * @example
 * ```ts
 * import { constantSchedule } from '@latents/training';
 *
 * constantSchedule(0.1)(7); // => 0.1
 * ```
 */
export function constantSchedule(value: number): Schedule {
  checkFinite('constantSchedule(value)', value);
  return () => value;
}

/**
 * Rises in equal parts to the first value of `next` over `steps` steps, `(step + 1) / (steps + 1)` of it, and goes on with
 * `next`, which sees the steps that follow counted from 0.
 *
 * @example
 * ```ts
 * import { constantSchedule, linearWarmUp } from '@latents/training';
 *
 * const rate = linearWarmUp({ steps: 3, next: constantSchedule(0.4) });
 * [0, 1, 2, 3].map(rate); // => [0.1, 0.2, 0.30000000000000004, 0.4]
 * ```
 * @throws RangeError if `steps` is not a positive integer.
 */
export function linearWarmUp(options: { readonly steps: number; readonly next: Schedule }): Schedule {
  checkOptions('linearWarmUp(options)', options, ['steps', 'next']);
  const { steps, next } = options;
  checkPositiveInteger('linearWarmUp({ steps })', steps);
  return (step) => (step < steps ? (next(0) * (step + 1)) / (steps + 1) : next(step - steps));
}

/**
 * Half a cosine from `from` to `to` (default 0) over `steps` steps, then `to`.
 *
 * @example
 * ```ts
 * import { cosineDecay } from '@latents/training';
 *
 * cosineDecay({ from: 0.1, steps: 100 })(50); // => 0.05
 * ```
 * @throws RangeError if `from` or `to` is not finite, or `steps` is not a positive integer.
 * @see Loshchilov & Hutter 2017, eq. (5)
 */
export function cosineDecay(options: {
  readonly from: number;
  readonly to?: number;
  readonly steps: number;
}): Schedule {
  checkOptions('cosineDecay(options)', options, ['from', 'to', 'steps']);
  const { from, to = 0, steps } = options;
  checkFinite('cosineDecay({ from })', from);
  checkFinite('cosineDecay({ to })', to);
  checkPositiveInteger('cosineDecay({ steps })', steps);
  return (step) => to + ((from - to) * (1 + Math.cos((Math.PI * Math.min(step, steps)) / steps))) / 2;
}

/**
 * `from` multiplied by `factor` once after every `every` steps.
 *
 * @example
 * ```ts
 * import { stepDecay } from '@latents/training';
 *
 * stepDecay({ from: 0.4, factor: 0.5, every: 10 })(25); // => 0.1
 * ```
 * @throws RangeError if `from` is not finite, `factor` not positive and finite, or `every` not a positive integer.
 */
export function stepDecay(options: {
  readonly from: number;
  readonly factor: number;
  readonly every: number;
}): Schedule {
  checkOptions('stepDecay(options)', options, ['from', 'factor', 'every']);
  const { from, factor, every } = options;
  checkFinite('stepDecay({ from })', from);
  checkPositive('stepDecay({ factor })', factor);
  checkPositiveInteger('stepDecay({ every })', every);
  return (step) => from * factor ** Math.floor(step / every);
}

/**
 * `values[i]` from step `boundaries[i - 1]` to before step `boundaries[i]`.
 *
 * @example
 * ```ts
 * import { piecewiseConstant } from '@latents/training';
 *
 * piecewiseConstant({ values: [1e-3, 3e-4], boundaries: [600] })(600); // => 3e-4
 * ```
 * @throws RangeError if there is not one value more than boundaries, a value is not finite, or the boundaries are not
 * increasing positive integers.
 */
export function piecewiseConstant(options: {
  readonly values: readonly number[];
  readonly boundaries: readonly number[];
}): Schedule {
  checkOptions('piecewiseConstant(options)', options, ['values', 'boundaries']);
  const { values, boundaries } = options;
  if (values.length !== boundaries.length + 1) {
    throw new RangeError(
      `piecewiseConstant({ values, boundaries }): expected one value more than boundaries, got ${values.length} and ${boundaries.length}.`,
    );
  }
  for (const value of values) checkFinite('piecewiseConstant({ values })', value);
  for (const [i, boundary] of boundaries.entries()) {
    checkPositiveInteger('piecewiseConstant({ boundaries })', boundary);
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
 * @example
 * ```ts
 * import { exponentialDecay } from '@latents/training';
 *
 * exponentialDecay({ from: 1, factor: 0.5, every: 10 })(20); // => 0.25
 * ```
 * @throws RangeError if `from` is not finite, `factor` not positive and finite, or `every` not a positive integer.
 */
export function exponentialDecay(options: {
  readonly from: number;
  readonly factor: number;
  readonly every?: number;
}): Schedule {
  checkOptions('exponentialDecay(options)', options, ['from', 'factor', 'every']);
  const { from, factor, every = 1 } = options;
  checkFinite('exponentialDecay({ from })', from);
  checkPositive('exponentialDecay({ factor })', factor);
  checkPositiveInteger('exponentialDecay({ every })', every);
  return (step) => from * factor ** (step / every);
}
