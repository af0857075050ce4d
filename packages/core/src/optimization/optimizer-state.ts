import type { NamedArrays, NdArray } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

// tfjs rebuilds Adam's running powers of beta from the iteration count, which rounds differently from the product that
// training keeps; a resumed run would drift in the last bit. They are saved as they are, and so is Adamax's own count.
const RUNNING = ['accBeta1', 'accBeta2', 'iteration'] as const;
// tfjs can neither save nor restore Adamax.
const ADAMAX = ['accumulatedFirstMoment', 'accumulatedWeightedInfNorm'] as const;

interface Slot {
  readonly originalName: string;
  readonly variable: tf.Variable;
}

type Fields = Record<string, unknown>;

function running(optimizer: tf.Optimizer): [string, tf.Variable][] {
  const fields = optimizer as unknown as Readonly<Fields>;
  return RUNNING.flatMap((name) =>
    fields[name] instanceof tf.Variable ? [[name, fields[name]] as [string, tf.Variable]] : [],
  );
}

/** The state of an optimizer, under the name of its class: its slots in tfjs's order, and its running scalars. */
export async function readOptimizer(optimizer: tf.Optimizer): Promise<NamedArrays> {
  const prefix = `${optimizer.getClassName()}/`;
  const slots = await slotsOf(optimizer);
  const arrays: Record<string, NdArray> = {};
  for (const [i, tensor] of slots.entries()) arrays[`${prefix}slot${i}`] = await toArray(tensor);
  for (const [name, variable] of running(optimizer)) arrays[prefix + name] = await toArray(variable);
  // The iteration count is a new tensor; the other slots are the optimizer's own variables.
  for (const tensor of slots) if (!(tensor instanceof tf.Variable)) tensor.dispose();
  return arrays;
}

/**
 * Gives an optimizer the state that {@link readOptimizer} took of one like it. All is checked before any is changed.
 *
 * @param shapes Of the variables that it moves: every slot but the iteration count belongs to one of them.
 * @throws Error if the state is that of an optimizer of another class, or of one that moves other variables.
 */
export async function restoreOptimizer(
  where: string,
  optimizer: tf.Optimizer,
  arrays: NamedArrays,
  shapes: readonly (readonly number[])[],
): Promise<void> {
  const prefix = `${optimizer.getClassName()}/`;
  const slots = Object.keys(arrays).filter((name) => name.startsWith(`${prefix}slot`)).length;
  const expected = [...Array(slots).keys()].map((i) => `${prefix}slot${i}`);
  expected.push(...running(optimizer).map(([name]) => prefix + name));
  const got = Object.keys(arrays);
  if (slots === 0 || got.length !== expected.length || !expected.every((name) => Object.hasOwn(arrays, name))) {
    const classes = [...new Set(got.map((name) => name.split('/')[0]))].join(', ') || 'none';
    throw new Error(
      `${where}: expected the state of an optimizer of class ${optimizer.getClassName()}, got ${classes} (${got.length} arrays). Resume with the optimizer that the run had.`,
    );
  }
  for (let i = 0; i < slots; i++) {
    const shape = i === 0 ? [] : (shapes[(i - 1) % shapes.length] ?? []);
    const saved = arrays[`${prefix}slot${i}`]!.shape;
    if ((slots - 1) % shapes.length !== 0 || saved.length !== shape.length || saved.join() !== shape.join()) {
      throw new Error(
        `${where}: expected slots for variables of shapes ${shapes.map((s) => `[${s}]`).join(', ')}, got [${saved}] in slot ${i} of ${slots}. The state belongs to a model of another architecture.`,
      );
    }
  }
  const tensors = Array.from({ length: slots }, (_, i) => ({
    name: `slot${i}`,
    tensor: toTensor(arrays[`${prefix}slot${i}`]!),
  }));
  const replaced = (await slotsOf(optimizer)).filter((tensor, i) => tensor instanceof tf.Variable || i === 0);
  if (isAdamax(optimizer)) setAdamax(optimizer, tensors, shapes.length);
  else await optimizer.setWeights(tensors);
  for (const [name, variable] of running(optimizer)) {
    tf.tidy(() => variable.assign(toTensor(arrays[prefix + name]!)));
  }
  tf.dispose([tensors.map(({ tensor }) => tensor), replaced]);
}

function isAdamax(optimizer: tf.Optimizer): boolean {
  return optimizer.getClassName() === 'Adamax';
}

/** The iteration count, as a new tensor, and the optimizer's own variables. */
async function slotsOf(optimizer: tf.Optimizer): Promise<tf.Tensor[]> {
  if (!isAdamax(optimizer)) return (await optimizer.getWeights()).map(({ tensor }) => tensor);
  const fields = optimizer as unknown as Readonly<Record<(typeof ADAMAX)[number], Slot[]>>;
  return [tf.scalar(optimizer.iterations, 'int32'), ...ADAMAX.flatMap((name) => fields[name].map((s) => s.variable))];
}

function setAdamax(optimizer: tf.Optimizer, tensors: readonly { tensor: tf.Tensor }[], variables: number): void {
  const fields = optimizer as unknown as Fields;
  fields['iterations_'] = tensors[0]!.tensor.dataSync()[0];
  for (const [k, name] of ADAMAX.entries()) {
    fields[name] = tensors
      .slice(1 + k * variables, 1 + (k + 1) * variables)
      .map(({ tensor }, i): Slot => ({ originalName: `${i}/${name}`, variable: tensor.variable(false) }));
  }
}

async function toArray(tensor: tf.Tensor): Promise<NdArray> {
  return { shape: tensor.shape, data: ((await tensor.data()) as Float32Array | Int32Array).slice() };
}

function toTensor({ shape, data }: NdArray): tf.Tensor {
  return tf.tensor(data.slice() as Float32Array, [...shape], data instanceof Int32Array ? 'int32' : 'float32');
}
