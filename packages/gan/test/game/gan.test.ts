import {
  batches,
  batchNorm,
  createRng,
  fit,
  mlp,
  type Network,
  ndArray,
  type Reading,
  sequential,
} from '@latents/core';
import {
  boxNoise,
  createGan,
  decayingNoise,
  Gan,
  type GanStepOptions,
  gaussianNoise,
  hinge,
  minimax,
  solveGame,
  sphereNoise,
  standardize,
  toUnitRange,
} from '@latents/gan';
import { expectNoLeak, useBackend } from '@latents/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('wasm'));

const normals = (rows: number, seed: number, scale = 1, loc = 0) => {
  const data = createRng(seed).fillNormal(new Float32Array(2 * rows));
  return ndArray(
    [rows, 2],
    data.map((v) => loc + scale * v),
  );
};
const data = normals(64, 1);
const small = (changed: object = {}) => createGan({ dataDim: 2, hidden: [8], rng: createRng(0), ...changed });
const adams = (rate = 1e-3) => ({ generator: tf.train.adam(rate), discriminator: tf.train.adam(rate) });
const context = { step: 0, rng: createRng(2) };

/** A discriminator that keeps what it was shown. */
function spied(packing = 1): { network: Network; seen: tf.Tensor[] } {
  const inner = mlp({ inputDim: 2 * packing, hidden: [], outputDim: 1, rng: createRng(3) });
  const seen: tf.Tensor[] = [];
  return {
    seen,
    network: {
      ...inner,
      apply: (x) => {
        seen.push(tf.keep(x.clone()));
        return inner.apply(x);
      },
    },
  };
}
async function shown(options: Partial<GanStepOptions>, { packing = 1, step = 0, batch = data, moves = 1 } = {}) {
  const { network, seen } = spied(packing);
  const generator = mlp({ inputDim: 1, hidden: [], outputDim: 2, rng: createRng(4) });
  const gan = new Gan({ generator, discriminator: network, noise: gaussianNoise(1), packing });
  const [d] = gan.steps({ ...adams(), ...options });
  for (let i = 0; i < moves; i++) await d!.take(batch, { step: step + i, rng: createRng(5 + i) });
  return seen;
}
const values = (x: tf.Tensor): number[] => [...x.dataSync()];
const variance = (x: readonly number[]) => {
  const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
  return x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / x.length;
};

