import * as tf from '@tensorflow/tfjs-core';

/** Tensors by the names of an operation's inputs. */
export type OperationInputs<Names extends string, T = tf.Tensor> = Readonly<Record<Names, T>>;

/**
 * One differentiable step that a backend may do with one kernel, and that is several operations of tfjs elsewhere. tfjs's own
 * registry is the only link: a backend registers a kernel, and its gradient, under the name.
 */
export interface Operation<Names extends string = string, Attributes extends object = object> {
  /** The name under which a backend registers its kernel. */
  readonly kernel: string;
  /** The names of the kernel's inputs, in order. All are float32. */
  readonly inputs: readonly Names[];
  /**
   * Returns the same result by tfjs's operations, differentiable to any order. A kernel's gradient differentiates this form where that
   * gradient is differentiated in turn.
   */
  readonly composed: (inputs: OperationInputs<Names>, attributes: Attributes) => tf.Tensor;
}

/** Returns whether the current backend has a kernel of that name. */
export function hasKernel(kernel: string): boolean {
  return tf.getKernel(kernel, tf.getBackend()) !== undefined;
}

/** Runs a kernel through the engine, which tapes its gradient and tracks its results. */
export function runKernel<T extends tf.Tensor | tf.Tensor[] = tf.Tensor>(
  kernel: string,
  inputs: Readonly<Record<string, tf.Tensor>> | readonly tf.Tensor[],
  attributes: object = {},
): T {
  return tf.engine().runKernel<T>(kernel, inputs as unknown as tf.NamedTensorMap, attributes as tf.NamedAttrMap);
}

/** Runs an operation: its kernel if the current backend has one, or else its composed form. */
export function runOperation<Names extends string, Attributes extends object>(
  { kernel, composed }: Operation<Names, Attributes>,
  inputs: OperationInputs<Names>,
  attributes: Attributes,
): tf.Tensor {
  if (hasKernel(kernel)) return runKernel(kernel, inputs, attributes);
  return tf.tidy(() => composed(inputs, attributes));
}

/** Throws a RangeError unless `tensor` is float32 of this shape. */
export function expectFloats(where: string, name: string, tensor: tf.Tensor, shape: readonly number[]): void {
  if (tensor.dtype === 'float32' && sameShape(tensor.shape, shape)) return;
  throw new RangeError(
    `${where}: expected ${name} to be float32 of shape [${shape}], got ${tensor.dtype} [${tensor.shape}].`,
  );
}

/** Throws a RangeError unless `tensor` is float32 and has an axis. */
export function expectRows(where: string, name: string, tensor: tf.Tensor): void {
  if (tensor.dtype === 'float32' && tensor.rank >= 1) return;
  throw new RangeError(
    `${where}: expected ${name} to be float32 of rank 1 or more, got ${tensor.dtype} [${tensor.shape}].`,
  );
}

/** Returns whether two shapes are equal. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}

/** Returns the shape that arrays of these shapes broadcast to, or throws a RangeError that begins with `where`. */
export function broadcastShape(where: string, ...shapes: readonly (readonly number[])[]): number[] {
  return shapes.reduce<number[]>((a, b) => {
    const rank = Math.max(a.length, b.length);
    return Array.from({ length: rank }, (_, i) => {
      const m = a[i - rank + a.length] ?? 1;
      const n = b[i - rank + b.length] ?? 1;
      if (m !== n && m !== 1 && n !== 1) {
        const got = shapes.map((s) => `[${s}]`).join(' and ');
        throw new RangeError(`${where}: expected shapes that broadcast together, got ${got}.`);
      }
      return m === 1 ? n : m;
    });
  }, []);
}
