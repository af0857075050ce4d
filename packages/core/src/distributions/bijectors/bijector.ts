import type { Tensor } from '@tensorflow/tfjs';
import type { Support } from '../support.js';

/** A differentiable bijection of tensors, for the change of variables. */
export interface Bijector {
  /** Its name and, for a composite, its parts: two are known to be the same map only if they are one object. */
  readonly name: string;
  /** How many of the last axes it maps together: 0 for an elementwise map. */
  readonly eventRank: number;
  forward(x: Tensor): Tensor;
  inverse(y: Tensor): Tensor;
  /** log |det dy/dx| at x, summed over the event axes. */
  logDeterminant(x: Tensor): Tensor;
  /** The event shape of its output, given that of its input. */
  forwardShape(shape: readonly number[]): readonly number[];
  /** The event shape of its input, given that of its output. */
  inverseShape(shape: readonly number[]): readonly number[];
  /** Where the image of the whole line lies. */
  readonly image: Support;
}

/** What an elementwise bijector leaves to say. */
export function elementwiseBijector(parts: Omit<Bijector, 'eventRank' | 'forwardShape' | 'inverseShape'>): Bijector {
  return { ...parts, eventRank: 0, forwardShape: (shape) => shape, inverseShape: (shape) => shape };
}
