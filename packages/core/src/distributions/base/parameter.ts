import * as tf from '@tensorflow/tfjs-core';
import { hostValues } from '../../special/index.js';

/** A parameter of a distribution: a tensor, or a number that holds for the whole batch. */
export type Parameter = tf.Tensor | number;

/** What must hold of every entry of a parameter. NaN must fail it. */
export interface Check {
  readonly expected: string;
  readonly holds: (entry: number) => boolean;
}

export const FINITE: Check = { expected: 'a finite number', holds: Number.isFinite };
export const POSITIVE: Check = { expected: 'a positive finite number', holds: (v) => v > 0 && v < Infinity };
export const NOT_NAN: Check = { expected: 'a number', holds: (v) => !Number.isNaN(v) };
export const NOT_NEGATIVE: Check = { expected: 'a finite number >= 0', holds: (v) => v >= 0 && v < Infinity };
export const BELOW_INFINITY: Check = { expected: 'a number below +infinity', holds: (v) => v < Infinity };
export const COUNT: Check = { expected: 'an integer >= 0', holds: (v) => Number.isInteger(v) && v >= 0 };

export function shapeOf(value: Parameter): readonly number[] {
  return typeof value === 'number' ? [] : value.shape;
}

/** `values` spread to `shape`: always one new tensor. */
export function spread(values: Parameter, shape: readonly number[]): tf.Tensor {
  if (typeof values === 'number') return tf.fill([...shape], values);
  const same = values.shape.length === shape.length && values.shape.every((n, i) => n === shape[i]);
  return same ? values.clone() : tf.broadcastTo(values, [...shape]);
}

/**
 * Throws a RangeError if any entry of a parameter fails `holds` when rounded to float32; NaN must fail it. Constructors let a hot loop
 * turn it off (`validate: false`). A tensor on a device is not checked, because that would wait for the device, unless its values were
 * fetched: there invalid parameters make log-probabilities NaN, which `fit` reports.
 */
export function checkParameter(
  where: string,
  value: Parameter,
  expected: string,
  holds: (entry: number) => boolean,
): void {
  const entries = typeof value === 'number' ? [value] : (hostValues(value) ?? []);
  for (let i = 0; i < entries.length; i++) {
    // As a tensor holds it: 1e-50 is 0, and 1e39 infinite.
    const rounded = Math.fround(entries[i]!);
    if (!holds(rounded)) {
      const at = typeof value === 'number' ? '' : ` at flat index ${i} of shape [${value.shape}]`;
      throw new RangeError(
        `${where}: expected ${expected}, got ${entries[i]}${holds(entries[i]!) ? `, which float32 rounds to ${rounded}` : ''}${at}.`,
      );
    }
  }
}

/** The parameter as a tensor. */
export function asTensor(value: Parameter): tf.Tensor {
  return typeof value === 'number' ? tf.scalar(value) : value;
}
