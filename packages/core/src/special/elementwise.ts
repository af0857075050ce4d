import * as tf from '@tensorflow/tfjs-core';

/** A tensor, or a number that stands for all entries. */
export type TensorLike = tf.Tensor | number;

/**
 * The partial derivative of an elementwise function by one argument: a function of tensors (differentiable in turn if it is
 * made of differentiable ops); `'zero'` for an argument that nothing depends on smoothly (a count); `'unknown'` for one that is not
 * implemented, whose gradient is NaN: a wrong zero would go unseen.
 */
export type Partial = ((...x: tf.Tensor[]) => tf.Tensor) | 'zero' | 'unknown';

/**
 * An elementwise operation that tfjs has no kernel for: computed entry by entry in float64 on the CPU and rounded once, so it
 * is as accurate as float32 can be on every backend. It reads its arguments synchronously, which on the
 * WebGPU backend is slow and needs `OffscreenCanvas`; there, rather run the few operations concerned on `cpu` or `wasm`.
 *
 * @param partials one an argument.
 */
export function elementwise(
  f: (...x: number[]) => number,
  partials: readonly Partial[],
): (...x: TensorLike[]) => tf.Tensor {
  return (...x) => {
    const shape = broadcast(...x);
    return tf.tidy(() =>
      apply(
        f,
        partials,
        x.map((value) => expand(value, shape)),
      ),
    );
  };
}

/** The shape that the arguments broadcast to. */
export function broadcast(...x: readonly TensorLike[]): number[] {
  return x
    .map((value) => (typeof value === 'number' ? [] : value.shape))
    .reduce((a, b) => tf.backend_util.assertAndGetBroadcastShape(a, b), []);
}

/** Broadcasts by a differentiable op, so that the gradient comes back in each argument's own shape. */
export function expand(value: TensorLike, shape: readonly number[]): tf.Tensor {
  if (typeof value === 'number') return tf.fill([...shape], value);
  const float = value.dtype === 'float32' ? value : tf.cast(value, 'float32');
  return float.shape.length === shape.length && float.shape.every((n, i) => n === shape[i])
    ? float
    : tf.broadcastTo(float, [...shape]);
}

function apply(f: (...x: number[]) => number, partials: readonly Partial[], x: tf.Tensor[]): tf.Tensor {
  const op = tf.customGrad((...inputs) => {
    const save = inputs.pop() as unknown as (tensors: tf.Tensor[]) => void;
    const tensors = inputs as tf.Tensor[];
    save(tensors);
    return {
      value: compute(f, tensors),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        tensors.map((_, i) => {
          const partial = partials[i] ?? 'unknown';
          if (typeof partial === 'function') return tf.mul(dy, partial(...saved));
          return tf.fill(dy.shape, partial === 'zero' ? 0 : Number.NaN);
        }),
    };
  });
  return op(...x);
}

function compute(f: (...x: number[]) => number, x: readonly tf.Tensor[]): tf.Tensor {
  const columns = x.map((tensor) => tensor.dataSync());
  const out = new Float32Array(columns[0]!.length);
  const row = new Array<number>(x.length);
  for (let i = 0; i < out.length; i++) {
    for (let j = 0; j < columns.length; j++) row[j] = columns[j]![i]!;
    out[i] = f(...row);
  }
  return tf.tensor(out, x[0]!.shape);
}

/** A partial derivative given as a float64 function of numbers, itself without derivatives. */
export function firstOrder(f: (...x: number[]) => number): (...x: tf.Tensor[]) => tf.Tensor {
  return (...x) =>
    elementwise(
      f,
      x.map((): Partial => 'unknown'),
    )(...x);
}

/** An elementwise operation whose first derivatives, one an argument, are float64 functions too; it has no second ones (NaN). */
export function scalarOp(
  f: (...x: number[]) => number,
  ...slopes: readonly ((...x: number[]) => number)[]
): (...x: TensorLike[]) => tf.Tensor {
  return elementwise(f, slopes.map(firstOrder));
}
