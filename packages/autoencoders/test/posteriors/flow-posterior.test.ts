import { createVae, type FlowKind, flowPosterior, type LikelihoodOption } from '@latents/autoencoders';
import {
  type Conditional,
  conditional,
  type Distribution,
  gradientPlayer,
  mlp,
  normalHead,
  type TransformedDistribution,
  tensorBound,
} from '@latents/core';
import { createRng, type Rng } from '@latents/math';
import { expectNoLeak, useBackend } from '@latents/testing';
import { load, maximize } from '@latents/training';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bits, bytesOf } from '../readings.js';

beforeAll(() => useBackend('cpu'));

const KINDS: FlowKind[] = ['realNvp', 'inverseAutoregressive', 'planar'];
const CASES = KINDS.flatMap((kind) => [
  { kind, contextDim: 0 },
  { kind, contextDim: 4 },
]);

/** An encoder of two or three dimensions, with a flow far from the identity. */
function flowing(kind: FlowKind, contextDim: number, size = 3, spread = 0.4) {
  const rng = createRng(1);
  const base = conditional(mlp({ inputDim: 3, hidden: [4], outputDim: 2 * size, rng }), normalHead(size));
  const encoder = flowPosterior(base, {
    kind,
    layers: 4,
    ...(kind !== 'planar' && { hidden: [5] }),
    ...(contextDim > 0 && { context: mlp({ inputDim: 3, hidden: [6], outputDim: contextDim, rng }) }),
    rng,
  });
  tf.tidy(() => {
    for (const [name, variable] of Object.entries(encoder.variables)) {
      if (name.startsWith('flow')) {
        variable.assign(variable.add(tf.randomNormal(variable.shape, 0, spread, 'float32', 7)));
      }
    }
  });
  return encoder;
}

const x = tf.tensor2d([
  [0.2, 0.7, -0.3],
  [1, -1, 0.5],
]);

describe.each(CASES)('a flow $kind with a context of $contextDim', ({ kind, contextDim }) => {
  it('starts as its base', () => {
    const rng = createRng(2);
    const base = conditional(mlp({ inputDim: 3, hidden: [4], outputDim: 4, rng }), normalHead(2));
    const context = contextDim > 0 && { context: mlp({ inputDim: 3, hidden: [], outputDim: contextDim, rng }) };
    const encoder = flowPosterior(base, { kind, layers: 3, ...context, rng });
    const z = tf.tensor2d([
      [0.3, -0.4],
      [1, 2],
    ]);
    const [from, to] = [base.given(x).logProb(z).dataSync(), encoder.given(x).logProb(z).dataSync()];
    to.forEach((log, i) => {
      expect(log).toBeCloseTo(from[i]!, 5);
    });
  });

  it('is inverted: draws and log-probabilities agree both ways', () => {
    const q = flowing(kind, contextDim).given(x);
    const { sample, logProb } = q.sampleAndLogProb(createRng(3), [50]);
    expect(sample.shape).toEqual([50, 2, 3]);
    const back = q.logProb(sample).dataSync();
    logProb.dataSync().forEach((log, i) => {
      expect(Math.abs(back[i]! - log)).toBeLessThan(2e-3);
    });
  });

  it('is normalised for each x: its density in two dimensions integrates to 1', () => {
    const side = 100;
    const width = 24 / side;
    const points = Array.from({ length: side * side }, (_, i) => [
      -12 + (Math.floor(i / side) + 0.5) * width,
      -12 + ((i % side) + 0.5) * width,
    ]);
    const masses = tf.tidy(() => {
      const q = flowing(kind, contextDim, 2, 0.15).given(x);
      // Points on the first axis, the two examples on the second.
      const log = q.logProb(tf.tensor2d(points).expandDims(1));
      expect(log.shape).toEqual([side * side, 2]);
      return log
        .exp()
        .sum(0)
        .mul(width * width)
        .dataSync();
    });
    for (const mass of masses) expect(Math.abs(mass - 1)).toBeLessThan(2e-3);
  }, 120_000);

  it(contextDim > 0 ? 'bends differently for each x' : 'bends alike for all x', () => {
    const encoder = flowing(kind, contextDim);
    const [first, second] = [0, 1].map((i) => {
      const { bijector } = encoder.given(x.slice([i, 0], [1, 3])) as TransformedDistribution;
      return bijector.logDeterminant(tf.tensor2d([[0.3, -0.2, 0.5]])).dataSync()[0]!;
    });
    if (contextDim > 0) expect(Math.abs(first! - second!)).toBeGreaterThan(1e-3);
    else expect(first).toBe(second);
  });
});

describe.each(CASES)('what a flow $kind with a context of $contextDim holds', ({ kind, contextDim }) => {
  it('is freed', async () => {
    await expectNoLeak(() => flowing(kind, contextDim).dispose());
  });

  it('stays finite, whatever its weights', () => {
    const encoder = flowing(kind, contextDim);
    tf.tidy(() => {
      for (const [name, variable] of Object.entries(encoder.variables)) {
        if (name.startsWith('flow')) variable.assign(variable.mul(300));
      }
      const { sample, logProb } = encoder.given(x).sampleAndLogProb(createRng(3), [50]);
      for (const value of [...sample.dataSync(), ...logProb.dataSync()]) expect(Number.isFinite(value)).toBe(true);
    });
    encoder.dispose();
  });
});

