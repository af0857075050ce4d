import { batches, createRng, fit, mlp, ndArray, type Reading } from '@latents/core';
import {
  boxNoise,
  categoricalCode,
  createInfoGan,
  gaussianCode,
  gaussianNoise,
  gradientPenalty,
  InfoGan,
  type InfoGanParts,
  uniformCode,
} from '@latents/gan';
import { expectNoLeak, useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('wasm'));

const linear = (inputDim: number, outputDim: number) => mlp({ inputDim, hidden: [], outputDim, rng: createRng(0) });
const assign = (network: ReturnType<typeof linear>, kernel: number[][], bias: number[]): void => {
  tf.tidy(() => {
    network.variables['dense0/kernel']!.assign(tf.tensor2d(kernel));
    network.variables['dense0/bias']!.assign(tf.tensor1d(bias));
  });
};
/** softplus^-1. */
const free = (scale: number): number => Math.log(Math.expm1(scale));

/** x = a z + b c of normal z and c: I(c; x) = 1/2 log(1 + b^2 / a^2), and Q may be exact. */
function linearNormal(a: number, b: number, q: { slope: number; scale: number }, leastScale = 1e-3): InfoGan {
  const parts = {
    generator: linear(2, 1),
    trunk: linear(1, 1),
    judge: linear(1, 1),
    posterior: linear(1, 2),
    noise: gaussianNoise(1),
    codes: { c: gaussianCode(1, { leastScale }) },
  };
  assign(parts.generator, [[a], [b]], [0]);
  assign(parts.trunk, [[1]], [0]);
  assign(parts.judge, [[0]], [0]);
  assign(parts.posterior, [[q.slope, 0]], [0, free(q.scale - leastScale)]);
  return new InfoGan(parts);
}

const boundOf = (gan: InfoGan, count: number, seed: number): number =>
  tf.tidy(() => gan.informationBound(count, createRng(seed)).value.dataSync()[0]!);
const small = (seed = 0) =>
  createInfoGan({
    dataDim: 2,
    noise: boxNoise(1),
    codes: { mode: categoricalCode(3), shift: uniformCode(1) },
    hidden: [16, 16],
    rng: createRng(seed),
  });
const adams = (rate = 1e-3) => ({
  generator: tf.train.adam(rate),
  discriminator: tf.train.adam(rate),
  posterior: tf.train.adam(rate),
});
const ring = (n: number, modes: number, seed: number) => {
  const rng = createRng(seed);
  return ndArray(
    [n, 2],
    Float32Array.from({ length: n }, () => rng.integer(modes)).reduce(
      (points, k, i) => {
        points[2 * i] = Math.cos((2 * Math.PI * k) / modes) + 0.05 * rng.normal();
        points[2 * i + 1] = Math.sin((2 * Math.PI * k) / modes) + 0.05 * rng.normal();
        return points;
      },
      new Float32Array(2 * n),
    ),
  );
};
const values = (x: tf.Tensor): number[] => [...x.dataSync()];
const weights = async (gan: InfoGan, of: string): Promise<number[]> =>
  Object.entries(await gan.state())
    .filter(([name]) => name.startsWith(of))
    .flatMap(([, { data }]) => [...data]);

