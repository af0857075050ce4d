import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';

/** Steps in units of the smallest: both differences of fourth order are made of these. */
const STEPS = [-4, -2, -1, 1, 2, 4];
/** A float32 function is taken to be right to this many of its last places. */
const LAST_PLACES = 16 * 2 ** -24;

/**
 * Compares the gradient of a function of numbers with differences of fourth order, at two step sizes.
 *
 * @param f An elementwise function of tensors of one shape, by name; a function to vectors is summed with unequal weights.
 * @param at Where to compare.
 * @param free Names of the arguments to compare by.
 * @returns Names by which it was compared. The others have a kink or an end close by, where the two differences disagree.
 */
export function compareGradient(
  f: (x: Readonly<Record<string, tf.Tensor>>) => tf.Tensor,
  at: Readonly<Record<string, number>>,
  free: readonly string[],
): string[] {
  const names = Object.keys(at);
  const steps = new Map(free.map((name) => [name, 2 ** -7 * Math.max(Math.abs(at[name]!), 0.25)]));
  const stencil = Object.fromEntries(
    names.map((name) => [
      name,
      tf.tensor1d(free.flatMap((moved) => STEPS.map((k) => at[name]! + (moved === name ? k * steps.get(name)! : 0)))),
    ]),
  );
  const values = weighted(f(stencil)).dataSync();
  const here = Object.fromEntries(names.map((name) => [name, tf.tensor1d([at[name]!])]));
  const gradients = tf.grads((...x: tf.Tensor[]) => {
    const value = weighted(f({ ...here, ...Object.fromEntries(free.map((name, i) => [name, x[i]!])) })).sum();
    // A quantity need not depend on each parameter, but tfjs asks that it does.
    return x.reduce<tf.Tensor>((sum, each) => tf.add(sum, tf.mul(each, 0).sum()), value);
  })(free.map((name) => here[name]!));
  return free.filter((name, i) => {
    const [f4, f2, f1, g1, g2, g4] = values.slice(STEPS.length * i, STEPS.length * (i + 1));
    const h = steps.get(name)!;
    const fine = (8 * (g1! - f1!) - (g2! - f2!)) / (12 * h);
    const coarse = (8 * (g2! - f2!) - (g4! - f4!)) / (24 * h);
    // Small values come out of cancellation, with the rounding of larger ones.
    const size = Math.max(0.1, ...[f4!, f2!, f1!, g1!, g2!, g4!].map(Math.abs));
    const slack = (LAST_PLACES * size) / h + 2e-3 * Math.abs(fine);
    if (!(Math.abs(fine - coarse) <= slack)) return false;
    const got = gradients[i]!.dataSync()[0]!;
    const label = `d/d${name} at ${JSON.stringify(at)}: ${got}, not ${fine}`;
    expect(Math.abs(got - fine), label).toBeLessThanOrEqual(slack);
    return true;
  });
}

/** One number per entry of the batch: the sum over the event, with weights that tell the coordinates apart. */
function weighted(values: tf.Tensor): tf.Tensor {
  if (values.rank === 1) return tf.cast(values, 'float32');
  const rows = tf.reshape(tf.cast(values, 'float32'), [values.shape[0]!, -1]);
  const weights = tf.tensor1d(Array.from({ length: rows.shape[1]! }, (_, i) => 1 + 0.37 * i));
  return tf.sum(tf.mul(rows, weights), 1);
}
