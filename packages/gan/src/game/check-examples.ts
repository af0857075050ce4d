import * as tf from '@tensorflow/tfjs-core';

/**
 * Refuses anything but a tensor of examples.
 *
 * @throws TypeError for what is no tensor.
 * @throws RangeError for examples of another shape, or rows that `packing` does not divide.
 */
export function checkExamples(where: string, x: tf.Tensor, dataShape: readonly number[], packing = 1): void {
  if (!(x instanceof tf.Tensor)) {
    throw new TypeError(
      `${where}: expected a tensor [rows, ${dataShape}], got ${typeof x}. Use tf.tensor(values, shape).`,
    );
  }
  if (x.rank < 2 || x.shape.slice(1).join() !== dataShape.join() || x.shape[0]! % packing !== 0) {
    const multiples = packing === 1 ? '' : ` with rows in multiples of packing (${packing})`;
    throw new RangeError(`${where}: expected x [rows, ${dataShape}]${multiples}, got [${x.shape}].`);
  }
}
