import * as tf from '@tensorflow/tfjs-core';

/**
 * Draws in a coordinate in which none is rounded to an end of the support: the logarithm of positive numbers and of shares, or the logit
 * of numbers between 0 and 1. Small shapes and low temperatures put most of their mass where float32 knows only 0 and 1.
 */
export interface DrawCoordinates {
  readonly of: 'log' | 'logit';
  /** `[...sampleShape, ...batchShape, ...eventShape]`. */
  readonly value: tf.Tensor;
}

/** The largest float32 number. */
export const LARGEST = 2 ** 127 * (2 - 2 ** -23);

/** Returns the draws themselves, rounded to float32. A number too large for it becomes its largest. */
export function pointOf({ of, value }: DrawCoordinates): tf.Tensor {
  return of === 'log' ? tf.minimum(tf.exp(value), LARGEST) : tf.sigmoid(value);
}