describe('two players', () => {
  it('each moves its own variables alone (E33), one up and soundly, the other down and not', async () => {
    const gan = small();
    const readings: Reading[] = [];
    const moved: string[][] = [];
    let last = await gan.state();
    for await (const reading of fit(gan.steps(adams()), batches(data, { size: 32, rng: createRng(6) }), {
      steps: 1,
      rng: createRng(7),
    })) {
      readings.push(reading);
      const now = await gan.state();
      const changed = Object.keys(now).filter((name) => now[name]!.data.some((v, i) => v !== last[name]!.data[i]));
      moved.push([...new Set(changed.map((name) => name.split('/')[0]!))]);
      last = now;
    }
    expect(readings.map(({ player, direction, sound, side }) => [player, direction, sound, side])).toEqual([
      ['discriminator', 'up', true, 'lower'],
      ['generator', 'down', false, 'none'],
    ]);
    expect(moved).toEqual([['discriminator'], ['generator']]);
  });

  it('the value is V, by hand: E log D(x) + E log(1 - D(G(z))), and below 2 JSD - log 4', async () => {
    const gan = small();
    const x = tf.tensor2d(data.data as Float32Array, [64, 2]);
    const fake = gan.sample(64, createRng(8));
    const log = (logits: tf.Tensor, sign: number) =>
      -values(logits).reduce((sum, a) => sum + Math.log1p(Math.exp(-sign * a)), 0) / 64;
    const { value, side, of } = gan.value(x, createRng(8));
    expect(value.dataSync()[0]).toBeCloseTo(log(gan.logits(x), 1) + log(gan.logits(fake), -1), 5);
    expect([side, of]).toEqual(['lower', '2 JSD(P, P_G) - log 4']);
  });

  it('one dimension, normal against normal: the value goes to that of the best D, by quadrature, and G to the data', async () => {
    const n = 256;
    const gan = createGan({ dataDim: 1, noise: gaussianNoise(1), hidden: [], rng: createRng(9) });
    // G(z) = z: a unit normal; the data a unit to the right, so that the best D is linear and within reach.
    tf.tidy(() => gan.variables['generator/dense0/kernel']!.assign(tf.ones([1, 1])));
    const rng = createRng(10);
    const shifted = ndArray(
      [8192, 1],
      rng.fillNormal(new Float32Array(8192)).map((v) => v + 1),
    );
    const [d, g] = gan.steps(adams(2e-2));
    const next = batches(shifted, { size: n, rng: createRng(11) });
    const batch = (i: number) => next.at(i).batch;
    for (let i = 0; i < 200; i++) await d!.take(batch(i), { step: i, rng: createRng(i) });
    const log = (mean: number) => (x: number) => Math.exp(-0.5 * (x - mean) ** 2) / Math.sqrt(2 * Math.PI);
    const cells = Array.from({ length: 1000 }, (_, i) => -9 + (i + 0.5) * 0.019);
    const best = solveGame({
      data: cells.map((x) => log(1)(x) * 0.019),
      generated: cells.map((x) => log(0)(x) * 0.019),
    });
    const x = tf.tensor2d(shifted.data as Float32Array, [8192, 1]);
    const found = gan.value(x, createRng(12)).value.dataSync()[0]!;
    // log D of a linear logit has a standard deviation below 0.6: 8,192 of each.
    expect(Math.abs(found - best.value)).toBeLessThan(4 * 0.6 * Math.sqrt(2 / 8192));
    for (let i = 0; i < 300; i++) {
      await d!.take(batch(i), { step: i, rng: createRng(1000 + i) });
      await g!.take(batch(i), { step: i, rng: createRng(2000 + i) });
    }
    const mean = values(gan.sample(4000, createRng(13))).reduce((sum, v) => sum + v, 0) / 4000;
    expect(Math.abs(mean - 1)).toBeLessThan(0.25);
  });

  it('any objective and any noise', async () => {
    for (const noise of [gaussianNoise(3), boxNoise(3), sphereNoise(3)]) {
      const gan = small({ noise });
      const [d, g] = gan.steps({ ...adams(), objective: hinge() });
      expect((await d!.take(data, context)).of).toContain('TV');
      expect((await g!.take(data, context)).sound).toBe(false);
    }
  });
});

describe('noise spaces (E18)', () => {
  const n = 4000;
  const norms = (x: tf.Tensor) => values(x.norm('euclidean', 1));
  it('gaussian: not on a ball, norms near the root of the dimension', () => {
    const found = norms(gaussianNoise(50).sample(n, createRng(14)));
    const mean = found.reduce((sum, v) => sum + v ** 2, 0) / n;
    expect(Math.abs(mean - 50)).toBeLessThan((4 * 10) / Math.sqrt(n));
    expect(Math.min(...found)).toBeGreaterThan(1);
  });
  it('sphere: norm 1, mean 0; box: within 1, variance 1/3', () => {
    const sphere = sphereNoise(3).sample(n, createRng(15));
    for (const norm of norms(sphere)) expect(norm).toBeCloseTo(1, 5);
    for (const mean of values(sphere.mean(0))) expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(3 * n));
    const box = values(boxNoise(1).sample(n, createRng(16)));
    expect(Math.max(...box.map(Math.abs))).toBeLessThanOrEqual(1);
    expect(Math.abs(variance(box) - 1 / 3)).toBeLessThan(4 * Math.sqrt(4 / 45 / n));
  });
  it('refuses a dimension of 0', () => {
    for (const make of [gaussianNoise, boxNoise, sphereNoise]) expect(() => make(0)).toThrow('positive integer, got 0');
  });
});

