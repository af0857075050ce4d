import { batches, createRng, fit, tensorsOf } from '@latents/core';
import { createVrnn } from '@latents/vrnn';
import { Adam } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';
import { Gate } from '../../workers/gate.js';
import { Throughput } from '../../workers/throughput.js';
import type { Report, Roll, Terms } from './messages.js';
import { pieces, rollsOf } from './pieces.js';
import { BATCH, CHORDS, GENERATED, HELD_OUT, KEYS, type Settings, TRAINING } from './settings.js';

/** One run: a model, its data, and the loop that trains it. It takes no step before `go`. */
export interface VrnnRun {
  readonly stepsPerEpoch: number;
  readonly stepsInAll: number;
  readonly parameters: number;
  /** A held-out piece. */
  readonly example: Roll;
  /** Reports the state before the first step. */
  show(): Promise<void>;
  go(): void;
  pause(): void;
  /** Ends the run and frees its model. */
  stop(): Promise<void>;
}

/** Leaves out which run reports: the worker adds it. */
export type Body = Report extends infer R ? (R extends unknown ? Omit<R, 'run'> : never) : never;

/** Milliseconds between two reports of progress. */
const PROGRESS = 100;
/** Epochs between two measurements. */
const EVERY = 2;

/** @throws RangeError for settings that the model, the optimizer or the batches refuse. */
export function createRun(settings: Settings, post: (report: Body) => void): VrnnRun {
  const { latentDim, units, links, beta, learningRate, epochs, seed } = settings;
  const rng = createRng(seed);
  const emission = links === 0 ? 'bernoulli' : { autoregressive: { hidden: links } };
  const vrnn = createVrnn({ inputDim: KEYS, latentDim, units, emission, rng: rng.fork(0) });
  const optimizer = new Adam({ learningRate });
  const data = batches(pieces(TRAINING, createRng(0)), { size: BATCH, rng: rng.fork(1) });
  const heldOut = pieces(HELD_OUT, createRng(1));
  const abort = new AbortController();
  const gate = new Gate();
  const throughput = new Throughput();
  let ended: Promise<void> | undefined;
  let finished = false;

  /** All held-out pieces have the same length, so a mean over pieces and steps is one in nats a step. */
  async function measure(step: number): Promise<void> {
    const [reconstruction, rate] = await readAll(
      tf.tidy(() => {
        const terms = vrnn.stepwiseElbo(tensorsOf(heldOut), rng.fork(2));
        return [terms.reconstruction.mean(0), terms.rate.mean(0)];
      }),
    );
    const overTime = Array.from({ length: CHORDS }, (_, t) => ({
      reconstruction: reconstruction![t]!,
      rate: rate![t]!,
    }));
    const [drawn] = await readAll([vrnn.generate({ steps: CHORDS, count: GENERATED, rng: rng.fork(3) })]);
    const measurement = { step, epoch: step / data.perEpoch, heldOut: average(overTime) };
    post({ kind: 'measured', measurement, overTime, generated: rollsOf(drawn!) });
  }

  async function train(): Promise<void> {
    await gate.passed();
    const readings = fit(vrnn.steps(optimizer, { beta }), data, { epochs, rng: rng.fork(4), signal: abort.signal });
    let told = 0;
    throughput.start();
    for await (const { step, examples } of readings) {
      throughput.add(examples);
      const taken = step + 1;
      if (performance.now() - told > PROGRESS) {
        told = performance.now();
        post({ kind: 'progress', step: taken, piecesPerSecond: throughput.perSecond() });
      }
      if (taken % (EVERY * data.perEpoch) === 0 || taken === epochs * data.perEpoch) await measure(taken);
      await gate.passed();
      throughput.start();
    }
  }

  return {
    stepsPerEpoch: data.perEpoch,
    stepsInAll: epochs * data.perEpoch,
    parameters: Object.values(vrnn.variables).reduce((sum, { size }) => sum + size, 0),
    example: rollsOf(heldOut.x.data)[0]!,
    show: () => measure(0),
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
    async stop() {
      abort.abort();
      gate.open();
      await ended;
      vrnn.dispose();
      optimizer.dispose();
    },
  };
}

/** The numbers of tensors, which are freed; copies, as some backends give a view of their own memory. */
async function readAll(values: readonly tf.Tensor[]): Promise<Float32Array[]> {
  const read = await Promise.all(values.map(async (value) => ((await value.data()) as Float32Array).slice()));
  tf.dispose([...values]);
  return read;
}

function average(terms: readonly Terms[]): Terms {
  const mean = (name: keyof Terms): number => terms.reduce((sum, term) => sum + term[name], 0) / terms.length;
  return { reconstruction: mean('reconstruction'), rate: mean('rate') };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
