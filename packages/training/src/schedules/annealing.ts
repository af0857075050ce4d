import { checkFinite, checkOptions, checkPositive, checkPositiveInteger } from '@latents/math';
import type { Schedule } from './schedule.js';

/**
 * A straight line from `from` (default 0) to `to` (default 1) over `steps` steps, then `to`.
 *
 * @example
 * ```ts
 * import { linearAnnealing } from '@latents/training';
 *
 * linearAnnealing({ steps: 100 })(25); // => 0.25
 * ```
 * @throws RangeError if `from` or `to` is not finite, or `steps` is not a positive integer.
 * @see Bowman et al. 2016, section 3.1
 */
export function linearAnnealing(options: {
  readonly from?: number;
  readonly to?: number;
  readonly steps: number;
}): Schedule {
  checkOptions('linearAnnealing(options)', options, ['from', 'to', 'steps']);
  const { from = 0, to = 1, steps } = options;
  checkFinite('linearAnnealing({ from })', from);
  checkFinite('linearAnnealing({ to })', to);
  checkPositiveInteger('linearAnnealing({ steps })', steps);
  return (step) => from + (to - from) * Math.min(1, step / steps);
}

/**
 * In each `period` of steps, a straight line from `from` (default 0) to `to` (default 1) over the share `rise` of it
 * (default 0.5), then `to` until the next period begins.
 *
 * @example
 * ```ts
 * import { cyclicalAnnealing } from '@latents/training';
 *
 * cyclicalAnnealing({ period: 100 })(125); // => 0.5
 * ```
 * @throws RangeError if `from` or `to` is not finite, `period` is not a positive integer, or `rise` is not in (0, 1].
 * @see Fu et al. 2019, eqs. (6) and (7)
 */
export function cyclicalAnnealing(options: {
  readonly from?: number;
  readonly to?: number;
  readonly period: number;
  readonly rise?: number;
}): Schedule {
  checkOptions('cyclicalAnnealing(options)', options, ['from', 'to', 'period', 'rise']);
  const { from = 0, to = 1, period, rise = 0.5 } = options;
  checkFinite('cyclicalAnnealing({ from })', from);
  checkFinite('cyclicalAnnealing({ to })', to);
  checkPositiveInteger('cyclicalAnnealing({ period })', period);
  if (!(rise > 0 && rise <= 1)) {
    throw new RangeError(`cyclicalAnnealing({ rise }): expected a share above 0 and at most 1, got ${rise}.`);
  }
  return (step) => from + (to - from) * Math.min(1, (step % period) / (rise * period));
}

/**
 * `from + (to - from) sigmoid((step - midpoint) / width)`, from 0 to 1 by default.
 *
 * @example
 * ```ts
 * import { sigmoidAnnealing } from '@latents/training';
 *
 * sigmoidAnnealing({ midpoint: 50, width: 10 })(50); // => 0.5
 * ```
 * @throws RangeError if `from`, `to` or `midpoint` is not finite, or `width` is not positive and finite.
 * @see Bowman et al. 2016, section 3.1
 */
export function sigmoidAnnealing(options: {
  readonly from?: number;
  readonly to?: number;
  readonly midpoint: number;
  readonly width: number;
}): Schedule {
  checkOptions('sigmoidAnnealing(options)', options, ['from', 'to', 'midpoint', 'width']);
  const { from = 0, to = 1, midpoint, width } = options;
  checkFinite('sigmoidAnnealing({ from })', from);
  checkFinite('sigmoidAnnealing({ to })', to);
  checkFinite('sigmoidAnnealing({ midpoint })', midpoint);
  checkPositive('sigmoidAnnealing({ width })', width);
  return (step) => from + (to - from) / (1 + Math.exp(-(step - midpoint) / width));
}
