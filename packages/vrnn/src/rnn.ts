import {
  assignVariables,
  gradientPlayer,
  type ModelConfig,
  mlp,
  type NamedVariables,
  type Network,
  prefixed,
  readVariables,
  save,
  type TensorBound,
  tensorBound,
} from '@latents/core';
import type { NamedArrays, Rng } from '@latents/math';
import { maximize, type Player, scale } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { type CellKind, type RecurrentCell, recurrentCell } from './cell.js';
import { type Emission, type EmissionKind, emission } from './emission.js';
import { checkGenerate, type GenerateOptions } from './generate.js';
import { withTwoSteps } from './objective.js';
import {
  checkSequences,
  type Sequences,
  type SequenceTensors,
  SUPPORTS,
  stepMask,
  stepsOf,
  timeMajor,
} from './sequences.js';

export interface RnnOptions {
  /** The length of x_t and of the hidden state. */
  readonly inputDim: number;
  readonly units: number;
  /** Widths of the emission's hidden layers (default `[units]`). */
  readonly hidden?: readonly number[];
  /** tau (default `'gru'`). */
  readonly cell?: CellKind;
  /** P(x_t | h_{t-1}) (default independent bits). */
  readonly emission?: EmissionKind;
  readonly rng: Rng;
}

/**
 * The deterministic baseline: p(x_{<=T}) = prod_t P(x_t | h_{t-1}) with h_t = tau(x_t, h_{t-1}). Its likelihood is exact.
 *
 * @see Stratos section 1.4
 */
export class Rnn {
  readonly config: ModelConfig;
  readonly variables: NamedVariables;
  private readonly inputDim: number;
  private readonly features: Network;
  private readonly cell: RecurrentCell;
  private readonly emission: Emission;

  /** Throws a RangeError for a size that is not a positive integer. */
  constructor({ inputDim, units, hidden = [units], cell = 'gru', emission: kind = 'bernoulli', rng }: RnnOptions) {
    this.inputDim = inputDim;
    this.features = mlp({ inputDim, hidden: [], outputDim: units, rng });
    this.cell = recurrentCell({ kind: cell, inputDim: units, units, rng });
    this.emission = emission({ kind, featureDim: units, inputDim, hidden, rng });
    this.config = { kind: 'rnn', inputDim, units, hidden, cell, emission: kind };
    this.variables = {
      ...prefixed('features', this.features.variables),
      ...prefixed('cell', this.cell.variables),
      ...prefixed('emission', this.emission.variables),
    };
  }

  /** log p(x_{<=T}), averaged over the batch, in nats a sequence: exact. Throws a RangeError as {@link logLikelihood}. */
  bound(batch: SequenceTensors): TensorBound<'exact'> {
    this.check('rnn.bound(batch)', batch);
    return exactBound(this.perSequence(batch));
  }

  /**
   * log p(x_{<=T}) of each sequence, `[batch]`, in nats: exact.
   *
   * @throws RangeError for shapes, lengths or values that do not fit.
   */
  logLikelihood(batch: SequenceTensors): tf.Tensor1D {
    this.check('rnn.logLikelihood(batch)', batch);
    return tf.tidy(() => this.perSequence(batch));
  }

  /** `count` sequences of `steps` steps, `[count, steps, inputDim]`. */
  generate(options: GenerateOptions): tf.Tensor3D {
    checkGenerate('rnn.generate(options)', options);
    return tf.tidy(() => this.drawn(tf.zeros([options.count ?? 1, this.cell.stateDim]) as tf.Tensor2D, options));
  }

