import { createVae } from '@latents/autoencoders';
import { batches, createRng, fit } from '@latents/core';
import { dynamicBinarization } from '@latents/datasets';
import { Adam } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';
import { Gate } from '../../workers/gate.js';
import { Throughput } from '../../workers/throughput.js';
import type { Digits } from './digits.js';
import { createEvaluation, read } from './evaluation.js';
import { type LatentPlane, latentPlane } from './latent-plane.js';
import type { Point, Report, Terms } from './messages.js';
import { nextMeasurement } from './schedule.js';
import { BATCH, HIDDEN, type Settings } from './settings.js';

/** One run: a model, its data, and the loop that trains it. It takes no step before `go`. */
export interface VaeRun {
  readonly stepsPerEpoch: number;
  readonly stepsInAll: number;
  readonly parameters: number;
  /** Reports the state before the first step. */
  show(): Promise<void>;
  go(): void;
  pause(): void;
  decode(at: Point): Promise<void>;
  /** Ends the run and frees its model. */
  stop(): Promise<void>;
}

/** Leaves out which run reports: the worker adds it. */
export type Body = Report extends infer R ? (R extends unknown ? Omit<R, 'run'> : never) : never;

const INPUT_DIM = 784;
/** Milliseconds between two reports of progress. */
const PROGRESS = 100;

/** @throws RangeError for settings that the model, the optimizer or the batches refuse. */
export function createRun(
  { latentDim, beta, learningRate, epochs, seed }: Settings,
  digits: Digits,
  post: (report: Body, transfer?: Transferable[]) => void,
): VaeRun {
  const rng = createRng(seed);
  const vae = createVae({ inputDim: INPUT_DIM, latentDim, hidden: HIDDEN, rng: rng.fork(0) });
  const optimizer = new Adam({ learningRate });
  const data = batches(digits.training.images, { size: BATCH, rng: rng.fork(1), transform: dynamicBinarization });
  const evaluation = createEvaluation(digits.heldOut, rng.fork(2));
  const abort = new AbortController();
  const gate = new Gate();
  const throughput = new Throughput();
  let plane: LatentPlane | undefined;
  let ended: Promise<void> | undefined;
  let finished = false;

  async function measure(step: number, training?: Terms): Promise<void> {
    const heldOut = await evaluation.terms(vae);
    const codes = await evaluation.codes(vae);
    const reconstructions = await evaluation.reconstructions(vae);
    const samples = await evaluation.generated(vae);
    plane = latentPlane(codes, latentDim, evaluation.labels, plane);
    const { axes, words, points } = plane;
    const measurement = { step, epoch: step / data.perEpoch, heldOut, ...(training && { training }) };
    const map = { points, labels: evaluation.labels, axes, plane: words };
    post({ kind: 'measured', measurement, reconstructions, samples, map }, [reconstructions.buffer, samples.buffer]);
  }

  async function train(): Promise<void> {
    await gate.passed();
    const players = vae.steps(optimizer, { beta });
    const readings = fit(players, data, { epochs, rng: rng.fork(3), signal: abort.signal });
    let since: Terms[] = [];
    let due = nextMeasurement(0, data.perEpoch);
    let told = 0;
    throughput.start();
    for await (const { step, examples, terms } of readings) {
      throughput.add(examples);
      since.push({ reconstruction: terms['reconstruction']!, rate: terms['rate']! });
      const taken = step + 1;
      if (performance.now() - told > PROGRESS) {
        told = performance.now();
        post({ kind: 'progress', step: taken, epoch: taken / data.perEpoch, imagesPerSecond: throughput.perSecond() });
      }
      if (taken === due) {
        await measure(taken, average(since));
        since = [];
        due = nextMeasurement(taken, data.perEpoch);
      }
      await gate.passed();
      throughput.start();
    }
  }

  return {
    stepsPerEpoch: data.perEpoch,
    stepsInAll: epochs * data.perEpoch,
    parameters: Object.values(vae.variables).reduce((sum, { size }) => sum + size, 0),
    async show() {
      post({ kind: 'inputs', inputs: evaluation.shown.data.slice() });
      await measure(0);
    },
    go() {
      gate.open();
      ended ??= train().then(
        () => {
          finished = true;
          if (!abort.signal.aborted) post({ kind: 'finished' });
        },
        (error: unknown) => post({ kind: 'failed', message: messageOf(error) }),
      );
    },
    pause() {
      gate.close();
      if (!finished) post({ kind: 'paused' });
    },
    async decode(at) {
      if (plane === undefined || abort.signal.aborted) return;
      const code = plane.codeAt(...at);
      const image = await read(tf.tidy(() => vae.decode(tf.tensor2d(code, [1, latentDim]))));
      post({ kind: 'decoded', at, image });
    },
    async stop() {
      abort.abort();
      gate.open();
      await ended;
      vae.dispose();
      optimizer.dispose();
    },
  };
}

function average(terms: readonly Terms[]): Terms {
  const mean = (name: keyof Terms): number => terms.reduce((sum, term) => sum + term[name], 0) / terms.length;
  return { reconstruction: mean('reconstruction'), rate: mean('rate') };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
