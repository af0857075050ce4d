import * as tf from '@tensorflow/tfjs';
import type { NamedArrays, NdArray } from '../arrays/index.js';

// tfjs rebuilds Adam's running powers of beta from the iteration count, which rounds differently from the product that
// training keeps; a resumed run would drift in the last bit. They are saved as they are.
const RUNNING = ['accBeta1', 'accBeta2'] as const;

function running(optimizer: tf.Optimizer): [string, tf.Variable][] {
  const fields = optimizer as unknown as Readonly<Record<string, unknown>>;
  return RUNNING.flatMap((name) =>
    fields[name] instanceof tf.Variable ? [[name, fields[name]] as [string, tf.Variable]] : [],
  );
}

/** The slots of an optimizer, in tfjs's order. */
export async function readOptimizer(optimizer: tf.Optimizer): Promise<NamedArrays> {
  const slots = await optimizer.getWeights();
  const arrays: Record<string, NdArray> = {};
  for (const [i, { tensor }] of slots.entries()) arrays[`slot${i}`] = await toArray(tensor);
  for (const [name, variable] of running(optimizer)) arrays[name] = await toArray(variable);
  // The iteration count is a new tensor; the other slots are the optimizer's own variables.
  for (const { tensor } of slots) if (!(tensor instanceof tf.Variable)) tensor.dispose();
  return arrays;
}

/**
 * Gives a fresh optimizer the slots that {@link readOptimizer} took.
 *
 * @param variables How many variables it moves: a momentum or second moment belongs to each.
 */
export async function restoreOptimizer(optimizer: tf.Optimizer, arrays: NamedArrays): Promise<void> {
  const slots = Object.keys(arrays).filter((name) => name.startsWith('slot'));
  const tensors = slots.map((_, i) => {
    const { shape, data } = arrays[`slot${i}`]!;
    const dtype = data instanceof Int32Array ? 'int32' : 'float32';
    return { name: `slot${i}`, tensor: tf.tensor(data as Float32Array, [...shape], dtype) };
  });
  await optimizer.setWeights(tensors);
  for (const [name, variable] of running(optimizer)) {
    const saved = arrays[name];
    if (saved !== undefined) tf.tidy(() => variable.assign(tf.tensor(saved.data as Float32Array, [...saved.shape])));
  }
  tf.dispose(tensors.map(({ tensor }) => tensor));
}

async function toArray(tensor: tf.Tensor): Promise<NdArray> {
  return { shape: tensor.shape, data: (await tensor.data()) as Float32Array | Int32Array };
}
