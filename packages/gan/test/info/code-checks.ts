import type { Code } from '@latents/gan';
import { createRng } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import { type Checks, close, finiteDifferences, within4 } from '@latents/testing/plain';
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { codesOf } from '../../src/info/code-config.js';

/** A code of InfoGAN and what is known of it, in float64. */
export interface CodeCases {
  readonly code: Code;
  /** Mean and variance of each coordinate of a draw. */
  readonly moments: readonly [mean: number, variance: number];
  /** H(c), in nats. */
  readonly entropy: number;
  /** log Q(c | x) from the network's outputs, in nats, by its definition. */
  readonly logQ: (outputs: readonly number[], c: readonly number[]) => number;
  /** The outputs at which Q is surest of a code. */
  readonly sure: (c: readonly number[]) => readonly number[];
  /** Whether a draw is possible. */
  readonly possible: (c: readonly number[]) => boolean;
}

/** The conformance checks of a code. */
export function codeChecks({ code, moments, entropy, logQ, sure, possible }: CodeCases): Checks {
  const draws = (count: number, seed: number) => tf.tidy(() => code.sample(count, createRng(seed)).arraySync());
  const outputsOf = (seed: number) => Array.from(createRng(seed).fillNormal(new Float32Array(code.units)));
  const ofQ = (outputs: readonly number[], c: readonly number[]) =>
    code
      .posterior(tf.tensor2d([[...outputs]]))
      .logProb(tf.tensor2d([[...c]]))
      .dataSync()[0]!;

  return {
    'draws have the moments of the prior, within 4 standard errors, and are possible': () => {
      const rows = draws(20_000, 1);
      for (let j = 0; j < code.dimension; j++) {
        const column = rows.map((row) => row[j]!);
        within4(column, moments[0]);
        within4(
          column.map((v) => (v - moments[0]) ** 2),
          moments[1],
        );
      }
      expect(rows.filter((row) => row.length !== code.dimension || !possible(row))).toEqual([]);
    },
    'draws are the same for the same seed and on every backend, and different for another seed': async () => {
      await useBackend('wasm');
      const wasm = draws(50, 2);
      await useBackend('cpu');
      expect(draws(50, 2)).toEqual(wasm);
      expect(draws(50, 3)).not.toEqual(wasm);
    },
    'the entropy is that of the prior': () => {
      close(code.entropy, entropy, 1e-12);
    },
    'log Q is that of its definition': () => {
      for (const [seed, c] of draws(6, 4).entries()) {
        const outputs = outputsOf(seed);
        close(ofQ(outputs, c), logQ(outputs, c), 1e-5);
      }
    },
    'the gradient of log Q is the finite difference of its definition': () => {
      for (const [seed, c] of draws(3, 5).entries()) {
        const outputs = outputsOf(10 + seed);
        const slopes = tf
          .grad((given: tf.Tensor) =>
            code
              .posterior(given)
              .logProb(tf.tensor2d([c]))
              .sum(),
          )(tf.tensor2d([outputs]))
          .dataSync();
        const exact = finiteDifferences((at) => logQ(at, c), outputs);
        for (const [i, slope] of slopes.entries()) close(slope, exact[i]!, 1e-4);
      }
    },
    'the ceiling is H(c) + log Q where Q is surest, and no other outputs pass it (E34)': () => {
      for (const [seed, c] of draws(5, 6).entries()) {
        close(code.entropy + ofQ(sure(c), c), code.ceiling, 1e-4);
        expect(code.entropy + ofQ(outputsOf(20 + seed), c)).toBeLessThan(code.ceiling + 1e-4);
      }
    },
    'values of a traversal are possible and differ in the first coordinates only': () => {
      const values = code.values(4);
      expect(new Set(values.map(String)).size).toBe(values.length);
      expect(values.length).toBeGreaterThan(1);
      expect(values.filter((value) => value.length !== code.dimension || !possible(value))).toEqual([]);
      expect(code.values(1).length).toBeGreaterThanOrEqual(1);
    },
    'Q is a distribution over codes, of one batch entry per row of outputs': () => {
      const q = code.posterior(tf.zeros([7, code.units]));
      expect([q.batchShape, q.eventShape]).toEqual([[7], [code.dimension]]);
      expect(q.logProb(code.sample(7, createRng(7))).shape).toEqual([7]);
    },
    'its description survives JSON and makes the same code': () => {
      const again = JSON.parse(JSON.stringify(code.config));
      expect(again).toEqual(code.config);
      const { c } = codesOf('test', [{ name: 'c', ...again }]) as { c: Code };
      expect([c.config, c.units, c.dimension, c.entropy, c.ceiling]).toEqual([
        code.config,
        code.units,
        code.dimension,
        code.entropy,
        code.ceiling,
      ]);
    },
    'outputs of other units and counts that are no counts are refused, by the name of the code': () => {
      const name = `${code.config.kind}Code`;
      expect(() => code.posterior(tf.zeros([7, code.units + 1]))).toThrow(
        `${name}.posterior(outputs): expected outputs [batch, ${code.units}], got [7,${code.units + 1}]`,
      );
      for (const count of [0, 2.5]) {
        const call = () => code.sample(count, createRng(0));
        expect(call).toThrow(`.sample(count, rng): expected a positive integer, got ${count}`);
        expect(call).toThrow(`${name}(`);
      }
    },
    'draws leave one tensor, and Q leaves none': async () => {
      await expectNoLeak(() => code.sample(3, createRng(8)), 1);
      const outputs = tf.zeros([3, code.units]);
      await expectNoLeak(() => tf.tidy(() => void code.posterior(outputs).logProb(code.sample(3, createRng(8)))));
    },
  };
}