it('two inverse autoregressive layers make each coordinate depend on each other', () => {
  const base = conditional(mlp({ inputDim: 3, hidden: [], outputDim: 6, rng: createRng(1) }), normalHead(3));
  const encoder = flowPosterior(base, { kind: 'inverseAutoregressive', layers: 2, rng: createRng(1) });
  tf.tidy(() => {
    for (const [name, variable] of Object.entries(encoder.variables)) {
      if (name.startsWith('flow')) variable.assign(tf.randomNormal(variable.shape, 0, 0.5, 'float32', 7));
    }
    const { bijector } = encoder.given(x) as TransformedDistribution;
    for (let i = 0; i < 3; i++) {
      const slope = tf.grad((z: tf.Tensor) => bijector.forward(z).slice([0, i], [1, 1]).sum())(tf.ones([1, 3]));
      for (const by of slope.dataSync()) expect(Math.abs(by)).toBeGreaterThan(1e-4);
    }
  });
});

it('a context that behaves differently in training is told of it', () => {
  const rng = createRng(1);
  const base = conditional(mlp({ inputDim: 3, hidden: [], outputDim: 4, rng }), normalHead(2));
  const context = mlp({ inputDim: 3, hidden: [6], outputDim: 4, batchNorm: true, rng });
  const encoder = flowPosterior(base, { layers: 2, context, rng });
  tf.tidy(() => {
    for (const [name, variable] of Object.entries(encoder.variables)) {
      if (name.startsWith('flow')) variable.assign(tf.randomNormal(variable.shape, 0, 0.4, 'float32', 7));
    }
    const volume = (training: boolean) => {
      const { bijector } = encoder.given(x, { training }) as TransformedDistribution;
      return bijector.logDeterminant(tf.ones([2, 2])).dataSync()[0]!;
    };
    expect(Math.abs(volume(true) - volume(false))).toBeGreaterThan(1e-3);
  });
  encoder.dispose();
});

describe('where the posterior is no normal', () => {
  // z ~ N(0, I), x | z ~ N(z_2 + z_1^2 / 2, 0.3^2): given x, z lies about a parabola, whose height depends on x.
  const scale = 0.3;
  const logJoint = (x: tf.Tensor, z: tf.Tensor): tf.Tensor => {
    const [z1, z2] = tf.split(z, 2, -1) as [tf.Tensor, tf.Tensor];
    const residual = x.sub(z2.add(z1.square().div(2))).div(scale);
    const squares = residual.square().add(z1.square()).add(z2.square());
    return squares
      .squeeze([-1])
      .mul(-0.5)
      .sub(Math.log(scale) + 1.5 * Math.log(2 * Math.PI));
  };
  const xs = tf.tensor2d([[-1], [0.5], [2]]);

  /** log p(x) by the midpoint rule. */
  const evidence = (): number => {
    const side = 400;
    const width = 12 / side;
    const points = Array.from({ length: side * side }, (_, i) => [
      -6 + (Math.floor(i / side) + 0.5) * width,
      -6 + ((i % side) + 0.5) * width,
    ]);
    return tf.tidy(() => {
      const logs = logJoint(xs, tf.tensor2d(points).expandDims(1))
        .logSumExp(0)
        .add(2 * Math.log(width));
      return logs.mean().dataSync()[0]!;
    });
  };

  beforeAll(() => useBackend('wasm'));
  afterAll(() => useBackend('cpu'));

  /** The ELBO of a trained encoder, averaged over the xs, and its standard error. */
  async function trained(encoder: Conditional<Distribution>): Promise<{ elbo: number; error: number }> {
    const terms = (rng: Rng, count: number) => {
      const { sample, logProb } = encoder.given(xs).sampleAndLogProb(rng, [count]);
      return logJoint(xs, sample).sub(logProb);
    };
    const player = gradientPlayer<{ readonly shape: readonly number[]; readonly data: Float32Array }>({
      name: 'encoder',
      variables: encoder.variables,
      optimizer: tf.train.adam(0.02),
      objective: (_, rng) =>
        maximize(
          tensorBound('lower', 'log p(x)', [
            { name: 'log p(x, z) / q', nats: terms(rng, 32).mean().asScalar(), weight: 1 },
          ]),
        ),
    });
    const rng = createRng(5);
    const batch = { shape: [1], data: new Float32Array(1) };
    for (let step = 0; step < 250; step++) await player.take(batch, { step, rng: rng.split() });
    return tf.tidy(() => {
      const count = 4000;
      const means = terms(createRng(6), count).mean(1);
      const { mean, variance } = tf.moments(means);
      return { elbo: mean.dataSync()[0]!, error: Math.sqrt(variance.dataSync()[0]! / count) };
    });
  }

  it.each(KINDS)(
    'a flow %s that sees x closes a good part of the gap that a diagonal normal leaves',
    async (kind) => {
      const logP = evidence();
      const rng = createRng(8);
      const network = (outputDim: number) => mlp({ inputDim: 1, hidden: [16], outputDim, activation: 'tanh', rng });
      const base = () => conditional(network(4), normalHead(2));
      const gap = logP - (await trained(base())).elbo;
      expect(gap).toBeGreaterThan(0.3);
      const { elbo, error } = await trained(flowPosterior(base(), { kind, layers: 3, context: network(8), rng }));
      expect(elbo).toBeLessThan(logP + 4 * error);
      expect(logP - elbo).toBeLessThan(0.7 * gap);
    },
    60_000,
  );
});

