// How many modes of a mixture a GAN finds: the protocol of PacGAN (Lin et al. 2018, section 4.1), and a configuration of ours.
//   pnpm --filter @latents/bench run gan-modes --data ring --setting pacgan2 --from 0 --seeds 10 --steps 1000
// One line of JSON a seed. `--rates G,D` are ours; `--packing`, `--batch`, `--critic` (steps of D for one of G) and `--noise` too: D sees
// noise of this standard deviation at first, none from 60 % of the steps. `--decay 0` samples G itself, not the average of its weights; `--out` draws them, in a folder.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import {
  batches,
  createRng,
  ExponentialMovingAverage,
  fit,
  mlp,
  type NdArray,
  type Network,
  type Rng,
  sequential,
} from '@latents/core';
import {
  boxNoise,
  decayingNoise,
  Gan,
  type GanStepOptions,
  gaussianNoise,
  gridMixture,
  type Mixture,
  maxoutNet,
  mixtureMetrics,
  nonSaturating,
  ringMixture,
  standardize,
} from '@latents/gan';
import { Adam } from '@latents/wasm';
import { useWasm } from '../wasm.js';
import { fourierFeatures } from './fourier-features.js';
import { scatter } from './scatter.js';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: 'ring' },
    setting: { type: 'string', default: 'gan' },
    from: { type: 'string', default: '0' },
    seeds: { type: 'string', default: '1' },
    steps: { type: 'string', default: '1000' },
    rates: { type: 'string', default: '1e-3,1e-3' },
    decay: { type: 'string' },
    noise: { type: 'string', default: '0' },
    packing: { type: 'string', default: '2' },
    batch: { type: 'string', default: '256' },
    critic: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
});
const mixture = { ring: ringMixture(), grid: gridMixture() }[options.data]!;
const steps = Number(options.steps);

console.error(`${await useWasm()}; ${JSON.stringify(options)}`);
for (let seed = Number(options.from); seed < Number(options.from) + Number(options.seeds); seed++) {
  const rng = createRng(seed);
  const { gan, players, size, ...setting } = settingOf(options.setting, rng.split());
  const decay = Number(options.decay ?? setting.decay);
  const average = new ExponentialMovingAverage({ variables: gan.parts.generator.variables, decay });
  const data = mixture.sample(100_000, rng.split());
  const start = performance.now();
  const stream = batches(data, { size, rng: rng.split(), last: 'drop' });
  const followed = players.map((player) => (player.player === 'generator' ? average.follow(player) : player));
  for await (const _ of fit(followed, stream, { steps, rng: rng.split() }));
  const minutes = (performance.now() - start) / 60_000;
  const samples = await average.swappedIn(() => draw(gan, 2500, rng.split()));
  const { modes, highQuality, reverseKl } = mixtureMetrics(samples, mixture);
  const found = { data: options.data, setting: options.setting, seed, steps, modes, highQuality, reverseKl, minutes };
  console.log(JSON.stringify(found));
  if (options.out) {
    await mkdir(options.out, { recursive: true });
    const real = mixture.sample(2500, rng.split());
    await writeFile(`${options.out}/${options.data}-${options.setting}-${seed}.png`, scatter(real, samples));
  }
  average.dispose();
  gan.dispose();
}

interface Setting {
  readonly gan: Gan;
  readonly players: ReturnType<Gan['steps']>;
  readonly size: number;
  /** Of the average of G's weights that draws the samples; 0 is G itself. */
  readonly decay: number;
}

function settingOf(setting: string, rng: Rng): Setting {
  const pacgan = /^(?:gan|pacgan(\d))$/.exec(setting);
  if (pacgan) return protocol(Number(pacgan[1] ?? 1), rng);
  if (setting === 'ours') return ours(mixture, rng);
  throw new Error(`--setting: expected gan, pacgan2, ... or ours, got ${setting}.`);
}

/** Networks, optimizers and batches as in PacGAN's supplement B.1; batches of 100 examples, packed. */
function protocol(packing: number, rng: Rng) {
  const gan = new Gan({
    noise: gaussianNoise(2),
    generator: mlp({ inputDim: 2, hidden: [400, 400, 400, 400], outputDim: 2, batchNorm: true, rng }),
    discriminator: maxoutNet({ inputDim: 2 * packing, hidden: [200, 200, 200], pieces: 5, outputDim: 1, rng }),
    packing,
  });
  return { gan, players: gan.steps({ ...adams(1e-4, 1e-4, 0.8), objective: nonSaturating() }), size: 100, decay: 0 };
}

/** Noise on a box, two examples judged together, and both networks behind Fourier features; the average of G draws. */
function ours(data: Mixture, rng: Rng) {
  const packing = Number(options.packing);
  const [forG, forD] = options.rates.split(',').map(Number);
  const behind = (features: Network, outputDim: number) => {
    const inputDim = features.outputShape[0]!;
    return sequential(features, mlp({ inputDim, hidden: [128, 128], outputDim, rng }));
  };
  const gan = new Gan({
    noise: boxNoise(2),
    generator: behind(fourierFeatures(2, 32, 2, rng), 2),
    discriminator: behind(fourierFeatures(2 * packing, 64, 2, rng), 1),
    packing,
    normalization: standardize(data.sample(10_000, rng.split())),
  });
  const instanceNoise = decayingNoise({ from: Number(options.noise), steps: Math.ceil(0.6 * steps) });
  const players = gan.steps({
    ...adams(forG!, forD!, 0.5),
    criticSteps: Number(options.critic),
    ...(Number(options.noise) > 0 && { instanceNoise }),
  });
  return { gan, players, size: Number(options.batch) * Number(options.critic), decay: 0.99 };
}

function adams(
  generator: number,
  discriminator: number,
  beta1: number,
): Pick<GanStepOptions, 'generator' | 'discriminator'> {
  return {
    generator: new Adam({ learningRate: generator, beta1 }),
    discriminator: new Adam({ learningRate: discriminator, beta1 }),
  };
}

async function draw(gan: Gan, count: number, rng: Rng): Promise<NdArray<Float32Array>> {
  const x = gan.sample(count, rng);
  const data = Float32Array.from(await x.data());
  x.dispose();
  return { shape: [count, 2], data };
}
