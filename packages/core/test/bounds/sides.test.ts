import { elbo } from '@latents/core';
import {
  type Bound,
  bound,
  maximize,
  maximizeUnsound,
  minimize,
  minimizeUnsound,
  minus,
  negate,
  plus,
  type Side,
  scale,
} from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { expect, expectTypeOf, test } from 'vitest';

// The lines marked @ts-expect-error are checked by `tsc -p packages/core/test`: each must fail to compile.

const make = <S extends Side>(side: S, name = side as string) => bound(side, name, [{ name, nats: 1, weight: 1 }]);
const lower = make('lower');
const upper = make('upper');
const exact = make('exact');
const none = make('none');

test('only the sound directions compile', () => {
  for (const objective of [maximize(lower), maximize(exact)]) {
    expect([objective.direction, objective.sound]).toEqual(['up', true]);
  }
  for (const objective of [minimize(upper), minimize(exact)]) {
    expect([objective.direction, objective.sound]).toEqual(['down', true]);
  }
  // @ts-expect-error a lower bound may not be minimised
  minimize(lower);
  // @ts-expect-error an upper bound may not be maximised
  maximize(upper);
  // @ts-expect-error no bound
  maximize(none);
  // @ts-expect-error no bound
  minimize(none);
  const unknown: Bound<Side, number> = lower;
  // @ts-expect-error a bound of unknown side
  maximize(unknown);
  // @ts-expect-error minus a lower bound is an upper one
  maximize(negate(lower));
  minimize(negate(lower));
  maximize(scale(lower, 2));
  // @ts-expect-error scaling keeps the side
  minimize(scale(lower, 2));
  // @ts-expect-error the ELBO is a lower bound
  minimize(elbo({ reconstruction: tf.tensor1d([-1]), rate: tf.tensor1d([1]) }));
});

test('sums and differences', () => {
  expectTypeOf(minus(lower, upper).side).toEqualTypeOf<'lower'>();
  expectTypeOf(minus(upper, lower).side).toEqualTypeOf<'upper'>();
  expectTypeOf(minus(lower, make('lower', 'b')).side).toEqualTypeOf<'none'>();
  expectTypeOf(minus(lower, exact).side).toEqualTypeOf<'lower'>();
  expectTypeOf(minus(exact, lower).side).toEqualTypeOf<'upper'>();
  expectTypeOf(minus(exact, make('exact', 'b')).side).toEqualTypeOf<'exact'>();
  expectTypeOf(plus(lower, upper).side).toEqualTypeOf<'none'>();
  expectTypeOf(plus(lower, make('lower', 'b')).side).toEqualTypeOf<'lower'>();
  expectTypeOf(plus(exact, upper).side).toEqualTypeOf<'upper'>();
  expectTypeOf(plus(none, exact).side).toEqualTypeOf<'none'>();
  expectTypeOf(negate(none).side).toEqualTypeOf<'none'>();
  maximize(minus(lower, upper));
  // @ts-expect-error lower minus lower bounds nothing
  maximize(minus(lower, make('lower', 'b')));
  // @ts-expect-error nor may it be minimised
  minimize(minus(lower, make('lower', 'b')));
  // @ts-expect-error lower plus upper bounds nothing
  maximize(plus(lower, upper));
  // @ts-expect-error a tensor and a number do not add
  expect(() => plus(lower, elbo({} as never))).toThrow();
});

test('what is unsound has to be said, and is marked', () => {
  expect(minimizeUnsound(lower)).toMatchObject({ direction: 'down', sound: false });
  expect(minimizeUnsound(none)).toMatchObject({ direction: 'down', sound: false });
  expect(minimizeUnsound(upper)).toMatchObject({ direction: 'down', sound: true });
  expect(maximizeUnsound(upper)).toMatchObject({ direction: 'up', sound: false });
  expect(maximizeUnsound(none)).toMatchObject({ direction: 'up', sound: false });
  expect(maximizeUnsound(exact)).toMatchObject({ direction: 'up', sound: true });
});