describe('hacks: each does what it says', () => {
  it('D sees real and generated examples apart, or as one batch (E31)', async () => {
    expect((await shown({})).map(({ shape }) => shape)).toEqual([
      [64, 2],
      [64, 2],
    ]);
    expect((await shown({ separateBatches: false })).map(({ shape }) => shape)).toEqual([[128, 2]]);
  });

  it('which matters to batch normalisation in D', async () => {
    const logits = async (separateBatches: boolean) => {
      const rng = createRng(17);
      const gan = new Gan({
        generator: mlp({ inputDim: 1, hidden: [], outputDim: 2, rng }),
        discriminator: sequential(batchNorm({ shape: [2] }), mlp({ inputDim: 2, hidden: [], outputDim: 1, rng })),
        noise: gaussianNoise(1),
      });
      return (await gan.steps({ ...adams(), separateBatches })[0]!.take(normals(64, 1, 1, 5), context)).nats;
    };
    expect(Math.abs((await logits(true)) - (await logits(false)))).toBeGreaterThan(0.05);
  });

  it('criticSteps: D moves so often, each time on its own share of the batch', async () => {
    const seen = await shown({ criticSteps: 4 });
    expect(seen.map(({ shape }) => shape)).toEqual(Array(8).fill([16, 2]));
    const real = [0, 2, 4, 6].flatMap((i) => values(seen[i]!));
    expect(real).toEqual([...data.data]);
  });

  it('G moves on as many examples as one update of D', async () => {
    const { network, seen } = spied();
    const generator = mlp({ inputDim: 1, hidden: [], outputDim: 2, rng: createRng(4) });
    const gan = new Gan({ generator, discriminator: network, noise: gaussianNoise(1) });
    await gan.steps({ ...adams(), criticSteps: 4 })[1]!.take(data, context);
    expect(seen.map(({ shape }) => shape)).toEqual([[16, 2]]);
  });

  it('instance noise: D sees it on both, with its variance; it decays to nothing', async () => {
    const plain = await shown({});
    const noisy = await shown({ instanceNoise: 3 });
    for (const i of [0, 1]) {
      const added = values(noisy[i]!.sub(i === 0 ? plain[0]! : plain[1]!));
      // 128 normals of variance 9 (what G makes is drawn before the noise).
      expect(Math.abs(variance(added) - 9)).toBeLessThan(4 * 9 * Math.sqrt(2 / 128));
    }
    const schedule = decayingNoise({ from: 3, steps: 10 });
    expect([schedule(0), schedule(5), schedule(10), schedule(99)]).toEqual([3, 1.5, 0, 0]);
    expect(values((await shown({ instanceNoise: schedule }, { step: 10 }))[0]!)).toEqual([...data.data]);
  });

  it('replay: a share of the generated examples are old ones', async () => {
    const seen = await shown({ replay: { size: 200, fraction: 0.25 } }, { moves: 2 });
    const rows = (x: tf.Tensor) => (x.arraySync() as number[][]).map((row) => row.join());
    const [first, second] = [new Set(rows(seen[1]!)), rows(seen[3]!)];
    expect(second.filter((row) => first.has(row))).toHaveLength(16);
  });

  it('replay is kept and resumed with the player', async () => {
    const make = () => small().steps({ ...adams(), replay: { size: 10 } })[0]!;
    const one = make();
    await one.take(data, context);
    const state = await one.state!();
    expect(state['replay']!.shape).toEqual([10, 2]);
    const other = make();
    await other.take(data, context);
    await other.restore!(state);
    expect((await other.state!())['replay']!.data).toEqual(state['replay']!.data);
  });

  it('packing: D judges so many at once', async () => {
    const seen = await shown({}, { packing: 2 });
    expect(seen.map(({ shape }) => shape)).toEqual([
      [32, 4],
      [32, 4],
    ]);
    expect(values(seen[0]!)).toEqual([...data.data]);
    const gan = small({ packing: 4 });
    expect(gan.logits(tf.zeros([8, 2])).shape).toEqual([2]);
  });

  it('two time scales: each player has the learning rate of its optimizer', async () => {
    const gan = small();
    const before = await gan.state();
    const players = gan.steps({ generator: tf.train.sgd(0), discriminator: tf.train.sgd(0.1) });
    for (const player of players) await player.take(data, context);
    const after = await gan.state();
    const moved = (of: string) =>
      Object.keys(after).some(
        (name) => name.startsWith(of) && after[name]!.data.some((v, i) => v !== before[name]!.data[i]),
      );
    expect([moved('generator'), moved('discriminator')]).toEqual([false, true]);
  });

  it.each([
    ['standardize', standardize],
    ['toUnitRange', toUnitRange],
  ] as const)('%s: the networks see its scale, the user the own', (name, fitted) => {
    const far = normals(200, 18, 30, 100);
    const normalization = fitted(far);
    const column = [...far.data].filter((_, i) => i % 2 === 0);
    const [loc, scale] = [normalization.loc[0]!, normalization.scale[0]!];
    if (name === 'standardize') {
      expect(loc).toBeCloseTo(column.reduce((sum, v) => sum + v, 0) / 200, 3);
      expect(scale).toBeCloseTo(Math.sqrt(variance(column)), 3);
    } else {
      expect([loc - scale, loc + scale].map((v) => v.toFixed(3))).toEqual(
        [Math.min(...column), Math.max(...column)].map((v) => v.toFixed(3)),
      );
    }
    const [plain, scaled] = [small(), small({ normalization })];
    const [a, b] = [plain, scaled].map((gan) => gan.sample(5, createRng(19)).arraySync() as number[][]);
    a!.forEach((row, i) => {
      expect(b![i]![0]).toBeCloseTo(loc + scale * row[0]!, 2);
    });
    const x = tf.tensor2d(far.data.slice(0, 8) as Float32Array, [4, 2]);
    const own = x.sub(tf.tensor1d([...normalization.loc])).div(tf.tensor1d([...normalization.scale]));
    values(scaled.logits(x)).forEach((logit, i) => {
      expect(logit).toBeCloseTo(values(plain.logits(own))[i]!, 4);
    });
  });
});

