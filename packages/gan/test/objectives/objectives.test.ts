import type { TensorObjective } from '@latents/core';
import { fGan, type GanObjective, hinge, leastSquares, minimax, nonSaturating } from '@latents/gan';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

const P = [5, 3, 2];
const G = [1, 4, 5];
const [p, g] = [P.map((n) => n / 10), G.map((n) => n / 10)];
// Rational distributions on three atoms: every expectation over them is the mean of a batch of ten.
const batch = (counts: readonly number[], logits: readonly number[]) =>
  tf.tensor1d(counts.flatMap((n, i) => Array<number>(n).fill(logits[i]!)));
const value = ({ bound }: TensorObjective): number => bound.value.dataSync()[0]!;
const atoms = (f: (p: number, g: number) => number): number[] => p.map((mass, i) => f(mass, g[i]!));
const sum = (f: (p: number, g: number) => number): number => atoms(f).reduce((total, v) => total + v, 0);
const softplus = (a: number) => Math.log1p(Math.exp(a));

describe('gradients where D is sure (E29)', () => {
  const at = (objective: GanObjective, logit: number) =>
    tf
      .grad((a: tf.Tensor) => objective.generator(a).bound.value)(tf.tensor1d([logit]))
      .dataSync()[0]!;
  it('of minimax it vanishes as D(G(z)) goes to 0, of the other it does not', () => {
    expect(at(minimax(), -20)).toBeCloseTo(0, 6);
    expect(at(nonSaturating(), -20)).toBeCloseTo(-1, 6);
    // As printed, D(G(z)) near 1, it would be the other way round.
    expect(at(minimax(), 20)).toBeCloseTo(-1, 6);
    expect(at(nonSaturating(), 20)).toBeCloseTo(0, 6);
    // -sigmoid(a) and -(1 - sigmoid(a)).
    expect(at(minimax(), 0.7)).toBeCloseTo(-1 / (1 + Math.exp(-0.7)), 6);
    expect(at(nonSaturating(), 0.7)).toBeCloseTo(-1 / (1 + Math.exp(0.7)), 6);
  });

  it('overflow: logits of a thousand have finite values (E20)', () => {
    for (const objective of [minimax(), nonSaturating(), fGan('jensenShannon'), hinge()]) {
      const sure = [1000, -1000];
      expect(value(objective.discriminator(tf.tensor1d(sure), tf.tensor1d(sure)))).toBeLessThan(0);
      expect(Number.isFinite(value(objective.generator(tf.tensor1d(sure))))).toBe(true);
    }
    // As printed, by probabilities: log(1 - D) of a sure D, and its value for G, are infinite.
    const probability = tf.sigmoid(tf.tensor1d([1000]));
    expect(tf.log(tf.sub(1, probability)).dataSync()[0]).toBe(-Infinity);
    expect(value(minimax().generator(tf.tensor1d([1000])))).toBe(-1000);
  });
});

describe('label smoothing (E32)', () => {
  it.each([minimax, nonSaturating])(
    'real labels of 0.9: the best D is (1 - s) P / (P + ...) in one direction only',
    (make) => {
      const smoothing = 0.1;
      const { discriminator } = make({ smoothing });
      const moved = (logits: readonly number[]) => discriminator(batch(P, logits), batch(G, logits));
      // With targets alpha for data and 0 for generated D* = alpha P / (P + P_G).
      const best = atoms((a, b) => {
        const d = (0.9 * a) / (a + b);
        return Math.log(d / (1 - d));
      });
      // The cross-entropy of those labels, by enumeration.
      expect(value(moved(best))).toBeCloseTo(
        -sum((a, b) => {
          const logit = best[p.indexOf(a)]!;
          return 0.9 * a * softplus(-logit) + 0.1 * a * softplus(logit) + b * softplus(logit);
        }),
        5,
      );
      const slopes = tf
        .grad((logits: tf.Tensor) => {
          const at = (counts: readonly number[]) =>
            tf.gather(
              logits,
              tf.tensor1d(
                counts.flatMap((n, i) => Array<number>(n).fill(i)),
                'int32',
              ),
            );
          return discriminator(at(P), at(G)).bound.value;
        })(tf.tensor1d(best))
        .dataSync();
      for (const slope of slopes) expect(slope).toBeCloseTo(0, 6);
      expect([moved(best).sound, moved(best).bound.side]).toEqual([false, 'none']);
    },
  );

  it('of both sides: D* pays G for staying where there are no data, as labels of 0 do not', () => {
    // At an atom of G alone, D* is the generated label: (alpha P + beta P_G) / (P + P_G) with P = 0.
    const slopeAt = (probability: number, label: number) => {
      const logit = Math.log(probability / (1 - probability));
      return tf
        .grad((a: tf.Tensor) =>
          // What G alone adds to V with that label, through the pieces of the one-sided game.
          minimax()
            .generator(a)
            .bound.value.mul(1 - label)
            .sub(nonSaturating().generator(a).bound.value.mul(label)),
        )(tf.tensor1d([logit]))
        .dataSync()[0]!;
    };
    expect(slopeAt(0.1, 0.1)).toBeCloseTo(0, 6);
    // With a label of 0 it goes down for ever.
    for (const probability of [0.5, 0.1, 1e-3]) expect(slopeAt(probability, 0)).toBeCloseTo(-probability, 6);
  });

  it('least squares: the best D is 0.9 P / (P + P_G)', () => {
    const moved = (logits: readonly number[]) =>
      leastSquares({ smoothing: 0.1 }).discriminator(batch(P, logits), batch(G, logits));
    const best = atoms((a, b) => (0.9 * a) / (a + b));
    const top = value(moved(best));
    for (const off of [-0.1, 0.1]) expect(value(moved(best.map((v) => v + off)))).toBeLessThan(top);
    expect(moved(best).sound).toBe(false);
  });

  it.each([-0.1, 1, Number.NaN])('refuses %s', (smoothing) => {
    for (const make of [minimax, nonSaturating, leastSquares]) {
      expect(() => make({ smoothing })).toThrow(`expected a number >= 0 and < 1, got ${smoothing}`);
    }
  });
});

it('at a fixed D what minimax moves for G is V but for a constant', () => {
  const logits = [0.3, -1, 2];
  const real = value(minimax().discriminator(batch(P, logits), batch(G, logits)));
  const other = value(minimax().discriminator(batch(P, logits), batch(P, logits)));
  const forG = (counts: readonly number[]) => value(minimax().generator(batch(counts, logits)));
  expect(forG(G) - forG(P)).toBeCloseTo(real - other, 5);
});

it('fGan refuses another divergence and another generator', () => {
  expect(() => fGan('kl', { generator: 'other' as 'bound' })).toThrow("expected 'bound' or 'alternative', got 'other'");
  expect(() => fGan('total' as 'kl')).toThrow(
    "expected 'kl', 'reverseKl', 'pearson', 'squaredHellinger' or 'jensenShannon', got 'total'",
  );
});
