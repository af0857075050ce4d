import { type GradientPlayerOptions, gradientPlayer, tensorBound } from '@latents/core';
import { createRng, type NdArray, ndArray } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import { maximize, minimize, NonFiniteError } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { beforeEach, describe, expect, test } from 'vitest';
import torch from '../../../training/test/fixtures/training.json' with { type: 'json' };

const batch = ndArray([3], Float32Array.of(1, -2, 4));
const context = { step: 7, rng: createRng(0) };
let a: tf.Variable;
let b: tf.Variable;
beforeEach(async () => {
  await useBackend('cpu');
  a = tf.variable(tf.tensor1d([0.5, -1]));
  b = tf.variable(tf.scalar(2));
});
const values = () => [...a.dataSync(), ...b.dataSync()];

/** -(sum of a^2 + mean of (b - x)^2): its gradient is (-2 a, -2 (b - mean of x)). */
const quadratic = (x: tf.Tensor, sign: 1 | -1) => [
  { name: 'size', nats: a.square().sum().asScalar(), weight: -sign },
  { name: 'fit', nats: b.sub(x).square().mean().asScalar(), weight: -sign },
];
const step = (options: Partial<GradientPlayerOptions<NdArray>> = {}) =>
  gradientPlayer<NdArray>({
    name: 'P',
    variables: { a, b },
    optimizer: tf.train.sgd(0.1),
    objective: (x) => maximize(tensorBound('lower', 'q', quadratic(x, 1))),
    ...options,
  });

describe('clipping and scheduled learning rates', () => {
  test.each(torch.clip)(
    'clipNorm $clipNorm moves as PyTorch’s clip_grad_norm_; the norm read is that before',
    async (c) => {
      const move = await step({ clipNorm: c.clipNorm }).take(batch, context);
      expect(move.gradientNorm).toBeCloseTo(c.norm, 5);
      for (const [i, v] of c.after.entries()) expect(values()[i]).toBeCloseTo(v, 5);
    },
  );

  test.each(['sgd', 'momentum', 'adam', 'adamax', 'rmsprop', 'adagrad'] as const)(
    '%s at a scheduled rate moves as one made with that rate; a rate of 0 stays',
    async (name) => {
      const make = (rate: number) => (name === 'momentum' ? tf.train.momentum(rate, 0.9) : tf.train[name](rate));
      const start = values();
      const still = step({ optimizer: make(1), learningRate: () => 0 });
      await still.take(batch, context);
      expect(values()).toEqual(start);
      await step({ optimizer: make(0.02) }).take(batch, context);
      const expected = values();
      a.assign(tf.tensor1d(start.slice(0, 2)));
      b.assign(tf.scalar(start[2]!));
      const scheduled = step({ optimizer: make(1), learningRate: (at) => (at === 7 ? 0.02 : 5), clipNorm: 1e6 });
      await scheduled.take(batch, context);
      for (const [i, v] of expected.entries()) expect(values()[i]).toBeCloseTo(v, 6);
      await expectNoLeak(async () => void (await scheduled.take(batch, context)));
    },
  );

  test('out of range: a clipNorm of 0 or NaN, a scheduled rate below 0', async () => {
    expect(() => step({ clipNorm: 0 })).toThrow(/positive finite clipNorm, got 0/);
    expect(() => step({ clipNorm: Number.NaN })).toThrow(/clipNorm, got NaN/);
    class Fixed extends tf.Optimizer {
      static readonly className = 'Fixed';
      override applyGradients() {}
      override getConfig() {
        return {};
      }
    }
    expect(() => step({ optimizer: new Fixed(), learningRate: () => 1 })).toThrow(/to set, got a Fixed without one/);
    const before = values();
    await expect(step({ learningRate: () => -1 }).take(batch, context)).rejects.toThrow(/schedule, got -1 at step 7/);
    expect(values()).toEqual(before);
  });
});