  /**
   * What follows a prefix: `steps` further steps of each sequence of `x`, `[batch, steps, inputDim]`. All prefixes have the length
   * of `x`.
   *
   * @throws RangeError for shapes or values that do not fit.
   */
  continue(x: tf.Tensor, options: GenerateOptions): tf.Tensor3D {
    checkGenerate('rnn.continue(x, options)', options);
    return tf.tidy(() => {
      const [batch = 0, steps = 0] = x.shape;
      const prefix = { x, lengths: tf.fill([batch], steps, 'int32') };
      this.check('rnn.continue(x, options)', prefix);
      return this.drawn(this.states(prefix).last, options);
    });
  }

  /** The players, for `fit`: one, who moves the exact log-likelihood up, in nats a step. */
  players(optimizer: tf.Optimizer): Player<Sequences>[] {
    const player = gradientPlayer<Sequences>({
      name: 'rnn',
      variables: this.variables,
      optimizer,
      check: (batch) => checkSequences('rnn.steps: batch', batch, this.inputDim, SUPPORTS[this.emission.support]),
      objective: (batch) =>
        maximize(
          scale(
            exactBound(this.perSequence(withTwoSteps(batch))),
            1 / tf.mean(tf.cast(batch.lengths, 'float32')).dataSync()[0]!,
          ),
        ),
    });
    return [player];
  }

  /** Saves configuration and weights; see core's `save`. */
  save(destination: string | tf.io.IOHandler): Promise<void> {
    return save(this, destination);
  }

  state(): Promise<NamedArrays> {
    return readVariables(this.variables);
  }

  /** Takes weights that `state` gave. Throws an Error if they are those of another architecture. */
  restore(state: NamedArrays): void {
    assignVariables('rnn.restore(state)', this.variables, state);
  }

  /** Frees all variables. A second call does nothing. */
  dispose(): void {
    for (const part of [this.features, this.cell, this.emission]) part.dispose();
  }

  private check(where: string, { x, lengths }: SequenceTensors): void {
    const arrays = {
      x: { shape: x.shape, data: x.dataSync() as Float32Array },
      lengths: { shape: lengths.shape, data: lengths.dataSync() as Int32Array },
    };
    checkSequences(where, arrays, this.inputDim, SUPPORTS[this.emission.support]);
  }

  /** h_0 .. h_{T-1}, and the state after x_T. */
  private states({ x, lengths }: SequenceTensors) {
    const mask = stepMask(lengths, x.shape[1]!);
    const sequence = timeMajor(x, mask);
    const [steps, batch] = sequence.shape;
    const features = stepsOf(
      tf.reshape(this.features.apply(tf.reshape(sequence, [steps * batch, -1])), [steps, batch, -1]),
    );
    let last = tf.zeros([batch, this.cell.stateDim]) as tf.Tensor2D;
    const hidden: tf.Tensor2D[] = [];
    for (const feature of features) {
      hidden.push(this.cell.hidden(last));
      last = this.cell.step(feature as tf.Tensor2D, last);
    }
    return { hidden, last, sequence, mask };
  }

  private perSequence(batch: SequenceTensors): tf.Tensor1D {
    const { hidden, sequence, mask } = this.states(batch);
    return tf.sum(tf.mul(this.emission.given(tf.stack(hidden)).logProb(sequence), mask), 0) as tf.Tensor1D;
  }

  private drawn(start: tf.Tensor2D, { steps, rng, temperature = 1 }: GenerateOptions): tf.Tensor3D {
    let state = start;
    const drawn: tf.Tensor2D[] = [];
    for (let t = 0; t < steps; t++) {
      const x = this.emission.given(this.cell.hidden(state), temperature).sample(rng) as tf.Tensor2D;
      state = this.cell.step(this.features.apply(x) as tf.Tensor2D, state);
      drawn.push(x);
    }
    return tf.stack(drawn, 1) as tf.Tensor3D;
  }
}

function exactBound(perSequence: tf.Tensor1D): TensorBound<'exact'> {
  return tensorBound('exact', 'log p(x)', [
    { name: 'log-likelihood', nats: tf.reshape<tf.Rank.R0>(tf.mean(perSequence), []), weight: 1 },
  ]);
}
