import type { Corruption } from '@latents/autoencoders';
import { createRng } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import { type Checks, close, within4 } from '@latents/testing/plain';
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { corruptionOf } from '../../src/corruption/corruption-of.js';

/** A corruption and what is known of it. */
export interface CorruptionCases {
  readonly corruption: Corruption;
  /** Mean and variance of a corrupted coordinate. */
  readonly moments: (x: number) => readonly [mean: number, variance: number];
  /** The values that a corrupted coordinate may have, with their probabilities. Absent for a density. */
  readonly outcomes?: (x: number) => readonly (readonly [value: number, probability: number])[];
  /** The same kind at nearly no strength. */
  readonly weak: Corruption;
  /** Whether its description says everything (default true). */
  readonly described?: boolean;
}

const N = 20_000;

/** The conformance checks of a corruption. */
export function corruptionChecks({ corruption, moments, outcomes, weak, described = true }: CorruptionCases): Checks {
  const draws = (x: tf.Tensor, seed: number, kernel = corruption) =>
    tf.tidy(() => Array.from(kernel.apply(x, createRng(seed)).dataSync()));
  /** x~ of N copies of one number. */
  const copies = (x: number, seed = 1) => draws(tf.fill([N, 1], x), seed);
  const rows = () => tf.tensor2d([0.2, 0.8, -1, 2, 0, 1], [2, 3]);

  return {
    'a corrupted coordinate has the known mean and variance, within 4 standard errors': () => {
      for (const x of [0, 0.8, -2]) {
        const found = copies(x);
        const [mean, variance] = moments(x);
        within4(found, mean);
        within4(
          found.map((v) => (v - mean) ** 2),
          variance,
        );
      }
    },
    'its values have the known probabilities, within 4 standard errors, and there are no others': () => {
      for (const x of outcomes ? [0.8, -2] : []) {
        const found = copies(x);
        const known = outcomes!(x);
        const is = (v: number, value: number) => Math.abs(v - value) < 1e-6 * Math.max(1, Math.abs(value));
        expect(found.filter((v) => !known.some(([value]) => is(v, value)))).toEqual([]);
        for (const [value, probability] of known) {
          within4(
            found.map((v) => Number(is(v, value))),
            probability,
          );
        }
      }
    },
    'coordinates and examples are corrupted independently of each other': () => {
      const found = draws(tf.fill([N, 2], 0.8), 2);
      const [mean] = moments(0.8);
      const products = (step: number, stride: number) =>
        Array.from(
          { length: Math.floor((found.length - step) / stride) },
          (_, i) => (found[i * stride]! - mean) * (found[i * stride + step]! - mean),
        );
      // Two coordinates of one example, and one coordinate of two examples.
      within4(products(1, 2), 0);
      within4(products(2, 4), 0);
    },
    'draws are the same for the same seed, and different for another': () => {
      const x = tf.ones([8, 6]);
      expect(draws(x, 3)).toEqual(draws(x, 3));
      expect(draws(x, 4)).not.toEqual(draws(x, 3));
    },
    'draws are the same on every backend': async () => {
      await useBackend('cpu');
      const cpu = draws(tf.ones([3, 4]), 3);
      await useBackend('wasm');
      const wasm = draws(tf.ones([3, 4]), 3);
      await useBackend('cpu');
      for (const [i, v] of wasm.entries()) close(v, cpu[i]!, 1e-5);
    },
    'at nearly no strength it is the identity': () => {
      const x = rows();
      const found = draws(x, 5, weak);
      for (const [i, v] of x.dataSync().entries()) close(found[i]!, v, 1e-6);
    },
    'the shape is that of x, and x is left as it was': () => {
      const [table, images] = [rows(), tf.ones([2, 4, 4, 1])];
      const before = Array.from(table.dataSync());
      for (const x of [table, images]) expect(corruption.apply(x, createRng(6)).shape).toEqual(x.shape);
      expect(Array.from(table.dataSync())).toEqual(before);
    },
    'its description survives JSON, and makes the same corruption if it says everything': () => {
      const { config } = corruption;
      const again = JSON.parse(JSON.stringify(config));
      expect(again).toEqual(config);
      const x = tf.fill([40, 5], 0.3);
      if (described) expect(draws(x, 7, corruptionOf('test', again))).toEqual(draws(x, 7));
      else expect(() => corruptionOf('test', again)).toThrow('Give a corruption of your own to the factory');
    },
    'it leaves exactly the tensor that it returns': async () => {
      const x = rows();
      await expectNoLeak(() => corruption.apply(x, createRng(8)), 1);
    },
  };
}