describe('H(c) + E log Q(c | G(z, c)) against I(c; G(z, c)) in closed form', () => {
  const [a, b] = [0.5, 1.2];
  const information = 0.5 * Math.log1p((b / a) ** 2);
  const exact = { slope: b / (a * a + b * b), scale: a / Math.hypot(a, b) };
  // The spread of log Q is 1/2 chi^2 with one degree of freedom: a standard deviation of 1 / sqrt 2.
  const count = 40_000;
  const error = Math.SQRT1_2 / Math.sqrt(count);

  it('with the exact posterior it is the information', () => {
    expect(Math.abs(boundOf(linearNormal(a, b, exact), count, 1) - information)).toBeLessThan(4 * error);
  });

  it.each([
    ['too wide', { ...exact, scale: 2 * exact.scale }],
    ['too narrow', { ...exact, scale: exact.scale / 1.5 }],
    ['a wrong mean', { ...exact, slope: 0 }],
  ])('E36: with a Q that is %s it is below, by the KL', (_, q) => {
    const variance = exact.scale ** 2 + (q.slope - exact.slope) ** 2 * (a * a + b * b);
    const gap = Math.log(q.scale / exact.scale) + 0.5 * (variance / q.scale ** 2 - 1);
    const spread = (variance / q.scale ** 2) * error;
    expect(Math.abs(boundOf(linearNormal(a, b, q), count, 2) - (information - gap))).toBeLessThan(4 * spread);
    expect(gap).toBeGreaterThan(0.05);
  });

  it('E35: as printed, with the inner expectation under Q, a wrong and sure Q would be above the information', () => {
    const sure = { slope: 0, scale: 0.01 };
    const entropyOfQ = 0.5 * Math.log(2 * Math.PI * Math.E) + Math.log(sure.scale);
    const printed = 0.5 * Math.log(2 * Math.PI * Math.E) - entropyOfQ;
    expect(printed).toBeGreaterThan(information + 3);
    expect(boundOf(linearNormal(a, b, sure), 1000, 3)).toBeLessThan(information);
  });

  it('E34: a generator that shows the code exactly reaches the ceiling and no more', () => {
    const gan = linearNormal(0, 1, { slope: 1, scale: 0.100001 }, 0.1);
    const value = boundOf(gan, 500, 4);
    expect(value).toBeLessThanOrEqual(gan.ceiling().total + 1e-4);
    expect(value).toBeGreaterThan(gan.ceiling().total - 0.01);
    expect(gan.ceiling().codes).toEqual({ c: gan.ceiling().total });
  });

  it('E36 with a constant generator: 0, where the printed form says 0 <= -2 log 2', () => {
    const parts = {
      generator: linear(3, 1),
      trunk: linear(1, 1),
      judge: linear(1, 1),
      posterior: linear(1, 2),
      noise: gaussianNoise(1),
      codes: { c: categoricalCode(2) },
    };
    assign(parts.generator, [[0], [0], [0]], [1]);
    assign(parts.posterior, [[0, 0]], [0, 0]);
    expect(boundOf(new InfoGan(parts), 100, 5)).toBeCloseTo(0, 5);
  });
});

