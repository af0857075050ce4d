// How many modes of a mixture a GAN finds: the protocol of PacGAN (Lin et al. 2018, section 4.1), and a configuration of ours.
//   pnpm --filter @latents/bench run gan-modes --data ring --setting pacgan2 --from 0 --seeds 10 --steps 1000
// One line of JSON a seed; `least` is how many of the 2,500 samples are within 3 sigma of the mode with the fewest. Of ours only:
// `--objective`, `--penalty` (weight; 0 is none), `--features` (how many; 0 is none) and their `--scale`, `--rates G,D`, `--critic`
// (steps of D for one of G), `--batch`, `--packing`, and `--noise`: D sees noise of this standard deviation at first, none from 60 % of
// the steps. `--out` draws the samples, in a folder.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { mlp } from '@latents/core';
import { gridMixture, type MixtureSampler, ringMixture } from '@latents/datasets/synthetic';
import {
  boxNoise,
  createGan,
  decayingNoise,
  Gan,
  gaussianNoise,
  gradientPenalty,
  hinge,
  maxoutNet,
  mixtureMetrics,
  nonSaturating,
  standardize,
  wasserstein,
} from '@latents/gan';
import { createRng, type NdArray, type Rng } from '@latents/math';
import { useWasm } from '@latents/setup/wasm';
import { batches, cosineDecay, fit } from '@latents/training';
import { Adam } from '@latents/wasm';
import { scatter } from './scatter.js';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: 'ring' },
    setting: { type: 'string', default: 'gan' },
    from: { type: 'string', default: '0' },
    seeds: { type: 'string', default: '1' },
    steps: { type: 'string', default: '1000' },
    objective: { type: 'string', default: 'wasserstein' },
    penalty: { type: 'string', default: '0.3' },
    features: { type: 'string', default: '64' },
    scale: { type: 'string', default: '5' },
    rates: { type: 'string', default: '4e-3,4e-3' },
    critic: { type: 'string', default: '2' },
    batch: { type: 'string', default: '256' },
    packing: { type: 'string', default: '1' },
    noise: { type: 'string', default: '0' },
    out: { type: 'string' },
  },
});
const mixture = { ring: ringMixture(), grid: gridMixture() }[options.data]!;
const steps = Number(options.steps);

console.error(`${await useWasm()}; ${JSON.stringify(options)}`);
for (let seed = Number(options.from); seed < Number(options.from) + Number(options.seeds); seed++) {
  const rng = createRng(seed);
  const { gan, players, size } = settingOf(options.setting, rng.split());
  const data = mixture.sample(100_000, rng.split()).x;
  const start = performance.now();
  const stream = batches(data, { size, rng: rng.split(), last: 'drop' });
  for await (const _ of fit(players, stream, { steps, rng: rng.split() }));
  const minutes = (performance.now() - start) / 60_000;
  const samples = await draw(gan, 2500, rng.split());
  const { modes, within, highQuality, reverseKl } = mixtureMetrics(samples, mixture);
  const least = Math.min(...within);
  const found = {
    data: options.data,
    setting: options.setting,
    seed,
    steps,
    modes,
    least,
    highQuality,
    reverseKl,
    minutes,
  };
  console.log(JSON.stringify(found));
  if (options.out) {
    await mkdir(options.out, { recursive: true });
    const real = mixture.sample(2500, rng.split()).x;
    await writeFile(`${options.out}/${options.data}-${options.setting}-${seed}.png`, scatter(real, samples));
  }
  gan.dispose();
}

interface Setting {
  readonly gan: Gan;
  readonly players: ReturnType<Gan['players']>;
  readonly size: number;
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
  const players = gan.players({
    generator: { optimizer: adam(1e-4, 0.8) },
    discriminator: { optimizer: adam(1e-4, 0.8) },
    objective: nonSaturating(),
  });
  return { gan, players, size: 100 };
}

/** WGAN-GP of two perceptrons behind Fourier features, on standardised data, with rates that fall to 0 along half a cosine. */
function ours(data: MixtureSampler, rng: Rng) {
  const [generator, discriminator] = options.rates.split(',').map(Number) as [number, number];
  const criticSteps = Number(options.critic);
  const weight = Number(options.penalty);
  const features = { count: Number(options.features), scale: Number(options.scale) };
  const gan = createGan({
    dataDim: 2,
    noise: boxNoise(2),
    hidden: [128, 128],
    ...(features.count > 0 && { features }),
    packing: Number(options.packing),
    normalization: standardize(data.sample(10_000, rng.split()).x),
    rng,
  });
  const instanceNoise = decayingNoise({ from: Number(options.noise), steps: Math.ceil(0.6 * steps) });
  const players = gan.players({
    generator: { optimizer: adam(generator, 0.5), learningRate: cosineDecay({ from: generator, steps }) },
    discriminator: {
      optimizer: adam(discriminator, 0.5),
      learningRate: cosineDecay({ from: discriminator, steps }),
      criticSteps,
      penalties: weight > 0 ? [gradientPenalty({ weight })] : [],
    },
    objective: { wasserstein, nonSaturating, hinge }[options.objective]!(),
    ...(Number(options.noise) > 0 && { instanceNoise }),
  });
  return { gan, players, size: Number(options.batch) * criticSteps };
}

function adam(learningRate: number, beta1: number): Adam {
  return new Adam({ learningRate, beta1 });
}

async function draw(gan: Gan, count: number, rng: Rng): Promise<NdArray<Float32Array>> {
  const x = gan.sample(count, rng);
  const data = Float32Array.from(await x.data());
  x.dispose();
  return { shape: [count, 2], data };
}
