import { type Rng, sizeOfShape } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { hostValues } from '../../special/index.js';
import type { Parameter } from '../base/parameter.js';

export type Draw = (...parameters: number[]) => number;

/**
 * One draw an entry of `shape`, from parameters broadcast to it. Counts are drawn on the host: parameters on a device that were not
 * fetched (`fetchValues`) are read synchronously.
 */
export function drawEach(parameters: readonly Parameter[], shape: readonly number[], draw: Draw): tf.Tensor {
  return tf.tidy(() => {
    const columns = parameters.map((value) => columnOf(value, shape));
    const out = new Float32Array(sizeOfShape(shape));
    for (let i = 0; i < out.length; i++) out[i] = draw(...columns.map((column) => column(i)));
    return tf.tensor(out, [...shape]);
  });
}

/** Returns the value of a parameter at each flat index of `shape`, to which it broadcasts. */
function columnOf(value: Parameter, shape: readonly number[]): (index: number) => number {
  if (typeof value === 'number') return () => value;
  const values = hostValues(value) ?? value.dataSync();
  const sizes = [...shape.slice(value.rank).map(() => 1), ...value.shape];
  if (value.size === sizeOfShape(shape)) return (index) => values[index]!;
  return (index) => {
    let [rest, stride, at] = [index, 1, 0];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const place = rest % shape[axis]!;
      rest = Math.floor(rest / shape[axis]!);
      if (sizes[axis]! > 1) at += place * stride;
      stride *= sizes[axis]!;
    }
    return values[at]!;
  };
}

/**
 * A binomial draw: the median of uniforms is a beta variable, so each one halves the trials that are left.
 *
 * @see Devroye 1986, "Non-uniform random variate generation", section X.4.3
 */
export function drawBinomial(rng: Rng, trials: number, probability: number): number {
  let n = trials;
  let p = probability;
  let successes = 0;
  while (n > 30) {
    if (p <= 0) return successes;
    if (p >= 1) return successes + n;
    const rank = 1 + Math.floor(n / 2);
    const [one, zero] = [rng.gamma(rank), rng.gamma(n + 1 - rank)];
    const x = one / (one + zero);
    if (x <= p) {
      successes += rank;
      p = (p - x) / (1 - x);
      n -= rank;
    } else {
      p /= x;
      n = rank - 1;
    }
  }
  for (let i = 0; i < n; i++) if (rng.uniform() < p) successes++;
  return successes;
}

/**
 * A Poisson draw: the m-th arrival of a unit process is a gamma variable, which tells whether at least m came in time.
 *
 * @see Devroye 1986, section X.3.2
 */
export function drawPoisson(rng: Rng, rate: number): number {
  let left = rate;
  let count = 0;
  while (left > 30) {
    const m = Math.floor((7 * left) / 8);
    const arrival = rng.gamma(m);
    if (arrival > left) return count + drawBinomial(rng, m - 1, left / arrival);
    count += m;
    left -= arrival;
  }
  for (let time = rng.exponential(); time < left; time += rng.exponential()) count++;
  return count;
}