describe('three players', () => {
  const data = ring(240, 3, 9);

  it('each moves its own variables, and says which way and whether that is sound', async () => {
    const gan = small();
    const readings: Reading[] = [];
    const before = await gan.state();
    const moved: string[][] = [];
    let last = before;
    for await (const reading of fit(gan.steps(adams()), batches(data, { size: 60, rng: createRng(1) }), {
      steps: 1,
      rng: createRng(2),
    })) {
      readings.push(reading);
      const now = await gan.state();
      moved.push([
        ...new Set(
          Object.keys(now)
            .filter((name) => now[name]!.data.some((v, i) => v !== last[name]!.data[i]))
            .map((name) => name.split('/')[0]!),
        ),
      ]);
      last = now;
    }
    expect(readings.map(({ player }) => player)).toEqual(['discriminator', 'generator', 'posterior']);
    expect(readings.map(({ direction }) => direction)).toEqual(['up', 'down', 'up']);
    expect(readings.map(({ sound }) => sound)).toEqual([true, false, true]);
    // E33: what G made is a constant to D and Q.
    expect(moved).toEqual([['trunk', 'judge'], ['generator'], ['trunk', 'posterior']]);
    expect(Object.keys(readings[2]!.terms)).toEqual(['I(mode; G)', 'I(shift; G)']);
    expect(readings[2]!.side).toBe('lower');
  });

  it('Q may leave the trunk to D', async () => {
    const gan = small();
    const [, , q] = gan.steps({ ...adams(), posteriorMovesTrunk: false });
    const [trunk, head] = [await weights(gan, 'trunk'), await weights(gan, 'posterior')];
    await q!.take(data, { step: 0, rng: createRng(3) });
    expect(await weights(gan, 'trunk')).toEqual(trunk);
    expect(await weights(gan, 'posterior')).not.toEqual(head);
  });

  it('E37, E39: Q raises the bound, and so does G where nothing but lambda moves it', async () => {
    for (const player of [1, 2]) {
      const gan = small(player);
      // A judge of zeros does not care what G makes.
      tf.tidy(() => gan.variables['judge/dense0/kernel']!.assign(tf.zeros([16, 1])));
      const step = gan.steps({ ...adams(1e-2), lambda: 1 })[player]!;
      const before = boundOf(gan, 2000, 7);
      for (let i = 0; i < 30; i++) await step.take(data, { step: i, rng: createRng(100 + i) });
      expect(boundOf(gan, 2000, 7)).toBeGreaterThan(before + 0.1);
    }
  });

  it('E38: lambda is the price of the information in what G moves, by code', async () => {
    const nats = async (lambda: number | Record<string, number>) => {
      const gan = small();
      const { nats, terms } = await gan.steps({ ...adams(), lambda })[1]!.take(data, { step: 0, rng: createRng(4) });
      gan.dispose();
      return { nats, terms };
    };
    const none = await nats(0);
    const [mode, shift] = [none.terms['I(mode; G)']!, none.terms['I(shift; G)']!];
    expect((await nats(1)).nats).toBeCloseTo(none.nats - mode - shift, 5);
    expect((await nats({ mode: 3 })).nats).toBeCloseTo(none.nats - 3 * mode, 5);
    expect(Math.abs(mode)).toBeGreaterThan(1e-3);
  });

  it('lambda 0 leaves G to the game alone: the same move as without codes', async () => {
    const move = async (lambda: number) => {
      const gan = small();
      await gan.steps({ ...adams(), lambda })[1]!.take(data, { step: 0, rng: createRng(5) });
      return weights(gan, 'generator');
    };
    expect(await move(0)).not.toEqual(await move(1));
  });

  it('a ring of three: the code becomes the mode, the bound nears log 3 and never passes it by more than its error', async () => {
    const gan = createInfoGan({
      dataDim: 2,
      noise: gaussianNoise(2),
      codes: { mode: categoricalCode(3) },
      hidden: [32, 32],
      rng: createRng(6),
    });
    const players = gan.steps(adams(2e-3));
    for await (const _ of fit(players, batches(data, { size: 60, rng: createRng(7) }), {
      steps: 500,
      rng: createRng(8),
    }));
    const value = boundOf(gan, 3000, 9);
    expect(value).toBeGreaterThan(0.8 * Math.log(3));
    expect(value).toBeLessThanOrEqual(gan.ceiling().total + 1e-5);
    // Q tells real modes apart too: points of one mode have one code, of others another.
    const codes = tf.tidy(() => {
      const logits = gan.infer(tf.tensor2d(data.data as Float32Array, [240, 2]))['mode']!;
      const all = [0, 1, 2].map((k) => logits.logProb(tf.oneHot(tf.fill([240], k, 'int32'), 3).toFloat()));
      return [...tf.stack(all, 1).argMax(1).dataSync()];
    });
    const angle = (i: number) =>
      Math.round(((Math.atan2(data.data[2 * i + 1]!, data.data[2 * i]!) / (2 * Math.PI) + 1) % 1) * 3) % 3;
    const counts = Array.from({ length: 3 }, () => [0, 0, 0]);
    codes.forEach((code, i) => {
      counts[angle(i)]![code]!++;
    });
    const agreeing = counts.reduce((sum, row) => sum + Math.max(...row), 0);
    // 1/3 by chance.
    expect(agreeing / 240).toBeGreaterThan(0.75);
  });

  it('a penalty is taken by the players, as in a Gan, or refused by name', () => {
    const gan = small();
    expect(gan.steps({ ...adams(), penalty: gradientPenalty() })).toHaveLength(3);
    const parts = { ...gan.parts, trunk: { ...gan.parts.trunk, notTwiceDifferentiable: ['dropout'] } };
    expect(() => new InfoGan(parts).steps({ ...adams(), penalty: gradientPenalty() })).toThrow('dropout');
  });
});

