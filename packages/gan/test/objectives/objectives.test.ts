import type { TensorObjective } from '@latents/core';
import { fGan, type GanObjective, hinge, leastSquares, minimax, nonSaturating, wasserstein } from '@latents/gan';
import { useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('cpu'));

// Rational distributions on three atoms: every expectation over them is the mean of a batch of ten.
const P = [5, 3, 2];
const G = [1, 4, 5];
const [p, g] = [P.map((n) => n / 10), G.map((n) => n / 10)];
const batch = (counts: readonly number[], logits: readonly number[]) =>
  tf.tensor1d(counts.flatMap((n, i) => Array<number>(n).fill(logits[i]!)));
const value = ({ bound }: TensorObjective): number => bound.value.dataSync()[0]!;
const atoms = (f: (p: number, g: number) => number): number[] => p.map((mass, i) => f(mass, g[i]!));
const sum = (f: (p: number, g: number) => number): number => atoms(f).reduce((total, v) => total + v, 0);

const jsd = sum((a, b) => (a * Math.log((2 * a) / (a + b)) + b * Math.log((2 * b) / (a + b))) / 2);
// [objective, its divergence by enumeration, the logits of the best D, a point where G is worse than data]
const GAMES: [GanObjective, number, number[]][] = [
  [minimax(), 2 * jsd - Math.log(4), atoms((a, b) => Math.log(a / b))],
  [nonSaturating(), 2 * jsd - Math.log(4), atoms((a, b) => Math.log(a / b))],
  [leastSquares(), (sum((a, b) => (a - b) ** 2 / (a + b)) / 2 - 1) / 4, atoms((a, b) => a / (a + b))],
  [hinge(), 2 * (sum((a, b) => Math.abs(a - b)) / 2) - 2, atoms((a, b) => Math.sign(a - b))],
  [fGan('kl'), sum((a, b) => a * Math.log(a / b)), atoms((a, b) => 1 + Math.log(a / b))],
  [fGan('reverseKl'), sum((a, b) => b * Math.log(b / a)), atoms((a, b) => Math.log(a / b))],
  [fGan('pearson'), sum((a, b) => (a - b) ** 2 / b), atoms((a, b) => 2 * (a / b - 1))],
  [fGan('squaredHellinger'), sum((a, b) => (Math.sqrt(a) - Math.sqrt(b)) ** 2), atoms((a, b) => 0.5 * Math.log(a / b))],
  [fGan('jensenShannon'), 2 * jsd, atoms((a, b) => Math.log(a / b))],
];

describe.each(GAMES.map(([objective, ...rest]) => [objective.name, objective, ...rest] as const))(
  '%s',
  (_, objective, divergence, best) => {
    it('the best D attains the divergence by enumeration', () => {
      expect(value(objective.discriminator(batch(P, best), batch(G, best)))).toBeCloseTo(divergence, 5);
    });

    it('any other D is below it, and its move is sound', () => {
      for (let trial = 0; trial < 40; trial++) {
        const logits = best.map((logit, i) => logit + Math.sin(3 * trial + 5 * i));
        const moved = objective.discriminator(batch(P, logits), batch(G, logits));
        expect(value(moved)).toBeLessThan(divergence + 1e-6);
        expect([moved.direction, moved.sound, moved.bound.side]).toEqual(['up', true, 'lower']);
      }
    });

    it("G's move is down and unsound; following it D is fooled more (E27: the sign)", () => {
      const moved = objective.generator(batch(G, best));
      expect([moved.direction, moved.sound]).toEqual(['down', false]);
      const slope = tf.grad((a: tf.Tensor) => objective.generator(a).bound.value)(tf.tensor1d([-1, 0, 0.5]));
      for (const d of slope.dataSync()) expect(d).toBeLessThanOrEqual(0);
      expect(slope.min().dataSync()[0]).toBeLessThan(0);
    });
  },
);

// What G moves down, by its definition, and on which side of what D's game bounds.
const softplus = (a: number) => Math.log1p(Math.exp(a));
const FOR_G: [GanObjective, (a: number) => number, 'lower' | 'none'][] = [
  [minimax(), (a) => -softplus(a), 'lower'],
  [nonSaturating(), (a) => softplus(-a), 'none'],
  [leastSquares(), (a) => (a - 1) ** 2 / 2, 'none'],
  [hinge(), (a) => -a, 'none'],
  [wasserstein(), (a) => -a, 'none'],
  [fGan('kl'), (a) => -Math.exp(a - 1), 'lower'],
  [fGan('reverseKl'), (a) => 1 - a, 'lower'],
  [fGan('pearson'), (a) => -(a * a) / 4 - a, 'lower'],
  [fGan('squaredHellinger'), (a) => 1 - Math.exp(a), 'lower'],
  [fGan('jensenShannon'), (a) => Math.log(2) - softplus(a), 'lower'],
  [fGan('kl', { generator: 'alternative' }), (a) => -a, 'none'],
  [fGan('reverseKl', { generator: 'alternative' }), (a) => Math.exp(-a), 'none'],
  [fGan('squaredHellinger', { generator: 'alternative' }), (a) => Math.exp(-a) - 1, 'none'],
  [fGan('jensenShannon', { generator: 'alternative' }), (a) => softplus(-a) - Math.log(2), 'none'],
];

it.each(FOR_G.map(([objective, ...rest]) => [objective.name, objective, ...rest] as const))(
  'what G moves, by enumeration: %s',
  (_, objective, term, side) => {
    const logits = [0.3, -1, 2];
    const moved = objective.generator(batch(G, logits));
    expect(value(moved)).toBeCloseTo(
      logits.reduce((total, a, i) => total + g![i]! * term(a), 0),
      5,
    );
    expect(moved.bound.side).toBe(side);
  },
);

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

describe('the rest', () => {
  it('wasserstein: a difference of means that is no bound by itself', () => {
    const moved = wasserstein().discriminator(tf.tensor1d([1, 3]), tf.tensor1d([0, 1]));
    expect(value(moved)).toBe(1.5);
    expect([moved.sound, moved.bound.side]).toEqual([false, 'none']);
    expect(value(wasserstein().generator(tf.tensor1d([1, 3])))).toBe(-2);
  });

  it('at a fixed D what minimax moves for G is V but for a constant', () => {
    const logits = [0.3, -1, 2];
    const real = value(minimax().discriminator(batch(P, logits), batch(G, logits)));
    const other = value(minimax().discriminator(batch(P, logits), batch(P, logits)));
    const forG = (counts: readonly number[]) => value(minimax().generator(batch(counts, logits)));
    expect(forG(G) - forG(P)).toBeCloseTo(real - other, 5);
  });

  it('fGan with the alternative: -E g(D(G(z)))', () => {
    const logits = [0.3, -1, 2];
    const moved = fGan('kl', { generator: 'alternative' }).generator(batch(G, logits));
    expect(value(moved)).toBeCloseTo(-sum((_, b) => b * logits[g.indexOf(b)]!), 5);
    expect(() => fGan('kl', { generator: 'other' as 'bound' })).toThrow(
      "expected 'bound' or 'alternative', got 'other'",
    );
    expect(() => fGan('total' as 'kl')).toThrow(
      "expected 'kl', 'reverseKl', 'pearson', 'squaredHellinger' or 'jensenShannon', got 'total'",
    );
  });
});