it.each(['inverseAutoregressive', 'planar'] as const)('%s bends one dimension too', (kind) => {
  const q = flowing(kind, 2, 1).given(x);
  const side = 4000;
  const points = Float32Array.from({ length: side }, (_, i) => -20 + (40 * (i + 0.5)) / side);
  const masses = tf.tidy(() =>
    q
      .logProb(tf.tensor3d(points, [side, 1, 1]))
      .exp()
      .sum(0)
      .mul(40 / side)
      .dataSync(),
  );
  for (const mass of masses) expect(Math.abs(mass - 1)).toBeLessThan(1e-3);
});

describe('the context of createVae', () => {
  const make = (likelihood: LikelihoodOption) => {
    const posterior = { realNvp: 2, context: 5 };
    return createVae({ inputDim: 12, latentDim: 2, hidden: [8], posterior, likelihood, rng: createRng(3) });
  };

  it('is as long as it says', () => {
    const { parameters: variables } = make('bernoulli');
    expect(variables['encoder/context/dense1/kernel']!.shape).toEqual([8, 5]);
    expect(variables['encoder/flow0/dense0/kernel']!.shape).toEqual([1 + 5, 32]);
  });

  it('sees integers from 0 to 1, as the encoder does', () => {
    const [plain, levels] = [make('bernoulli'), make({ discretizedLogistic: 256 })];
    const images = tf.tensor2d(bits(3, 12).data, [3, 12]);
    tf.tidy(() => {
      for (const [name, variable] of Object.entries(plain.parameters)) {
        if (!name.startsWith('encoder')) continue;
        if (name.includes('flow')) variable.assign(tf.randomNormal(variable.shape, 0, 0.4, 'float32', 7));
        levels.parameters[name]!.assign(variable);
      }
      const [a, b] = [plain.encode(images), levels.encode(images.mul(255))];
      expect(a.sub(b).abs().max().dataSync()[0]).toBeLessThan(1e-5);
    });
  });
});

it('a saved model with a flow that sees x is loaded to the same bits', async () => {
  const posterior = { inverseAutoregressive: 2, context: 3 } as const;
  const vae = createVae({ inputDim: 12, latentDim: 2, hidden: [8], posterior, prior: { vamp: 3 }, rng: createRng(3) });
  // Away from the identity, where the context matters.
  tf.tidy(() => {
    for (const [name, variable] of Object.entries(vae.parameters)) {
      if (name.includes('flow')) variable.assign(tf.randomNormal(variable.shape, 0, 0.3, 'float32', 7));
    }
  });
  const loaded = await load(createVae, await bytesOf(vae));
  const images = tf.tensor2d(bits(3, 12).data, [3, 12]);
  const bounds = [vae, loaded].map((model) => [...model.elbo(images, createRng(1)).value.dataSync()]);
  expect(bounds[1]).toEqual(bounds[0]);
  expect(Number.isFinite(bounds[0]![0])).toBe(true);
});

it('refuses layers of 0, another kind, z of one dimension, widths of a planar flow and a context of something else', () => {
  const rng = createRng(0);
  const narrow = conditional(mlp({ inputDim: 3, hidden: [], outputDim: 2, rng }), normalHead(1));
  expect(() => flowPosterior(narrow, { layers: 2, rng })).toThrow('dimension 2 or more, got [1]');
  const base = conditional(mlp({ inputDim: 3, hidden: [], outputDim: 4, rng }), normalHead(2));
  expect(() => flowPosterior(base, { layers: 0, rng })).toThrow('got 0');
  expect(() => flowPosterior(base, { layers: 1, kind: 'radial' as FlowKind, rng })).toThrow("got 'radial'");
  expect(() => flowPosterior(base, { layers: 1, hiden: [3], rng } as never)).toThrow(
    "got 'hiden'. Did you mean 'hidden'?",
  );
  expect(() => flowPosterior(base, { layers: 1 } as never)).toThrow('expected rng');
  expect(() => flowPosterior(base, { layers: 1, kind: 'planar', hidden: [3], rng })).toThrow('got [3]');
  const context = mlp({ inputDim: 4, hidden: [], outputDim: 2, rng });
  expect(() => flowPosterior(base, { layers: 1, context, rng })).toThrow('one from [4] to [2]');
});
