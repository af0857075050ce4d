import { tensorsOf } from '@latents/core';
import { type NdArray, ndArray } from '@latents/math';
import type { Reading } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import type { PlaneMethod, PlanePoint } from './plane-point.js';

/** One layer: what it makes of the output of the layer before it. */
export interface PlaneLayer {
  readonly name: string;
  /** `[n, ...]` to `[n, ...units]`. A `Network` is one, and so is a function of your own. */
  apply(x: tf.Tensor): tf.Tensor;
}

export interface InformationPlaneParts {
  /** From the input on. The first takes x, each other one the output of that before it. */
  readonly layers: readonly PlaneLayer[];
  /** The examples to measure on, `[n, ...]`, equally likely. */
  readonly x: NdArray;
  /** Their labels, non-negative integers. */
  readonly labels: ArrayLike<number>;
  /** {@link binnedPlane} or {@link noisyPlane}: there is no information in a layer without one, see there. */
  readonly method: PlaneMethod;
}

/** Where a layer lay after so many steps. */
export interface PlaneReading extends PlanePoint {
  /** Steps taken: 0 before training. */
  readonly step: number;
  readonly layer: string;
  /** Of the method. */
  readonly method: string;
}

/**
 * The information plane of a network's layers over training: I(X; T) and I(Y; T) of each layer T, by a named method.
 *
 * @example
 * ```ts
 * import { createRng, ndArray } from '@latents/math';
 * import { mlp } from '@latents/core';
 * import { binnedPlane, InformationPlane } from '@latents/infotheory';
 *
 * const rng = createRng(0);
 * const [first, second] = [mlp({ inputDim: 2, hidden: [], outputDim: 3, rng }), mlp({ inputDim: 3, hidden: [], outputDim: 1, rng })];
 * const plane = new InformationPlane({
 *   layers: [
 *     { name: 'hidden', apply: (x) => first.apply(x).tanh() },
 *     { name: 'output', apply: (t) => second.apply(t) },
 *   ],
 *   x: ndArray([4, 2], Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1)),
 *   labels: [0, 1, 1, 0],
 *   method: binnedPlane({ width: 1e-3 }),
 * });
 * plane.measure(0).map(({ layer, rate }) => [layer, rate.lower.value]); // => [['hidden', Math.log(4)], ['output', Math.log(4)]]
 * ```
 * @see Tishby & Zaslavsky 2015; Shwartz-Ziv & Tishby 2017
 */
export class InformationPlane {
  /** All measured so far. */
  readonly readings: PlaneReading[] = [];
  private readonly parts: InformationPlaneParts;

  /** Throws a RangeError without layers, or with two of one name. */
  constructor(parts: InformationPlaneParts) {
    const names = parts.layers.map(({ name }) => name);
    if (names.length === 0 || new Set(names).size < names.length) {
      throw new RangeError(
        `new InformationPlane({ layers }): expected layers of distinct names, at least one, got [${names}].`,
      );
    }
    this.parts = parts;
  }

  /**
   * Measures every layer as it is now, and adds to `readings`.
   *
   * @throws RangeError as the method's `point`: for activity that is not finite, or other than n labels.
   */
  measure(step: number): PlaneReading[] {
    const { layers, x, labels, method } = this.parts;
    const activities: NdArray[] = [];
    tf.tidy(() => {
      let output = tensorsOf(x) as tf.Tensor;
      for (const layer of layers) {
        output = layer.apply(output);
        activities.push(ndArray(output.shape, Float32Array.from(output.dataSync())));
      }
    });
    const measured = activities.map((activity, i) => ({
      step,
      layer: layers[i]!.name,
      method: method.name,
      ...method.point(activity, labels),
    }));
    this.readings.push(...measured);
    return measured;
  }

  /**
   * Passes the readings of a run on, and measures before its first step and after each step that `after` chooses.
   *
   * @param after Given how many steps have been taken: `(steps) => steps % 100 === 0`, say, or powers of two.
   */
  async *record(
    readings: AsyncIterable<Reading>,
    after: (steps: number) => boolean,
  ): AsyncGenerator<Reading, void, undefined> {
    this.measure(0);
    for await (const reading of readings) {
      if (reading.endsStep && after(reading.step + 1)) this.measure(reading.step + 1);
      yield reading;
    }
  }
}