describe('what was learned is shown', () => {
  it('a traversal keeps noise and other codes in a row, and gives the code its values in the columns', () => {
    const generator = linear(6, 6);
    assign(
      generator,
      Array.from({ length: 6 }, (_, i) => Array.from({ length: 6 }, (_, j) => Number(i === j))),
      Array(6).fill(0),
    );
    const gan = new InfoGan({
      ...pieces(6),
      generator,
      noise: gaussianNoise(2),
      codes: { digit: categoricalCode(3), slant: uniformCode(1) },
      posterior: linear(4, 5),
    });
    const { images, columns } = gan.traverse({ code: 'digit', rows: 2, rng: createRng(10) });
    expect([images.shape, columns]).toEqual([[6, 6], 3]);
    const rows = images.arraySync() as number[][];
    for (const [i, row] of rows.entries()) {
      expect(row.slice(2, 5)).toEqual([0, 1, 2].map((k) => Number(k === i % 3)));
      const first = rows[i - (i % 3)]!;
      expect([row[0], row[1], row[5]]).toEqual([first[0], first[1], first[5]]);
    }
    expect(rows[0]![0]).not.toBe(rows[3]![0]);
    const slant = gan
      .traverse({ code: 'slant', rows: 1, columns: 5, rng: createRng(11) })
      .images.arraySync() as number[][];
    expect(slant.map((row) => row[5])).toEqual([-1, -0.5, 0, 0.5, 1]);
  });

  it('sample takes codes that are given, and draws the others', () => {
    const generator = linear(3, 1);
    assign(generator, [[0], [1], [0]], [0]);
    const gan = new InfoGan({
      ...pieces(1),
      generator,
      noise: gaussianNoise(1),
      codes: { a: gaussianCode(1), b: gaussianCode(1) },
      posterior: linear(4, 4),
    });
    const a = tf.tensor2d([[7], [8]]);
    expect([...gan.sample(2, createRng(12), { a }).dataSync()]).toEqual([7, 8]);
    expect(() => gan.sample(3, createRng(12), { a })).toThrow("expected [3, 1], got 'a' [2,1]");
    expect(() => gan.sample(2, createRng(12), { z: a })).toThrow('one of a, b');
  });

  it('the value is V, by hand: E log D(x) + E log(1 - D(G(z, c)))', () => {
    const gan = createInfoGan({
      dataDim: 2,
      codes: { c: categoricalCode(2) },
      normalization: { loc: [3, -2], scale: [2, 0.5] },
      hidden: [4],
      rng: createRng(20),
    });
    const x = tf.tensor2d(ring(32, 3, 21).data, [32, 2]);
    const fake = gan.sample(32, createRng(22));
    // D of what the networks see, from the weights.
    const mean = (of: tf.Tensor, sign: number) => {
      const [w1, b1, w2, b2] = [
        'trunk/dense0/kernel',
        'trunk/dense0/bias',
        'judge/dense0/kernel',
        'judge/dense0/bias',
      ].map((name) => gan.variables[name] as tf.Tensor as tf.Tensor2D);
      const seen = of.sub(tf.tensor1d([3, -2])).div(tf.tensor1d([2, 0.5])) as tf.Tensor2D;
      const hidden = tf.relu(seen.matMul(w1!).add(b1!)) as tf.Tensor2D;
      return values(hidden.matMul(w2!).add(b2!)).reduce((sum, a) => sum - Math.log1p(Math.exp(-sign * a)), 0) / 32;
    };
    const { value, side, of } = gan.value(x, createRng(22));
    expect(value.dataSync()[0]).toBeCloseTo(mean(x, 1) + mean(fake, -1), 5);
    expect([side, of]).toEqual(['lower', '2 JSD(P, P_G) - log 4']);
  });

  it('the same numbers on cpu and wasm', async () => {
    const on = async (backend: 'cpu' | 'wasm') => {
      await useBackend(backend);
      const gan = small();
      return [...(await gan.sample(4, createRng(13)).data()), boundOf(gan, 50, 14)];
    };
    const [cpu, wasm] = [await on('cpu'), await on('wasm')];
    wasm.forEach((v, i) => {
      expect(v).toBeCloseTo(cpu[i]!, 5);
    });
  });

  it('state goes to another of the same architecture', async () => {
    const [one, other] = [small(1), small(2)];
    other.restore(await one.state());
    expect([...other.sample(3, createRng(15)).dataSync()]).toEqual([...one.sample(3, createRng(15)).dataSync()]);
    const wider = createInfoGan({ dataDim: 2, codes: { c: categoricalCode(2) }, rng: createRng(0) });
    const state = await one.state();
    expect(() => wider.restore(state)).toThrow();
  });

  it('leaks no tensors', async () => {
    const gan = small();
    const players = gan.steps(adams());
    const data = ring(60, 3, 1);
    const once = async () => {
      for (const player of players) await player.take(data, { step: 0, rng: createRng(16) });
      tf.dispose([gan.sample(3, createRng(17)), gan.traverse({ code: 'mode', rows: 2, rng: createRng(18) }).images]);
    };
    await once();
    await expectNoLeak(once);
  });
});

