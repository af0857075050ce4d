import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Parameter } from '../base/parameter.js';
import type { Support } from '../base/support.js';

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
  /** Both at once, where that is cheaper: a network within is run once. */
  forwardAndLogDeterminant?(x: Tensor): Mapped;
  /** The event shape of its output, given that of its input. */
  forwardShape(shape: readonly number[]): readonly number[];
  /** The event shape of its input, given that of its output. */
  inverseShape(shape: readonly number[]): readonly number[];
  /** Where the image of the whole line lies. */
  readonly image: Support;
  /**
   * 1 where an elementwise map rises, -1 where it falls, broadcast against its input; absent for maps that are neither. Distribution
   * functions and quantiles of transformed variables need it.
   */
  readonly direction?: () => Parameter;
}

/** Where x is mapped to, and log |det dy/dx| there. */
export interface Mapped {
  readonly value: Tensor;
  readonly logDeterminant: Tensor;
}

/** {@link Bijector.forwardAndLogDeterminant}, or else one after the other. */
export function mapped(bijector: Bijector, x: Tensor): Mapped {
  return (
    bijector.forwardAndLogDeterminant?.(x) ?? { value: bijector.forward(x), logDeterminant: bijector.logDeterminant(x) }
  );
}

/** A bijector of vectors that says value and log-determinant together: what is left to say of it. */
export function vectorBijector(
  parts: Pick<Bijector, 'name' | 'inverse'> & { readonly map: (x: Tensor) => Mapped },
): Bijector {
  const both = (x: Tensor): Mapped => {
    const [value, logDeterminant] = tidy(() => {
      const { value, logDeterminant } = parts.map(x);
      return [value, logDeterminant] as [Tensor, Tensor];
    });
    return { value, logDeterminant };
  };
  return {
    name: parts.name,
    eventRank: 1,
    image: { kind: 'unspecified' },
    forwardShape: (shape) => shape,
    inverseShape: (shape) => shape,
    inverse: (y) => tidy(() => parts.inverse(y)),
    forward: (x) => tidy(() => parts.map(x).value),
    logDeterminant: (x) => tidy(() => parts.map(x).logDeterminant),
    forwardAndLogDeterminant: both,
  };
}

/** What an elementwise bijector leaves to say. */
export function elementwiseBijector(parts: Omit<Bijector, 'eventRank' | 'forwardShape' | 'inverseShape'>): Bijector {
  return { ...parts, eventRank: 0, forwardShape: (shape) => shape, inverseShape: (shape) => shape };
}