describe('bad input', () => {
  it('a generator of one point, or a batch of one', async () => {
    const [d] = small().steps(adams());
    await expect(d!.take(ndArray([8, 2], new Float32Array(16).fill(3)), context)).rejects.toThrow(
      'at least two different examples, got 8 times the same one',
    );
    await expect(d!.take(normals(1, 1), context)).rejects.toThrow('at least 2 an update, got 1');
    await expect(d!.take(ndArray([8, 3], new Float32Array(24)), context)).rejects.toThrow(
      'expected a batch [rows, 2], got [8,3]',
    );
    expect(() => standardize(ndArray([3, 1], new Float32Array(3)))).toThrow('at least two different finite rows');
  });

  it('batches that packing and criticSteps do not divide', async () => {
    const [d] = small({ packing: 2 }).steps({ ...adams(), criticSteps: 3 });
    await expect(d!.take(normals(8, 1), context)).rejects.toThrow('packing (2) times criticSteps (3)');
  });

  it.each(['discriminator', 'generator'])(
    'NaN in the %s stops with its name and leaves every weight',
    async (player) => {
      const gan = small();
      const players = gan.steps(adams());
      tf.tidy(() =>
        gan.variables[`${player}/dense1/bias`]!.assign(tf.fill([player === 'generator' ? 2 : 1], Number.NaN)),
      );
      const before = await gan.state();
      const step = players.find(({ player: name }) => name === player)!;
      await expect(step.take(data, { step: 7, rng: createRng(0) })).rejects.toThrow(
        new RegExp(`step 7.*player '${player}'`),
      );
      expect(await gan.state()).toEqual(before);
    },
  );

  it.each([
    [{ packing: 0 }, 'packing'],
    [{ packing: 1.5 }, 'packing'],
    [{ dataDim: 0 }, 'outputDim'],
    [{ hidden: [0] }, 'hidden[0]'],
  ])('sizes: %j', (changed, message) => {
    expect(() => small(changed)).toThrow(message);
  });

  it.each([
    [{ criticSteps: 0 }, 'criticSteps'],
    [{ replay: { size: 0 } }, 'size'],
    [{ replay: { size: 5, fraction: 1 } }, 'fraction'],
  ])('options: %j', (changed, message) => {
    expect(() => small().steps({ ...adams(), ...changed })).toThrow(message);
  });

  it('noise schedules', async () => {
    expect(() => decayingNoise({ from: -1, steps: 3 })).toThrow('from');
    expect(() => decayingNoise({ from: 1, steps: 0 })).toThrow('steps');
    await expect(shown({ instanceNoise: Number.NaN })).rejects.toThrow(
      'instanceNoise: expected a finite standard deviation',
    );
  });

  it('one optimizer for two players; networks that do not meet', () => {
    const one = tf.train.adam(1e-3);
    expect(() => small().steps({ generator: one, discriminator: one })).toThrow('two optimizers');
    const linear = (a: number, b: number) => mlp({ inputDim: a, hidden: [], outputDim: b, rng: createRng(0) });
    const parts = { generator: linear(2, 3), discriminator: linear(3, 1), noise: gaussianNoise(2) };
    expect(() => new Gan({ ...parts, generator: linear(4, 3) })).toThrow('a generator that takes [2]');
    expect(() => new Gan({ ...parts, discriminator: linear(2, 1) })).toThrow('a discriminator of 1 times [3]');
    expect(() => new Gan({ ...parts, discriminator: linear(3, 2) })).toThrow('one logit, [1]');
    expect(() => new Gan({ ...parts, normalization: { loc: [0], scale: [1] } })).toThrow('expected 3 columns');
    const gan = new Gan(parts);
    expect(() => gan.sample(0, createRng(0))).toThrow('positive integer, got 0');
    expect(() => gan.generate(tf.zeros([2, 3]))).toThrow('expected noise [count, 2]');
    expect(() => gan.logits(tf.zeros([2, 2]))).toThrow('expected x [rows, 3]');
  });
});

