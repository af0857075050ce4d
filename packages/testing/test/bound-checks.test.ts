import { createRng } from '@latents/math';
import { type BoundCases, boundChecks, useBackend } from '@latents/testing';
import { failedChecks } from '@latents/testing/plain';
import { bound, type Side } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

// The suite that every bound passes must fail where a bound is wrong, and say where.

beforeAll(() => useBackend('cpu'));

let a: tf.Variable;
beforeAll(() => {
  a = tf.variable(tf.tensor1d([0.4, -0.3]));
});

/** -|a|^2 of noise of mean 1 <= 0, and exactly 0 at a = 0. */
const right = (): BoundCases => {
  const value = (seed: number, at: () => tf.Tensor, side: Side = 'lower', factor = 1) => {
    let made: ReturnType<typeof bound<Side, tf.Scalar>> | undefined;
    tf.tidy(() => {
      const noise = 1 + 0.1 * createRng(seed).normal();
      const terms = [
        { name: 'one', nats: tf.scalar(1), weight: 1 },
        { name: 'squares', nats: tf.sum(tf.mul(tf.square(at()), noise)) as tf.Scalar, weight: -factor },
      ];
      made = bound(side, 'zero', terms, ([one, squares]) => tf.sub(one!.nats, squares!.nats.mul(factor)) as tf.Scalar);
      return [made.value, ...made.terms.map(({ nats }) => nats)];
    });
    return made!;
  };
  return {
    make: (seed) => value(seed, () => a),
    side: 'lower',
    of: 'zero',
    truth: 1,
    expected: 1 - 0.25,
    definition: (seed) => 1 - 0.25 * (1 + 0.1 * createRng(seed).normal()),
    tight: (seed) => value(seed, () => tf.zeros([2])),
    parameters: [a],
  };
};

const changed = (other: Partial<BoundCases>) => failedChecks(boundChecks({ ...right(), ...other }));
const made = (seed: number) => right().make(seed);

describe('the suite of bounds', () => {
  it('a right bound passes everywhere, with its gradient in each sense', async () => {
    expect(await changed({})).toEqual([]);
    expect(await changed({ gradient: 'in expectation' })).toEqual([]);
    const exact = () => {
      const value = tf.sub(1, tf.sum(tf.square(a))) as tf.Scalar;
      return bound('lower' as Side, 'zero', [{ name: 'all', nats: value, weight: 1 }], ([all]) => all!.nats);
    };
    expect(await changed({ gradient: exact })).toEqual([]);
    expect([...a.dataSync()]).toEqual([expect.closeTo(0.4, 6), expect.closeTo(-0.3, 6)]);
  });

  it.each<[string, () => Partial<BoundCases>, RegExp]>([
    ['a side that is not stated', () => ({ side: 'upper' }), /states its side/],
    ['a value on the wrong side', () => ({ truth: 0.5 }), /on its side/],
    [
      'an upper bound that lies below',
      () => ({ side: 'upper', make: (s) => ({ ...made(s), side: 'upper' }) }),
      /on its side/,
    ],
    ['an expectation 5 % off', () => ({ expected: 0.79 }), /known expectation/],
    ['a definition of another factor', () => ({ definition: (s) => 1.01 * right().definition!(s) }), /definition/],
    ['one that is not tight', () => ({ tight: (s) => made(s) }), /tight/],
    [
      'no side, and nothing known',
      () => ({ side: 'none', expected: undefined as never, definition: undefined as never }),
      /on its side/,
    ],
    ['a value that is not its terms', () => ({ make: (s) => ({ ...made(s), value: tf.scalar(0.7) }) }), /weighted sum/],
    [
      'a gradient that is stopped in part',
      () => ({
        make: (s) => {
          const b = made(s);
          return {
            ...b,
            value: tf.add(b.value, tf.sum(tf.sub(a, tf.tensor1d([...a.dataSync()]))).mul(0.3)) as tf.Scalar,
          };
        },
      }),
      /gradients/,
    ],
    [
      'a biased gradient that claims to be right in expectation',
      () => ({
        gradient: 'in expectation',
        make: (s) => {
          const b = made(s);
          return {
            ...b,
            value: tf.add(b.value, tf.sum(tf.sub(a, tf.tensor1d([...a.dataSync()]))).mul(0.3)) as tf.Scalar,
          };
        },
      }),
      /gradients/,
    ],
    ['a tensor that is left', () => ({ make: (s) => (tf.keep(tf.scalar(1)) ? made(s) : made(s)) }), /leaves exactly/],
  ])('%s fails', async (_, other, which) => {
    expect(await changed(other())).toContainEqual(expect.stringMatching(which));
  });
});
