import type * as tf from '@tensorflow/tfjs';
import type { Support } from './describable.js';

/** Returns the ends of the support of a single distribution as numbers. */
export function endsOf({ low, high }: Support): { readonly low: number; readonly high: number } {
  return { low: numberOf(low ?? -Infinity), high: numberOf(high ?? Infinity) };
}

function numberOf(end: tf.Tensor | number): number {
  return typeof end === 'number' ? end : end.dataSync()[0]!;
}