describe('the usual', () => {
  it('state goes to another of the same architecture', async () => {
    const [one, other] = [small(), small({ rng: createRng(99) })];
    other.restore(await one.state());
    expect(values(other.sample(3, createRng(20)))).toEqual(values(one.sample(3, createRng(20))));
  });

  it('the same numbers on cpu and wasm', async () => {
    const on = async (backend: 'cpu' | 'wasm') => {
      await useBackend(backend);
      const gan = small();
      const readings: number[] = [];
      for await (const { nats } of fit(
        gan.steps({ ...adams(), objective: minimax() }),
        batches(data, { size: 32, rng: createRng(21) }),
        {
          steps: 10,
          rng: createRng(22),
        },
      )) {
        readings.push(nats);
      }
      return readings;
    };
    const [cpu, wasm] = [await on('cpu'), await on('wasm')];
    wasm.forEach((nats, i) => {
      expect(nats).toBeCloseTo(cpu[i]!, 4);
    });
  });

  it('leaks no tensors', async () => {
    const gan = small();
    const players = gan.steps({ ...adams(), replay: { size: 20 }, instanceNoise: 0.1 });
    const once = async () => {
      for (const player of players) await player.take(data, context);
      tf.dispose(gan.sample(3, createRng(23)));
    };
    await once();
    await expectNoLeak(once);
  });
});
