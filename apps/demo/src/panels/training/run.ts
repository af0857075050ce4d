import type { NamedVariables } from '@latents/core';
import type { Reading } from '@latents/training';
import { Gate } from '../../workers/gate.js';
import { Throughput } from '../../workers/throughput.js';
import { messageOf, type Tell } from './messages.js';

/** One run: a model, its data, and the loop that trains it. It takes no step before `go`. */
export interface TrainingRun {
  readonly stepsPerEpoch: number;
  readonly stepsInAll: number;
  readonly parameters: number;
  /** Reports the state before the first step. */
  show(): Promise<void>;
  go(): void;
  pause(): void;
  /** Ends the run and frees its model. */
  stop(): Promise<void>;
  stopped(): boolean;
}

export interface TrainingParts {
  readonly model: { readonly parameters: NamedVariables; dispose(): void };
  readonly optimizer: { dispose(): void };
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  /** What `fit` yields, until the signal. */
  readonly readings: (signal: AbortSignal) => AsyncIterable<Reading>;
  /** After each step, `taken` of them: the place to measure. */
  readonly after: (reading: Reading, taken: number) => Promise<void> | void;
  readonly show: () => Promise<void>;
  readonly tell: Tell<unknown, never>;
}

/** Milliseconds between two reports of progress. */
const PROGRESS = 100;

export function trainingRun({ model, optimizer, epochs, ...parts }: TrainingParts): TrainingRun {
  const { stepsPerEpoch, readings, after, show, tell } = parts;
  const abort = new AbortController();
  const gate = new Gate();
  const throughput = new Throughput();
  let ended: Promise<void> | undefined;
  let finished = false;

  async function train(): Promise<void> {
    await gate.passed();
    let told = 0;
    throughput.start();
    for await (const reading of readings(abort.signal)) {
      throughput.add(reading.examples);
      const taken = reading.step + 1;
      if (performance.now() - told > PROGRESS) {
        told = performance.now();
        const examplesPerSecond = throughput.perSecond();
        tell({ kind: 'progress', step: taken, epoch: taken / stepsPerEpoch, examplesPerSecond });
      }
      await after(reading, taken);
      await gate.passed();
      throughput.start();
    }
  }

  return {
    stepsPerEpoch,
    stepsInAll: epochs * stepsPerEpoch,
    parameters: Object.values(model.parameters).reduce((sum, { size }) => sum + size, 0),
    show,
    go() {
      gate.open();
      ended ??= train().then(
        () => {
          finished = true;
          if (!abort.signal.aborted) tell({ kind: 'finished' });
        },
        (error: unknown) => tell({ kind: 'failed', message: messageOf(error) }),
      );
    },
    pause() {
      gate.close();
      if (!finished) tell({ kind: 'paused' });
    },
    async stop() {
      abort.abort();
      gate.open();
      await ended;
      model.dispose();
      optimizer.dispose();
    },
    stopped: () => abort.signal.aborted,
  };
}
