import { createRng } from '@latents/math';
import { batches, fit, type Reading } from '@latents/training';
import { Adam } from '@latents/wasm';
import type { Digits } from '../digits/digits.js';
import { nextMeasurement } from '../digits/schedule.js';
import type { Tell } from '../training/messages.js';
import { type TrainingRun, trainingRun } from '../training/run.js';
import { wholeSteps } from '../training/whole-steps.js';
import { createEvaluation } from './evaluation.js';
import { CODES, type CodeName, type Facts, type Measurement, type PresentCode, type Shown } from './messages.js';
import { createModel } from './model.js';
import { digitsOfClasses, namedShare } from './naming.js';
import { BATCH, CLASSES, type Settings } from './settings.js';
import { smallDigits } from './small-digits.js';

/** A run that makes digits of any code, while it trains or rests. */
export interface InfoGanRun extends TrainingRun {
  make(code: PresentCode): Promise<void>;
}

/** Steps between two drawings of the present code. */
const DRAW = 10;

/** @throws RangeError for settings that the model, the optimizers or the batches refuse. */
export function createRun(
  { classPrice, continuousPrice, generatorRate, discriminatorRate, epochs, seed }: Settings,
  { training, heldOut }: Digits,
  tell: Tell<Facts, Shown>,
): { run: InfoGanRun; facts: Facts } {
  const rng = createRng(seed);
  const gan = createModel(rng.fork(0));
  const adam = (learningRate: number) => new Adam({ learningRate, beta1: 0.5 });
  const optimizers = {
    generator: adam(generatorRate),
    discriminator: adam(discriminatorRate),
    posterior: adam(discriminatorRate),
  };
  const lambda = { class: classPrice, first: continuousPrice, second: continuousPrice };
  const players = gan.players({
    generator: { optimizer: optimizers.generator },
    discriminator: { optimizer: optimizers.discriminator },
    posterior: { optimizer: optimizers.posterior },
    lambda,
  });
  const data = batches(smallDigits(training.images), { size: BATCH, rng: rng.fork(1), last: 'drop' });
  const examples = smallDigits(heldOut.images);
  const evaluation = createEvaluation(gan, rng.fork(2));
  let present: PresentCode = [0, 0, 0];
  let values: number[] = [];
  let due = nextMeasurement(0, data.perEpoch);

  async function draw(answer: boolean): Promise<void> {
    const images = await evaluation.made(present);
    tell({ kind: 'made', images, answer }, [images.buffer]);
  }

  async function measure(step: number): Promise<void> {
    const digits = digitsOfClasses(await evaluation.classes(examples), heldOut.labels, CLASSES);
    const measurement: Measurement = {
      step,
      bounds: await evaluation.bounds(),
      ...(values.length > 0 && { said: Math.LN2 + mean(values) / 2 }),
      named: namedShare(digits),
    };
    values = [];
    const traversals = {} as Record<CodeName, Float32Array>;
    for (const code of CODES) traversals[code] = await evaluation.traversal(code);
    const buffers = CODES.map((code) => traversals[code].buffer);
    tell({ kind: 'measured', measurement, digits, traversals }, buffers);
  }

  /** Keeps what D's bound was, which the last move of a step does not say. */
  async function* noted(readings: AsyncIterable<Reading>): AsyncGenerator<Reading> {
    for await (const reading of readings) {
      if (reading.player === 'discriminator') values.push(reading.nats);
      yield reading;
    }
  }

  const run = trainingRun({
    model: gan,
    optimizer: { dispose: () => Object.values(optimizers).forEach((optimizer) => void optimizer.dispose()) },
    stepsPerEpoch: data.perEpoch,
    epochs,
    readings: (signal) => wholeSteps(noted(fit(players, data, { epochs, rng: rng.fork(3), signal }))),
    async after(_, taken) {
      if (taken % DRAW === 0) await draw(false);
      if (taken !== due) return;
      await measure(taken);
      due = nextMeasurement(taken, data.perEpoch);
    },
    async show() {
      await measure(0);
      await draw(false);
    },
    tell: tell as Tell<unknown, never>,
  });
  return {
    run: {
      ...run,
      async make(code) {
        present = code;
        if (!run.stopped()) await draw(true);
      },
    },
    facts: {
      trainingExamples: training.labels.length,
      heldOutExamples: heldOut.labels.length,
      ceilings: gan.ceiling().codes as Record<CodeName, number>,
    },
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