/** Networks that fit a generator of so many numbers, but for the posterior. */
function pieces(size: number): Pick<InfoGanParts, 'trunk' | 'judge'> {
  return { trunk: linear(size, 4), judge: linear(4, 1) };
}

describe('refuses', () => {
  const parts: InfoGanParts = {
    ...pieces(2),
    generator: linear(4, 2),
    posterior: linear(4, 3),
    noise: gaussianNoise(1),
    codes: { c: categoricalCode(3) },
  };

  it.each([
    [{ codes: {} }, 'at least one code'],
    [{ generator: linear(5, 2) }, 'a generator that takes [4]'],
    [{ trunk: linear(3, 4) }, 'a trunk that takes [2]'],
    [{ judge: linear(5, 1) }, 'a judge that takes [4]'],
    [{ judge: linear(4, 2) }, 'a judge that puts out [1]'],
    [{ posterior: linear(5, 3) }, 'a posterior that takes [4]'],
    [{ posterior: linear(4, 2) }, 'a posterior that puts out [3]'],
    [{ normalization: { loc: [0], scale: [1] } }, 'expected 2 columns'],
  ])('parts that do not meet: %j', (changed, message) => {
    expect(() => new InfoGan({ ...parts, ...changed })).toThrow(message);
  });

  const gan = new InfoGan(parts);
  it.each([
    [{ lambda: -1 }, 'got -1'],
    [{ lambda: { c: Number.NaN } }, 'got NaN'],
    [{ lambda: { d: 1 } }, "got one of 'd'"],
    [{ criticSteps: 0 }, 'criticSteps'],
  ])('options: %j', (changed, message) => {
    expect(() => gan.steps({ ...adams(), ...changed })).toThrow(message);
  });

  it('an optimizer for two players', () => {
    const one = tf.train.adam(1e-3);
    expect(() => gan.steps({ generator: one, discriminator: tf.train.adam(1e-3), posterior: one })).toThrow(
      'three optimizers',
    );
  });

  it('batches of another shape, or of one point', async () => {
    const [first] = gan.steps(adams());
    const context = { step: 0, rng: createRng(0) };
    await expect(first!.take(ndArray([4, 3], new Float32Array(12)), context)).rejects.toThrow(
      'expected a batch [rows, 2]',
    );
    await expect(first!.take(ndArray([4, 2], new Float32Array(8)), context)).rejects.toThrow('two different examples');
  });

  it('sizes and names', () => {
    expect(() => gan.sample(0, createRng(0))).toThrow('positive integer, got 0');
    expect(() => gan.traverse({ code: 'd', rows: 1, rng: createRng(0) })).toThrow("one of c, got 'd'");
    expect(() => gan.traverse({ code: 'c', rows: 0, rng: createRng(0) })).toThrow('{ rows }');
    expect(() => gan.infer(tf.zeros([2, 3]))).toThrow('expected x [rows, 2]');
    expect(() => gan.infer(tf.zeros([2]))).toThrow('infoGan.infer(x): expected x [rows, 2], got [2]');
    expect(() => gan.logits(tf.zeros([2, 3]))).toThrow('infoGan.logits(x): expected x [rows, 2], got [2,3]');
    expect(() => gan.value(tf.zeros([2, 3]), createRng(0))).toThrow('expected x [rows, 2]');
    for (const count of [0, 1.5, Number.NaN]) {
      expect(() => gan.informationBound(count, createRng(0))).toThrow(`positive integer, got ${count}`);
    }
    const c = tf.zeros([2, 3, 1]) as unknown as tf.Tensor2D;
    expect(() => gan.sample(2, createRng(0), { c })).toThrow("expected [2, 3], got 'c' [2,3,1]");
    expect(() =>
      createInfoGan({ dataDim: 2, codes: { c: categoricalCode(2) }, hidden: [], rng: createRng(0) }),
    ).toThrow('at least one hidden layer');
    expect(() => createInfoGan({ dataDim: 2, codes: {}, rng: createRng(0) })).toThrow('at least one code');
  });

  it('of G and Q too: batches that criticSteps does not divide, or of another shape', async () => {
    const context = { step: 0, rng: createRng(0) };
    for (const step of gan.steps({ ...adams(), criticSteps: 3 }).slice(1)) {
      await expect(step.take(ring(8, 3, 1), context)).rejects.toThrow(
        `steps: ${step.player}: expected rows in multiples`,
      );
      await expect(step.take(ndArray([6, 3], new Float32Array(18)), context)).rejects.toThrow(
        'batch [rows, 2], got [6,3]',
      );
    }
  });

  it.each(['generator', 'judge', 'posterior'])('NaN in the weights of the %s: their player is named', async (part) => {
    const doomed = small();
    const bias = Object.entries(doomed.variables).findLast(([name]) => name.startsWith(part) && name.endsWith('bias'))!;
    tf.tidy(() => bias[1].assign(tf.fill(bias[1].shape, Number.NaN)));
    const player = part === 'judge' ? 'discriminator' : part;
    // G's step sees all of them.
    await expect(doomed.steps(adams())[1]!.take(ring(60, 3, 2), { step: 4, rng: createRng(0) })).rejects.toThrow(
      new RegExp(`step 4: .* of player '${player}' is NaN`),
    );
  });

  it('NaN in a player stops the run with its name, and leaves the weights', async () => {
    const doomed = small();
    const [, , q] = doomed.steps(adams());
    tf.tidy(() => doomed.variables['posterior/dense0/bias']!.assign(tf.fill([5], Number.NaN)));
    const before = await weights(doomed, 'trunk');
    await expect(q!.take(ring(60, 3, 2), { step: 4, rng: createRng(0) })).rejects.toThrow(
      /step 4: 'I\(mode; G\)' of player 'posterior' is NaN/,
    );
    expect(await weights(doomed, 'trunk')).toEqual(before);
  });
});
