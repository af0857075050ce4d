import type { TensorObjective } from '@latents/core';
import type { GanObjective } from '@latents/gan';
import { expectNoLeak } from '@latents/testing';
import { type Checks, close, finiteDifferences } from '@latents/testing/plain';
import type { Side } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';

/** P and P_G on three atoms, in tenths. */
const [P, G] = [
  [0.5, 0.3, 0.2],
  [0.1, 0.4, 0.5],
] as const;
const PAIRS = P.flatMap((_, i) => G.map((_, j) => [i, j] as const));

/** Returns f(p, g) at each atom. */
export const atoms = (f: (p: number, g: number) => number): number[] => P.map((p, i) => f(p, G[i]!));
/** Returns the sum of f(p, g) over the atoms. */
export const sum = (f: (p: number, g: number) => number): number => atoms(f).reduce((total, v) => total + v, 0);

/** An objective of a GAN and what is known of it, in float64. */
export interface ObjectiveCases {
  readonly objective: GanObjective;
  /** D's value per pair of logits of a real and a generated example, by its definition. */
  readonly ofD: (real: number, fake: number) => number;
  /** The value per pair that G minimises, by its definition. */
  readonly ofG: (fake: number, real: number) => number;
  /** Sides of what D moves up and of what G moves down. */
  readonly sides: readonly [Side, Side];
  /** Logits of the best D at each atom, and its value if a divergence is known. Absent for a D without a best one. */
  readonly best?: { readonly logits: readonly number[]; readonly value?: number };
}

/** Expectations over all pairs of atoms: a pair is drawn as a real and a generated example, independently. */
const expectation = (values: tf.Tensor): tf.Scalar =>
  tf.sum<tf.Scalar>(tf.mul(values, tf.tensor1d(PAIRS.map(([i, j]) => P[i]! * G[j]!))));
const spread = (logits: tf.Tensor, side: 0 | 1) =>
  tf.gather(
    logits,
    tf.tensor1d(
      PAIRS.map((pair) => pair[side]),
      'int32',
    ),
  );
const natsOf = ({ bound }: TensorObjective): number => bound.value.dataSync()[0]!;

/** The conformance checks of an objective, by enumeration over atoms. */
export function objectiveChecks({ objective, ofD, ofG, sides, best }: ObjectiveCases): Checks {
  const inD = (logits: tf.Tensor) => objective.discriminator(spread(logits, 0), spread(logits, 1), expectation);
  const inG = (logits: tf.Tensor) => objective.generator(spread(logits, 1), () => spread(logits, 0), expectation);
  const enumerated = (term: (real: number, fake: number) => number, logits: readonly number[]) =>
    PAIRS.reduce((total, [i, j]) => total + P[i]! * G[j]! * term(logits[i]!, logits[j]!), 0);
  const players = [
    ['D', inD, ofD],
    ['G', inG, (real: number, fake: number) => ofG(fake, real)],
  ] as const;
  const trials = Array.from({ length: 12 }, (_, trial) =>
    atoms(() => 0).map((_, i) => 2 * Math.sin(3 * trial + 5 * i)),
  );
  return {
    'both values are those of the definition, by enumeration': () => {
      for (const [, move, term] of players) {
        for (const logits of trials) close(natsOf(move(tf.tensor1d(logits))), enumerated(term, logits), 1e-5);
      }
    },
    'both gradients are finite differences of the definition': () => {
      for (const [, move, term] of players) {
        for (const logits of trials.slice(0, 4)) {
          const slopes = tf
            .grad((given: tf.Tensor) => move(given).bound.value)(tf.tensor1d(logits))
            .dataSync();
          const exact = finiteDifferences((at) => enumerated(term, at), logits);
          for (const [i, slope] of slopes.entries()) close(slope, exact[i]!, 1e-4);
        }
      }
    },
    'without an expectation both take the mean over the batch': () => {
      const [real, fake] = [
        [0.3, -1, 2],
        [1.5, 0, -0.5],
      ];
      const mean = (f: (i: number) => number) => [0, 1, 2].reduce((total, i) => total + f(i) / 3, 0);
      const moved = objective.discriminator(tf.tensor1d(real!), tf.tensor1d(fake!));
      close(
        natsOf(moved),
        mean((i) => ofD(real![i]!, fake![i]!)),
        1e-5,
      );
      const down = objective.generator(tf.tensor1d(fake!), () => tf.tensor1d(real!));
      close(
        natsOf(down),
        mean((i) => ofG(fake![i]!, real![i]!)),
        1e-5,
      );
    },
    'D moves up, soundly if it moves a bound; G moves down, unsoundly': () => {
      const [up, down] = [inD(tf.tensor1d(trials[0]!)), inG(tf.tensor1d(trials[0]!))];
      expect([up.direction, up.bound.side, up.sound]).toEqual(['up', sides[0], sides[0] === 'lower']);
      expect([down.direction, down.bound.side, down.sound]).toEqual(['down', sides[1], false]);
    },
    'G lowers its value where D is fooled more (E27: the sign)': () => {
      const logits = tf.tensor1d([-1, 0, 0.5]);
      const slopes = tf.grad((a: tf.Tensor) => objective.generator(a, () => tf.zeros([3])).bound.value)(logits);
      for (const slope of slopes.dataSync()) expect(slope).toBeLessThanOrEqual(0);
      expect(slopes.min().dataSync()[0]).toBeLessThan(0);
    },
    'no D is above the best one, whose value is the known divergence': () => {
      if (best === undefined) {
        // Without a limit to D, a multiple of a D that tells P from P_G is above it.
        const logits = atoms((p, g) => p - g);
        const top = natsOf(inD(tf.tensor1d(logits)));
        expect(natsOf(inD(tf.tensor1d(logits.map((v) => 100 * v))))).toBeGreaterThan(top + 1);
        return;
      }
      const top = natsOf(inD(tf.tensor1d([...best.logits])));
      if (best.value !== undefined) close(top, best.value, 1e-5);
      for (const trial of trials) {
        for (const size of [0.05, 0.5, 2]) {
          const logits = best.logits.map((logit, i) => logit + size * trial[i]!);
          expect(natsOf(inD(tf.tensor1d(logits)))).toBeLessThan(top + 1e-6);
        }
      }
    },
    'both values are finite at logits of 1,000, or at 50 where they grow exponentially (E20)': () => {
      const far = [ofD(1000, 1000), ofD(-1000, -1000), ofG(1000, 0), ofG(-1000, 0)];
      const sure = far.every(Number.isFinite) ? 1000 : 50;
      const [up, logits] = [tf.tensor1d([sure]), tf.tensor1d([sure, -sure])];
      const finite = (value: number) => expect(Number.isFinite(value), `${value}`).toBe(true);
      finite(natsOf(objective.discriminator(up, up)));
      finite(natsOf(objective.discriminator(logits, tf.neg(logits))));
      finite(natsOf(objective.generator(logits, () => logits)));
    },
    'both leave only their value and terms': async () => {
      const [real, fake] = [tf.tensor1d([0.3, -1]), tf.tensor1d([1, 2])];
      const run = () =>
        tf.tidy(() => void [objective.discriminator(real, fake), objective.generator(fake, () => real)]);
      await expectNoLeak(run);
      tf.dispose([real, fake]);
    },
  };
}