describe('a move', () => {
  test('up: by the gradient, known in closed form; the reading is of the bound before the move', async () => {
    const move = await step().take(batch, context);
    const fit = (1 + 16 + 4) / 3;
    expect(move).toMatchObject({ of: 'q', side: 'lower', direction: 'up', sound: true });
    expect(move.nats).toBeCloseTo(-1.25 - fit, 5);
    expect(move.terms['size']).toBeCloseTo(1.25, 6);
    expect(move.terms['fit']).toBeCloseTo(fit, 5);
    expect(move.gradientNorm).toBeCloseTo(Math.hypot(1, 2, 2), 5);
    for (const [i, v] of [0.4, -0.8, 1.8].entries()) expect(values()[i]).toBeCloseTo(v, 6);
  });

  test('down: the same move of minus the quantity', async () => {
    await step({ objective: (x) => minimize(tensorBound('upper', 'q', quadratic(x, -1))) }).take(batch, context);
    for (const [i, v] of [0.4, -0.8, 1.8].entries()) expect(values()[i]).toBeCloseTo(v, 6);
  });

  test('agrees with finite differences where there is no closed form', async () => {
    const nats = () => a.exp().sum().mul(b.tanh()).sin().asScalar();
    const at = (i: number, delta: number) => {
      const [x, y, z] = values().map((v, j) => v + (i === j ? delta : 0));
      return Math.sin((Math.exp(x!) + Math.exp(y!)) * Math.tanh(z!));
    };
    const before = values();
    const expected = before.map((v, i) => v + (0.1 * (at(i, 1e-5) - at(i, -1e-5))) / 2e-5);
    const objective = () => maximize(tensorBound('exact', 'q', [{ name: 't', nats: nats(), weight: 1 }]));
    await step({ objective }).take(batch, context);
    for (const [i, v] of expected.entries()) expect(values()[i]).toBeCloseTo(v, 5);
  });

  test('what is not trainable stays; a shared variable is moved once', async () => {
    const frozen = tf.variable(tf.scalar(3), false);
    const shared = step({
      variables: { a, b, again: b, frozen },
      objective: (x) => maximize(tensorBound('lower', 'q', quadratic(x.mul(frozen.div(3)), 1))),
    });
    await shared.take(batch, context);
    expect(values()[2]).toBeCloseTo(1.8, 6);
    expect(frozen.dataSync()[0]).toBe(3);
  });

  test('the objective gets tensors of the batch, its stream and the step', async () => {
    const seen: unknown[] = [];
    const records = gradientPlayer<{ x: NdArray; y: NdArray; bits: NdArray }>({
      name: 'P',
      variables: { a, b },
      optimizer: tf.train.sgd(0.1),
      objective: ({ x, y, bits }, rng, at) => {
        seen.push(x.dtype, x.shape, y.dtype, [...y.dataSync()], bits.dtype, rng.uniform(), at);
        return maximize(tensorBound('lower', 'q', quadratic(x, 1)));
      },
    });
    const y = ndArray([2], Int32Array.of(3, 4));
    const record = { x: ndArray([3], Float64Array.of(1, 2, 3)), y, bits: ndArray([1], Uint8Array.of(255)) };
    await records.take(record, { step: 3, rng: createRng(5) });
    expect(seen).toEqual(['float32', [3], 'int32', [3, 4], 'float32', createRng(5).uniform(), 3]);
  });

  test('a tensor of a bound that its maker keeps is not freed', async () => {
    const constant = tf.scalar(1);
    const objective = (x: tf.Tensor) =>
      maximize(tensorBound('lower', 'q', [...quadratic(x, 1), { name: 'constant', nats: constant, weight: 1 }]));
    await step({ objective }).take(batch, context);
    expect(constant.isDisposed).toBe(false);
  });
});

describe.each(['cpu', 'wasm'] as const)('%s', (backend) => {
  test.each(['sgd', 'momentum', 'adam', 'adamax', 'rmsprop', 'adagrad', 'adadelta'] as const)(
    'no tensor leaks over steps with %s, nor does its state',
    async (name) => {
      await useBackend(backend);
      const optimizer = name === 'momentum' ? tf.train.momentum(0.01, 0.9) : tf.train[name](0.01);
      const one = step({ optimizer });
      await one.take(batch, context);
      await expectNoLeak(async () => {
        for (let i = 0; i < 5; i++) await one.take(batch, context);
        await one.state!();
      });
      const state = await one.state!();
      await expectNoLeak(() => one.restore!(state));
      expect(await one.state!()).toEqual(state);
    },
  );
});

describe('what is not finite stops the run, and nothing is changed', () => {
  const cases: [string, (x: tf.Tensor) => tf.Scalar, RegExp][] = [
    ['NaN in a term', () => a.sum().add(b).log().mul(Number.NaN).asScalar(), /^broken$/],
    ['infinity in a term', () => a.sum().add(b).div(0).asScalar(), /^broken$/],
    // sqrt(0) = 0, but its slope is infinite.
    ['infinity in the gradient alone', () => b.sub(2).sqrt().add(a.sum()).asScalar(), /^gradient of 'b'$/],
    // 0 * infinity in the chain rule.
    ['NaN in the gradient alone', () => b.sub(2).square().sqrt().add(a.sum()).asScalar(), /^gradient of 'b'$/],
  ];
  test.each(cases)('%s', async (_, broken, term) => {
    const optimizer = tf.train.adam(0.1);
    const good = step({ optimizer });
    const bad = step({
      optimizer,
      objective: (x) =>
        maximize(tensorBound('lower', 'q', [...quadratic(x, 1), { name: 'broken', nats: broken(x), weight: 1 }])),
    });
    await good.take(batch, context);
    b.assign(tf.scalar(2));
    const [before, state] = [values(), await good.state!()];
    await expectNoLeak(async () => {
      const error: unknown = await Promise.resolve(bad.take(batch, context)).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(NonFiniteError);
      expect(error).toMatchObject({ player: 'P', step: 7, term: expect.stringMatching(term) });
    });
    expect(values()).toEqual(before);
    expect(await good.state!()).toEqual(state);
  });

  test('a sum of finite terms that overflows', async () => {
    const huge = { name: 'huge', nats: tf.scalar(3e38), weight: 2 };
    const objective = (x: tf.Tensor) => maximize(tensorBound('lower', 'q', [...quadratic(x, 1), huge]));
    await expect(step({ objective }).take(batch, context)).rejects.toMatchObject({ term: 'bound' });
  });
});

