import { checkNonNegative, checkPositiveInteger } from '@latents/math';
import type { Reading } from './reading.js';

export interface EarlyStoppingOptions {
  /** A held-out bound in nats, or any number to be made large (`'up'`) or small (`'down'`). */
  readonly evaluate: (reading: Reading) => number | Promise<number>;
  /** After every how many steps to evaluate. */
  readonly every: number;
  /** How many evaluations in a row may fail to improve before the stream ends. */
  readonly patience: number;
  /** Which way is better (default `'up'`). */
  readonly direction?: 'up' | 'down';
  /** By how much a value must beat the best to count (default 0). */
  readonly minimumGain?: number;
  /** Called at each new best value, when the model is in the state that reached it: the place to keep its weights. */
  readonly onBest?: (value: number, reading: Reading) => void | Promise<void>;
}

/**
 * Passes readings on until `patience` evaluations in a row have not improved on the best.
 *
 * @throws RangeError if `every` or `patience` is not a positive integer, `minimumGain` is negative or not finite, or an
 * evaluation is NaN.
 */
export async function* earlyStopping(
  readings: AsyncIterable<Reading>,
  options: EarlyStoppingOptions,
): AsyncGenerator<Reading, void, undefined> {
  const { evaluate, every, patience, direction = 'up', minimumGain = 0, onBest } = options;
  for (const [name, value] of Object.entries({ every, patience })) {
    checkPositiveInteger(`earlyStopping(readings, { ${name} })`, value);
  }
  checkNonNegative('earlyStopping(readings, { minimumGain })', minimumGain);
  const sign = direction === 'up' ? 1 : -1;
  let best = -Infinity;
  let failures = 0;
  for await (const reading of readings) {
    yield reading;
    if (!reading.endsStep || (reading.step + 1) % every !== 0) continue;
    const value = await evaluate(reading);
    if (Number.isNaN(value))
      throw new RangeError(`earlyStopping: expected evaluate to give a number, got NaN at step ${reading.step}.`);
    if (sign * value > best + minimumGain) {
      best = sign * value;
      failures = 0;
      await onBest?.(value, reading);
    } else if (++failures >= patience) {
      return;
    }
  }
}
