import { hostValues } from '@latents/core';
import { isNdArray, type NdArray } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

/** Sequences of different lengths, padded to one: what `batches` takes and `players` train on. */
export type Sequences = {
  /** `[batch, T, inputDim]`; what lies beyond a sequence's length is not read. */
  readonly x: NdArray;
  /** How many steps each sequence has, 1 to T, `[batch]`. */
  readonly lengths: NdArray;
};

/** The same as tensors. */
export type SequenceTensors = { readonly x: tf.Tensor; readonly lengths: tf.Tensor };

/** What a step of a sequence may hold. */
export type SupportName = 'bits' | 'one-hot' | 'reals';

interface Support {
  /** Whether a coordinate may have this value. */
  holds(value: number): boolean;
  readonly expected: string;
  /** What the coordinates of a step must sum to, if to anything. */
  readonly sum?: number;
}

const isBit = (x: number) => x === 0 || x === 1;

/** The values that x may have, by the emission's support. */
export const SUPPORTS: Readonly<Record<SupportName, Support>> = {
  bits: { holds: isBit, expected: 'bits, 0 or 1, as the emission needs' },
  'one-hot': { holds: isBit, expected: 'one-hot steps, as the categorical emission needs', sum: 1 },
  reals: { holds: Number.isFinite, expected: 'finite values' },
};

/**
 * Throws unless the arrays fit each other and the model.
 *
 * @throws RangeError that names the first offending shape, length or value.
 */
export function checkSequences(where: string, sequences: Sequences, inputDim: number, support: Support): void {
  const { x, lengths } = sequences ?? {};
  if (!isNdArray(x) || !isNdArray(lengths)) {
    throw new TypeError(
      `${where}: expected arrays { x, lengths }, as from batches({ x, lengths }, { size, rng }), got ${keysOf(sequences)}.`,
    );
  }
  const [batch, steps, width] = x.shape;
  if (x.shape.length !== 3 || width !== inputDim || !batch || !steps) {
    throw new RangeError(
      `${where}: expected x of shape [batch, T, ${inputDim}] with batch and T at least 1, got [${x.shape}].`,
    );
  }
  if (lengths.shape.length !== 1 || lengths.shape[0] !== batch) {
    throw new RangeError(`${where}: expected lengths of shape [${batch}], one a sequence, got [${lengths.shape}].`);
  }
  for (let i = 0; i < batch; i++) {
    const length = lengths.data[i]!;
    if (!Number.isInteger(length) || length < 1 || length > steps) {
      throw new RangeError(
        `${where}: expected lengths from 1 to ${steps}, the padded length, got ${length} for sequence ${i}.`,
      );
    }
    for (let t = 0; t < length; t++) {
      const from = (i * steps + t) * inputDim;
      checkStep(where, x.data.subarray(from, from + inputDim), { sequence: i, step: t }, support);
    }
  }
}

/**
 * Throws unless the tensors fit each other and the model.
 *
 * @throws TypeError unless x and lengths are tensors.
 * @throws RangeError that names the first offending shape, length or value.
 */
export function checkSequenceTensors(
  where: string,
  sequences: SequenceTensors,
  inputDim: number,
  support: Support,
): void {
  const { x, lengths } = sequences ?? {};
  if (!(x instanceof tf.Tensor) || !(lengths instanceof tf.Tensor)) {
    throw new TypeError(
      `${where}: expected tensors { x, lengths } of shapes [batch, T, ${inputDim}] and [batch], got ${keysOf(sequences)}.`,
    );
  }
  const [values, counts] = [hostValues(x), hostValues(lengths)];
  // Tensors on a device are not checked: reading them would wait for the device.
  if (values === undefined || counts === undefined) return;
  const arrays = { x: { shape: x.shape, data: values }, lengths: { shape: lengths.shape, data: counts } };
  checkSequences(where, arrays, inputDim, support);
}

function keysOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const described = Object.entries(value).map(([name, part]) => `${name}: ${part?.constructor?.name ?? part}`);
  return `{ ${described.slice(0, 4).join(', ')} }`;
}

/** Throws a RangeError if a step is none that the emission could put out. */
export function checkStep(
  where: string,
  values: ArrayLike<number>,
  { sequence, step }: { readonly sequence: number; readonly step: number },
  { holds, expected, sum }: Support,
): void {
  let total = 0;
  for (let column = 0; column < values.length; column++) {
    const value = values[column]!;
    total += value;
    if (!holds(value)) {
      throw new RangeError(
        `${where}: expected ${expected}, got ${value} in sequence ${sequence}, step ${step}, column ${column}.`,
      );
    }
  }
  if (sum !== undefined && total !== sum) {
    throw new RangeError(
      `${where}: expected ${expected}, got a sum of ${total} in sequence ${sequence}, step ${step}.`,
    );
  }
}

/** 1 for the steps that a sequence has, 0 beyond, `[T, batch]`. */
export function stepMask(lengths: tf.Tensor, steps: number): tf.Tensor2D {
  return tf.tidy(
    () =>
      tf.cast(
        tf.less(tf.expandDims(tf.range(0, steps, 1), 1), tf.expandDims(tf.cast(lengths, 'float32'), 0)),
        'float32',
      ) as tf.Tensor2D,
  );
}

/** `[batch, T, width]` with time first and padding zeroed: `[T, batch, width]`. */
export function timeMajor(x: tf.Tensor, mask: tf.Tensor2D): tf.Tensor3D {
  return tf.tidy(() => {
    const swapped = tf.transpose(x, [1, 0, 2]) as tf.Tensor3D;
    // Padding may hold anything, NaN included: replaced, not multiplied away.
    return tf.where(
      tf.broadcastTo(tf.cast(tf.expandDims(mask, 2), 'bool'), swapped.shape),
      swapped,
      tf.zerosLike(swapped),
    ) as tf.Tensor3D;
  });
}

/**
 * Returns `values` at the steps of `mask`, and 0 at padding, whatever the value there: the log-probability of padding may be -infinity.
 *
 * @param mask 1 for a step and 0 for padding; broadcasts to the shape of `values`.
 */
export function unpadded(values: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const steps = tf.cast(tf.broadcastTo(mask, values.shape), 'bool');
    return tf.where(steps, values, tf.zerosLike(values));
  });
}
