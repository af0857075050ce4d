import { batches, clusterAgreement, createInfoCotrain, createRng, entropy, fit, takeRows } from '@latents/infotheory';
import { Adam } from '@latents/wasm';
import type { Digits } from '../digits/digits.js';
import { shownIndices } from '../digits/images.js';
import { nextMeasurement } from '../digits/schedule.js';
import type { Tell } from '../training/messages.js';
import { type TrainingRun, trainingRun } from '../training/run.js';
import { wholeSteps } from '../training/whole-steps.js';
import { clusterMeans, clusterPicture, guessPicture } from './cluster-images.js';
import { HALF_DIM, halvesOf } from './halves.js';
import type { Facts, Measurement, Shown } from './messages.js';
import { HIDDEN, type Settings } from './settings.js';

/**
 * Two perceptrons, each with its own half of the digits.
 *
 * @throws RangeError for settings that the model, the optimizers or the batches refuse.
 */
export function createRun(
  { codewords, batchSize, learningRate, epochs, seed, players }: Settings,
  { training, heldOut }: Digits,
  tell: Tell<Facts, Shown>,
): { run: TrainingRun; facts: Facts } {
  const rng = createRng(seed);
  const model = createInfoCotrain({ xDim: HALF_DIM, yDim: HALF_DIM, codewords, hidden: HIDDEN, rng: rng.fork(0) });
  const optimizers = { psi: new Adam({ learningRate }), phi: new Adam({ learningRate }) };
  const taking = model.players(
    players === 'two'
      ? { psi: { optimizer: optimizers.psi }, phi: { optimizer: optimizers.phi } }
      : { joint: { optimizer: optimizers.psi } },
  );
  const trainingViews = halvesOf(training.images);
  const views = halvesOf(heldOut.images);
  const count = heldOut.labels.length;
  const first = Uint32Array.from({ length: count }, (_, i) => i);
  const seen = { x: takeRows(trainingViews.x, first), y: takeRows(trainingViews.y, first) };
  const data = batches(trainingViews, { size: batchSize, rng: rng.fork(2) });
  const examples = shownIndices(heldOut.labels, 1);
  let due = nextMeasurement(0, data.perEpoch);

  async function measure(step: number): Promise<void> {
    const { bound, standardError, capped } = await model.evaluate(views);
    const byPsi = await model.clusters(views.y);
    const byPhi = await model.predict(views.x);
    const { manyToOne, vMeasure, normalizedInformation } = clusterAgreement(byPsi, heldOut.labels);
    const measurement: Measurement = {
      step,
      training: (await model.evaluate(seen)).bound.value,
      heldOut: bound.value,
      standardError,
      ...(capped && { capped }),
      manyToOne,
      vMeasure,
      normalizedInformation,
      agreement: byPsi.filter((z, i) => z === byPhi[i]).length / count,
    };
    const means = clusterMeans(heldOut.images, byPsi, codewords);
    const clusters = clusterPicture(heldOut.images, byPsi, codewords, means);
    const guesses = guessPicture(heldOut.images, examples, means, byPhi, byPsi);
    tell({ kind: 'measured', measurement, clusters, guesses }, [clusters.buffer, guesses.buffer]);
  }

  const run = trainingRun({
    model,
    optimizer: { dispose: () => Object.values(optimizers).forEach((optimizer) => void optimizer.dispose()) },
    stepsPerEpoch: data.perEpoch,
    epochs,
    readings: (signal) => wholeSteps(fit(taking, data, { epochs, rng: rng.fork(3), signal })),
    async after(_, taken) {
      if (taken !== due) return;
      await measure(taken);
      due = nextMeasurement(taken, data.perEpoch);
    },
    show: () => measure(0),
    tell: tell as Tell<unknown, never>,
  });
  const shares = new Float64Array(10);
  for (const label of heldOut.labels) shares[label]! += 1 / count;
  return {
    run,
    facts: {
      trainingExamples: training.labels.length,
      heldOutExamples: count,
      ceiling: Math.log(codewords),
      classEntropy: entropy({ shape: [10], data: shares }, [0]),
    },
  };
}
