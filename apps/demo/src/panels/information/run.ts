import { batches, createRng, fit, gradientStep, type NdArray, takeRows, tensorsOf } from '@latents/core';
import { correlatedGaussian } from '@latents/datasets/synthetic';
import {
  automaticEstimator,
  type Critic,
  type CriticMethod,
  gaussianEstimator,
  infoNceMethod,
  jensenShannonMethod,
  ksgEstimator,
  mineMethod,
  nwjMethod,
  separableCritic,
  smileMethod,
} from '@latents/infotheory';
import { Adam } from '@latents/wasm';
import * as tf from '@tensorflow/tfjs';
import { Gate } from '../../workers/gate.js';
import { Throughput } from '../../workers/throughput.js';
import { CONTESTANTS, type Contestant } from './contestants.js';
import type { Report, Untrained } from './messages.js';
import { EMBEDDING, HELD_OUT, HIDDEN, type Settings, TRAINING } from './settings.js';

/** One race: a critic for each method, all trained on the same batches. It takes no step before `go`. */
export interface Race {
  readonly truth: number;
  /** What InfoNCE cannot pass. */
  readonly ceiling: number;
  readonly parameters: number;
  /** Estimates that need no training, of the held-out pairs. */
  untrained(): Promise<Untrained[]>;
  /** Reports the state before the first step. */
  show(): Promise<void>;
  go(): void;
  pause(): void;
  /** Ends the race and frees its critics. */
  stop(): Promise<void>;
}

/** Leaves out which run reports: the worker adds it. */
export type Body = Report extends infer R ? (R extends unknown ? Omit<R, 'run'> : never) : never;

/** Milliseconds between two reports of progress. */
const PROGRESS = 100;
/** Steps between two measurements. */
const EVERY = 25;

const METHODS: Readonly<Record<Contestant, CriticMethod>> = {
  InfoNCE: infoNceMethod,
  NWJ: nwjMethod,
  'Jensen-Shannon': jensenShannonMethod,
  MINE: mineMethod,
  SMILE: smileMethod(5),
};

interface Pairs {
  readonly x: NdArray;
  readonly y: NdArray;
  readonly [name: string]: NdArray;
}

/** @throws RangeError for settings that the data, the optimizers or the batches refuse. */
export function createRace(settings: Settings, post: (report: Body) => void): Race {
  const { dim, correlation, batchSize, learningRate, steps, seed } = settings;
  const rng = createRng(seed);
  const source = correlatedGaussian({ dim, correlation });
  const sample = (n: number, of: number): Pairs => ({ ...source.sample(n, rng.fork(of)) });
  const data = batches(sample(TRAINING, 0), { size: batchSize, rng: rng.fork(1), last: 'drop' });
  const heldOut = sample(HELD_OUT, 2);
  const entries = CONTESTANTS.map((name) => ({
    name,
    method: METHODS[name],
    // The same first weights for all: what differs is the method.
    critic: separableCritic({ dx: dim, dy: dim, hidden: HIDDEN, embedding: EMBEDDING, rng: rng.fork(3) }),
    optimizer: new Adam({ learningRate }),
  }));
  const players = entries.map(({ name, method, critic, optimizer }) =>
    gradientStep<Pairs>({
      player: name,
      variables: critic.variables,
      optimizer,
      objective: (batch) => method.objective(critic.scores(batch['x']!, batch['y']!)),
    }),
  );
  const abort = new AbortController();
  const gate = new Gate();
  const throughput = new Throughput();
  let ended: Promise<void> | undefined;
  let finished = false;

  async function measure(step: number): Promise<void> {
    const values = {} as Record<Contestant, number>;
    for (const { name, method, critic } of entries) values[name] = await mean(method, critic, heldOut, batchSize);
    post({ kind: 'measured', measurement: { step, values } });
  }

  async function train(): Promise<void> {
    await gate.passed();
    let told = 0;
    throughput.start();
    for await (const { step, endsStep } of fit(players, data, { steps, rng: rng.fork(4), signal: abort.signal })) {
      if (!endsStep) continue;
      throughput.add(1);
      const taken = step + 1;
      if (performance.now() - told > PROGRESS) {
        told = performance.now();
        post({ kind: 'progress', step: taken, stepsPerSecond: throughput.perSecond() });
      }
      if (taken % EVERY === 0 || taken === steps) await measure(taken);
      await gate.passed();
      throughput.start();
    }
  }

  return {
    truth: source.mutualInformation,
    ceiling: Math.log(batchSize),
    parameters: Object.values(entries[0]!.critic.variables).reduce((sum, { size }) => sum + size, 0),
    async untrained() {
      const found: Untrained[] = [];
      for (const estimator of [ksgEstimator(), gaussianEstimator(), automaticEstimator()]) {
        const { nats, standardError } = await estimator.estimate(heldOut.x, heldOut.y, rng.fork(5));
        found.push({ name: estimator.name, nats, standardError });
      }
      return found;
    },
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
      for (const { critic, optimizer } of entries) {
        critic.dispose();
        optimizer.dispose();
      }
    },
  };
}

/** The mean over disjoint batches of held-out pairs. */
async function mean(method: CriticMethod, critic: Critic, { x, y }: Pairs, size: number): Promise<number> {
  const count = Math.floor(HELD_OUT / size);
  const value = tf.tidy(() => {
    const values = Array.from({ length: count }, (_, batch) => {
      const rows = Uint32Array.from({ length: size }, (_, i) => batch * size + i);
      const of = (points: NdArray) => tensorsOf(takeRows(points, rows));
      return method.evaluate(critic.scores(of(x), of(y))).value;
    });
    return tf.stack(values).mean();
  });
  const [nats] = await value.data();
  value.dispose();
  return nats!;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
