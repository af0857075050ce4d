import { gridMixture, type MixtureSampler, ringMixture } from '@latents/datasets/synthetic';
import {
  createGan,
  type GanObjective,
  gaussianNoise,
  gradientPenalty,
  hinge,
  massesOfSamples,
  minimax,
  mixtureMetrics,
  nonSaturating,
  solveGame,
  traceGame,
  wasserstein,
} from '@latents/gan';
import { createRng, type NdArray, takeRows } from '@latents/math';
import { batches, fit, type Reading } from '@latents/training';
import { Adam } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';
import type { Tell } from '../training/messages.js';
import { type TrainingRun, trainingRun } from '../training/run.js';
import { wholeSteps } from '../training/whole-steps.js';
import type { Facts, Shown } from './messages.js';
import { BATCH, FEATURES, FIELD, HELD_OUT, HIDDEN, type Settings, TRAINING, VIEW } from './settings.js';
import { lostModes } from './verdict.js';

/** Steps between two drawings, and between two measurements. */
const DRAW = 20;
const TRACE = 100;
/** Points drawn of each kind, and generated ones that the modes are counted on. */
const DRAWN = 400;
const COUNTED = 1000;

const MIXTURES: Readonly<Record<string, (scale: number) => MixtureSampler>> = {
  ring: (scale) => ringMixture({ scale }),
  grid: (scale) => gridMixture({ side: 3, spacing: 1, scale }),
  grid25: (scale) => gridMixture({ side: 5, spacing: 0.75, scale }),
};
const OBJECTIVES: Readonly<Record<string, () => GanObjective>> = { nonSaturating, minimax, hinge, wasserstein };
/** A box that holds the data and more, in cells of two and a half standard deviations; generated points beyond count as one cell. */
const cellsOf = (scale: number) => ({ low: [-4, -4], high: [4, 4], cells: Math.round(8 / (2.5 * scale)) });

/**
 * A game on points of the plane whose density is known.
 *
 * @throws RangeError for settings that the game refuses.
 */
export async function createGame(
  settings: Settings,
  tell: Tell<Facts, Shown>,
): Promise<{ run: TrainingRun; facts: Facts }> {
  const { scale, generatorRate, discriminatorRate, criticSteps, packing, epochs, seed } = settings;
  const rng = createRng(seed);
  const mixture = MIXTURES[settings.data]!(scale);
  const training = mixture.sample(TRAINING, rng.fork(0)).x;
  const data = batches(training, { size: BATCH, rng: rng.fork(1), last: 'drop' });
  const features = settings.input === 'features' ? { features: FEATURES } : {};
  const gan = createGan({
    dataDim: 2,
    noise: gaussianNoise(2),
    hidden: HIDDEN,
    ...features,
    packing,
    rng: rng.fork(2),
  });
  const optimizers = {
    generator: new Adam({ learningRate: generatorRate, beta1: 0.5 }),
    discriminator: new Adam({ learningRate: discriminatorRate, beta1: 0.5 }),
  };
  const players = gan.players({
    generator: { optimizer: optimizers.generator },
    discriminator: {
      optimizer: optimizers.discriminator,
      criticSteps,
      penalties: settings.objective === 'wasserstein' ? [gradientPenalty({ weight: 0.3 })] : [],
    },
    objective: OBJECTIVES[settings.objective]!(),
  });

  async function draw(): Promise<void> {
    const [logits, samples] = tf.tidy(() => [gan.logits(fieldPoints(packing)), gan.sample(COUNTED, rng.fork(3))]);
    const values = Float64Array.from(await logits!.data());
    const made: NdArray = { shape: [COUNTED, 2], data: Float32Array.from(await samples!.data()) };
    tf.dispose([logits!, samples!]);
    const { modes, highQuality } = mixtureMetrics(made, mixture);
    tell({ kind: 'drawn', logits: values, points: Float64Array.from(first(made)), modes, highQuality });
  }

  let lost = 0;
  const traced = (readings: AsyncIterable<Reading>) =>
    traceGame(readings, {
      gan,
      heldOut: mixture.sample(HELD_OUT, rng.fork(4)).x,
      every: TRACE,
      onPoint: (point) => tell({ kind: 'traced', point: { ...point, truth: point.truth!, lost } }),
      truth(generated) {
        lost = lostModes(mixtureMetrics(generated, mixture).counts);
        return solveGame(massesOfSamples(mixture.logDensityAt, generated, cellsOf(scale))).jensenShannon;
      },
      steps: 150,
      hidden: [32, 32],
      ...features,
      learningRate: 0.01,
      rng: rng.fork(5),
    });

  const run = trainingRun({
    model: gan,
    optimizer: { dispose: () => Object.values(optimizers).forEach((optimizer) => void optimizer.dispose()) },
    stepsPerEpoch: data.perEpoch,
    epochs,
    readings: (signal) => wholeSteps(traced(fit(players, data, { epochs, rng: rng.fork(6), signal }))),
    async after(_, taken) {
      if (taken % DRAW === 0) await draw();
    },
    show: draw,
    tell: tell as Tell<unknown, never>,
  });
  return { run, facts: { modes: mixture.means.shape[0]!, packing, real: Float64Array.from(first(training)) } };
}

function first(points: NdArray): ArrayLike<number> {
  return takeRows(
    points,
    Uint32Array.from({ length: DRAWN }, (_, i) => i),
  ).data;
}

/** The middles of the view's cells, rows from below; where D judges several at once, so many times each. */
function fieldPoints(packing: number): tf.Tensor2D {
  const at = (from: number, cell: number): number => from + (VIEW.side * (cell + 0.5)) / FIELD;
  const values = new Float32Array(2 * FIELD * FIELD * packing);
  for (let i = 0; i < values.length / 2; i++) {
    const cell = Math.floor(i / packing);
    values[2 * i] = at(VIEW.from[0], cell % FIELD);
    values[2 * i + 1] = at(VIEW.from[1], Math.floor(cell / FIELD));
  }
  return tf.tensor2d(values, [values.length / 2, 2]);
}
