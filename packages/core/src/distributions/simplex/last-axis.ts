import * as tf from '@tensorflow/tfjs-core';
import { broadcast, expand, hostValues, isOnHost, type TensorFunction } from '../../special/index.js';

type RowFunction = (...rows: Float64Array[]) => number;
/** Writes the derivative by one argument's row into `out`. */
type RowSlope = (out: Float64Array, ...rows: Float64Array[]) => void;

/**
 * An operation on the last axis, `[..., n]` to `[...]`, computed row by row in float64 (sums over the axis cancel in float32), with
 * first derivatives. Off the host it reads its arguments synchronously; see {@link rowOpOr}.
 */
export function rowOp(f: RowFunction, ...slopes: readonly RowSlope[]): (...x: tf.Tensor[]) => tf.Tensor {
  return (...x) => {
    const shape = broadcast(...x);
    const n = shape.at(-1)!;
    const eachRow = (inputs: readonly tf.Tensor[], visit: (rows: Float64Array[], i: number) => void) => {
      const columns = inputs.map((tensor) => hostValues(tensor) ?? tensor.dataSync());
      for (let i = 0; i * n < columns[0]!.length; i++) {
        visit(
          columns.map((column) => Float64Array.from(column.subarray(i * n, (i + 1) * n))),
          i,
        );
      }
    };
    const op = tf.customGrad((...given) => {
      const save = given.pop() as unknown as (tensors: tf.Tensor[]) => void;
      const inputs = given as tf.Tensor[];
      save(inputs);
      const out = new Float32Array(inputs[0]!.size / n);
      eachRow(inputs, (rows, i) => {
        out[i] = f(...rows);
      });
      return {
        value: tf.tensor(out, shape.slice(0, -1)),
        gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
          const grads = saved.map((tensor) => new Float32Array(tensor.size));
          const row = new Float64Array(n);
          eachRow(saved, (rows, i) => {
            grads.forEach((grad, j) => {
              slopes[j]!(row, ...rows);
              grad.set(row, i * n);
            });
          });
          return grads.map((grad) => tf.mul(tf.expandDims(dy, -1), tf.tensor(grad, shape)));
        },
      };
    });
    return tf.tidy(() => op(...x.map((value) => expand(value, shape))));
  };
}

/**
 * Returns a maker of operations that are {@link rowOp} on the backends that keep tensors in the memory of JavaScript, and `composed`, a
 * differentiable composition of tfjs operations on rows of one shape, on all others.
 */
export function rowOpOr(composed: TensorFunction): typeof rowOp {
  return (f, ...slopes) => {
    const onHost = rowOp(f, ...slopes);
    return (...x) => {
      if (isOnHost()) return onHost(...x);
      const shape = broadcast(...x);
      return tf.tidy(() => composed(...x.map((value) => expand(value, shape))));
    };
  };
}
