import * as tf from '@tensorflow/tfjs-core';
import { hostValues, isOnHost, readHost } from './host-values.js';
import { withGradient } from './with-gradient.js';

/** A tensor, or a number that stands for all entries. */
export type TensorLike = tf.Tensor | number;

/** A function of numbers, computed in float64. */
export type ScalarFunction = (...x: number[]) => number;

/** A function of tensors of one shape. */
export type TensorFunction = (...x: tf.Tensor[]) => tf.Tensor;

/**
 * The partial derivative of an elementwise function by one argument: a function of tensors (differentiable in turn if it is
 * made of differentiable ops); `'zero'` for an argument that nothing depends on smoothly (a count); `'unknown'` for one that is not
 * implemented, whose gradient is NaN: a wrong zero would go unseen.
 */
export type Partial = TensorFunction | 'zero' | 'unknown';

/**
 * Returns an elementwise operation that tfjs has no kernel for. On the cpu and wasm backends it is computed entry by entry in float64
 * and rounded once, from the backend's own memory. On any other backend it is `composed`, a composition of tfjs operations that reads
 * nothing. Without `composed` its arguments are read synchronously there.
 *
 * @param f The function in float64.
 * @param partials One per argument.
 * @param composed The same function of tensors of one shape. It need not be differentiable: `partials` are.
 */
export function elementwise(
  f: ScalarFunction,
  partials: readonly Partial[],
  composed?: TensorFunction,
): (...x: TensorLike[]) => tf.Tensor {
  return (...x) => {
    const shape = broadcast(...x);
    return tf.tidy(() =>
      apply(
        composed && !isOnHost() ? composed : (...inputs) => compute(f, inputs),
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

function apply(f: TensorFunction, partials: readonly Partial[], x: tf.Tensor[]): tf.Tensor {
  const op = withGradient(f, (dy, saved) =>
    saved.map((_, i) => {
      const partial = partials[i] ?? 'unknown';
      if (typeof partial === 'function') return tf.mul(dy, partial(...saved));
      return tf.fill(dy.shape, partial === 'zero' ? 0 : Number.NaN);
    }),
  );
  return op(...x);
}

/** The kernel of elementwise operations: it applies the function of numbers in its attribute to entries of its inputs. */
const KERNEL = 'LatentsElementwise';

/** Computes entry by entry in float64. One kernel serves all functions, and the first call on a backend registers it. */
function compute(f: ScalarFunction, x: readonly tf.Tensor[]): tf.Tensor {
  if (!isOnHost()) {
    return tf.tensor(
      eachEntry(
        f,
        x.map((tensor) => hostValues(tensor) ?? tensor.dataSync()),
      ),
      x[0]!.shape,
    );
  }
  const backendName = tf.getBackend();
  if (!tf.getKernel(KERNEL, backendName)) tf.registerKernel({ kernelName: KERNEL, backendName, kernelFunc });
  return tf
    .engine()
    .runKernel(KERNEL, { ...x } as unknown as tf.NamedTensorMap, { f } as unknown as tf.NamedAttrMap) as tf.Tensor;
}

function kernelFunc({ inputs, attrs, backend }: Parameters<tf.KernelFunc>[0]): tf.TensorInfo {
  const x = Object.values(inputs) as tf.TensorInfo[];
  const { f } = attrs as unknown as { readonly f: ScalarFunction };
  const values = eachEntry(
    f,
    x.map((tensor) => readHost(backend, tensor)),
  );
  const { shape } = x[0]!;
  const dataId = (backend as tf.KernelBackend).write(values, shape, 'float32');
  return { dataId, shape, dtype: 'float32' };
}

function eachEntry(f: ScalarFunction, columns: readonly ArrayLike<number>[]): Float32Array {
  const out = new Float32Array(columns[0]!.length);
  const row = new Array<number>(columns.length);
  for (let i = 0; i < out.length; i++) {
    for (let j = 0; j < columns.length; j++) row[j] = columns[j]![i]!;
    out[i] = f(...row);
  }
  return out;
}

/** A partial derivative given as a float64 function of numbers, itself without derivatives; see {@link elementwise} for `composed`. */
export function firstOrder(f: ScalarFunction, composed?: TensorFunction): TensorFunction {
  return (...x) =>
    elementwise(
      f,
      x.map((): Partial => 'unknown'),
      composed,
    )(...x);
}

/** An elementwise operation whose first derivatives, one an argument, are float64 functions too; it has no second ones (NaN). */
export function scalarOp(f: ScalarFunction, ...slopes: readonly ScalarFunction[]): (...x: TensorLike[]) => tf.Tensor {
  return elementwise(
    f,
    slopes.map((slope) => firstOrder(slope)),
  );
}

/**
 * Returns the operation that is `onHost` on the backends that keep tensors in the memory of JavaScript, and `composed` on all others.
 *
 * @param composed A differentiable composition of tfjs operations on tensors of one shape.
 */
export function perBackend(
  onHost: (...x: TensorLike[]) => tf.Tensor,
  composed: TensorFunction,
): (...x: TensorLike[]) => tf.Tensor {
  return (...x) => {
    if (isOnHost()) return onHost(...x);
    const shape = broadcast(...x);
    return tf.tidy(() => composed(...x.map((value) => expand(value, shape))));
  };
}

/**
 * Returns a maker of operations that are {@link scalarOp} on the backends that keep tensors in the memory of JavaScript, and `composed`
 * on all others.
 */
export function scalarOpOr(composed: TensorFunction): typeof scalarOp {
  return (f, ...slopes) => perBackend(scalarOp(f, ...slopes), composed);
}
