import { checkNonNegative, checkPositiveInteger, type NamedArrays } from '@latents/math';
import type { Reading } from './reading.js';

export interface EarlyStoppingOptions {
  /** Returns a held-out bound in nats, or any number to be made large (`'up'`) or small (`'down'`). */
  readonly evaluate: (reading: Reading) => number | Promise<number>;
  /** Number of steps between evaluations. */
  readonly every: number;
  /** Number of evaluations in a row that may fail to improve before the stream ends. */
  readonly patience: number;
  /** The better direction (default `'up'`). */
  readonly direction?: 'up' | 'down';
  /** The margin by which a value must beat the best to count (default 0). */
  readonly minimumGain?: number;
  /** Called at each new best value, when the model is in the state that reached it: the place to keep its weights. */
  readonly onBest?: (value: number, reading: Reading) => void | Promise<void>;
}

/** A rule that ends a run. Its state goes into checkpoints, so that a resumed run stops where an unbroken one does. */
export interface EarlyStopping {
  /** The best value so far; undefined before the first evaluation. */
  readonly best: number | undefined;
  /** Passes readings on until `patience` evaluations in a row have not improved on the best. */
  watch(readings: AsyncIterable<Reading>): AsyncGenerator<Reading, void, undefined>;
  /** Reads the best value and the number of failures since, for a checkpoint. */
  state(): NamedArrays;
  /** Takes what `state` returned. Throws an Error, and changes nothing, if it is no such state. */
  restore(state: NamedArrays): void;
}

/**
 * Returns a rule that ends a stream of readings once a held-out value stops improving.
 *
 * @throws RangeError if `every` or `patience` is not a positive integer, or `minimumGain` is negative or not finite; from
 * the stream, if an evaluation is NaN.
 * @example
 * ```ts
 * import { earlyStopping } from '@latents/training';
 *
 * const values = [3, 5, 4, 4, 4];
 * const stopping = earlyStopping({ evaluate: ({ step }) => values[step]!, every: 1, patience: 2 });
 * stopping.best; // => undefined
 * ```
 */
export function earlyStopping(options: EarlyStoppingOptions): EarlyStopping {
  const { evaluate, every, patience, direction = 'up', minimumGain = 0, onBest } = options;
  for (const [name, value] of Object.entries({ every, patience })) {
    checkPositiveInteger(`earlyStopping({ ${name} })`, value);
  }
  checkNonNegative('earlyStopping({ minimumGain })', minimumGain);
  const sign = direction === 'up' ? 1 : -1;
  let best: number | undefined;
  let failures = 0;
  return {
    get best() {
      return best;
    },
    async *watch(readings) {
      if (failures >= patience) return;
      for await (const reading of readings) {
        if (reading.endsStep && (reading.step + 1) % every === 0) {
          const value = await evaluate(reading);
          if (Number.isNaN(value)) {
            throw new RangeError(`earlyStopping: expected evaluate to give a number, got NaN at step ${reading.step}.`);
          }
          if (best === undefined || sign * value > sign * best + minimumGain) {
            best = value;
            failures = 0;
            await onBest?.(value, reading);
          } else {
            failures += 1;
          }
        }
        // After the evaluation: a checkpoint of this step then holds its outcome.
        yield reading;
        if (failures >= patience) return;
      }
    },
    state: () => ({ stopping: { shape: [3], data: Float64Array.of(Number(best !== undefined), best ?? 0, failures) } }),
    restore(state) {
      const values = state['stopping']?.data;
      const [evaluated, value, count] = values ?? [];
      if (values?.length !== 3 || Number.isNaN(value) || !Number.isSafeInteger(count) || count! < 0) {
        throw new Error(
          `earlyStopping.restore(state): expected what state() returned, got ${Object.keys(state).join(', ') || 'nothing'}.`,
        );
      }
      best = evaluated === 1 ? value : undefined;
      failures = count!;
    },
  };
}