describe('refused', () => {
  test('a variable that the objective does not depend on', async () => {
    const before = values();
    const objective = () => maximize(tensorBound('lower', 'q', [{ name: 't', nats: a.sum().asScalar(), weight: 1 }]));
    const one = step({ objective });
    await expectNoLeak(() =>
      expect(one.take(batch, context)).rejects.toThrow(/expected the objective to depend on 'b', got no/),
    );
    expect(values()).toEqual(before);
  });

  test('an objective that depends on no variable', async () => {
    const objective = () => maximize(tensorBound('lower', 'q', [{ name: 't', nats: tf.scalar(1), weight: 1 }]));
    const one = step({ objective });
    await expect(one.take(batch, context)).rejects.toThrow(/expected the objective to depend on 'a', got no gradient/);
  });

  test('no trainable variables', () => {
    expect(() => step({ variables: {} })).toThrow(/expected trainable variables, got none/);
    expect(() => step({ variables: { c: tf.variable(tf.scalar(1), false) } })).toThrow(/trainable variables, got none/);
  });

  test.each([-1e-3, Number.NaN, Infinity])('a learning rate of %s', (rate) => {
    for (const make of [tf.train.sgd, tf.train.adam, tf.train.rmsprop, tf.train.adamax, tf.train.adagrad]) {
      expect(() => step({ optimizer: make(rate) })).toThrow(
        /expected an optimizer with a finite learning rate >= 0, got/,
      );
    }
    expect(() => step({ optimizer: tf.train.momentum(rate, 0.9) })).toThrow(/finite learning rate >= 0/);
  });

  test('a learning rate that becomes negative on the way; 0 is allowed', async () => {
    const optimizer = tf.train.sgd(0);
    const one = step({ optimizer });
    const before = values();
    await one.take(batch, context);
    expect(values()).toEqual(before);
    optimizer.setLearningRate(-1);
    await expect(one.take(batch, context)).rejects.toThrow(/finite learning rate >= 0, got -1/);
    expect(values()).toEqual(before);
  });

  test('a batch that the check refuses, before anything is computed', async () => {
    const check = () => {
      throw new RangeError('no such batch');
    };
    const objective = () => {
      throw new Error('must not run');
    };
    await expect(step({ check, objective }).take(batch, context)).rejects.toThrow('no such batch');
  });

  test('an objective that throws: nothing is changed', async () => {
    const before = values();
    const objective = () => {
      throw new Error('no');
    };
    await expect(step({ objective }).take(batch, context)).rejects.toThrow('no');
    expect(values()).toEqual(before);
  });
});

describe('state', () => {
  test('of another optimizer, or of other variables, is refused, and nothing is changed', async () => {
    const [adam, sgd] = [step({ optimizer: tf.train.adam(0.1) }), step()];
    await adam.take(batch, context);
    await sgd.take(batch, context);
    const [ofAdam, ofSgd] = [await adam.state!(), await sgd.state!()];
    await expect(sgd.restore!(ofAdam)).rejects.toThrow(
      /expected the state of an optimizer of class SGD, got Adam \(7 arrays\)/,
    );
    await expect(adam.restore!(ofSgd)).rejects.toThrow(/class Adam, got SGD \(1 arrays\).*Resume with the optimizer/);
    await expect(adam.restore!({})).rejects.toThrow(/class Adam, got none/);
    const { 'Adam/slot2': _, ...missing } = ofAdam;
    await expect(adam.restore!(missing)).rejects.toThrow(/class Adam/);
    const swapped = { ...ofAdam, 'Adam/slot1': ofAdam['Adam/slot2']!, 'Adam/slot2': ofAdam['Adam/slot1']! };
    await expect(adam.restore!(swapped)).rejects.toThrow(
      /expected slots for variables of shapes \[2\], \[\], got \[\] in slot 1/,
    );
    const alone = step({
      variables: { a },
      optimizer: tf.train.adam(0.1),
      objective: () => maximize(tensorBound('lower', 'q', [{ name: 't', nats: a.sum().asScalar(), weight: 1 }])),
    });
    await expect(alone.restore!(ofAdam)).rejects.toThrow(/expected slots for variables of shapes \[2\], got/);
    expect(await adam.state!()).toEqual(ofAdam);
    expect(await sgd.state!()).toEqual(ofSgd);
  });

  test('before the first step can be taken and given back', async () => {
    for (const optimizer of [tf.train.adam(0.1), tf.train.adamax(0.1), tf.train.sgd(0.1)]) {
      const one = step({ optimizer });
      await one.restore!(await one.state!());
      await one.take(batch, context);
    }
  });
});
