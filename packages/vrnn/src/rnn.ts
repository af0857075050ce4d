import {
  describeNetwork,
  type Network,
  NetworkModel,
  type PlayerOptions,
  stepsOf,
  type TensorBound,
  tensorBound,
  tidyBound,
} from '@latents/core';
import { checkOptions, sizeOfShape } from '@latents/math';
import type { Json, Player } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import type { RecurrentCell } from './cell.js';
import { describeCell, describeEmission } from './describe.js';
import type { EmissionNetwork } from './emission.js';
import { type ContinueOptions, checkContinue, checkGenerate, type GenerateOptions } from './generate.js';
import { type SequenceObjective, withTwoSteps } from './objective.js';
import {
  checkSequences,
  checkSequenceTensors,
  type Sequences,
  type SequenceTensors,
  SUPPORTS,
  stepMask,
  timeMajor,
  unpadded,
} from './sequences.js';

/** The parts of an {@link Rnn}. */
export interface RnnParts {
  /** Features of x_t. */
  readonly features: Network;
  /** tau: takes the features of x_t. */
  readonly cell: RecurrentCell;
  /** P(x_t | h_{t-1}). */
  readonly emission: EmissionNetwork;
}

/** Training options. All have defaults. */
export interface RnnPlayersOptions extends PlayerOptions {
  /** The bound to move (default {@link Rnn.bound}). */
  readonly objective?: SequenceObjective;
}

/**
 * The deterministic baseline: p(x_{<=T}) = prod_t P(x_t | h_{t-1}) with h_t = tau(x_t, h_{t-1}). Its likelihood is exact. Every
 * method throws an Error after `dispose`.
 *
 * @see Stratos section 1.4
 */
export class Rnn extends NetworkModel<Sequences, RnnPlayersOptions> {
  readonly parts: RnnParts;

  /**
   * Makes a model of the user's own parts; {@link createRnn} makes the usual ones.
   *
   * @param options The options of the factory that made the parts, as plain JSON, so that `load(factory, source)` can make
   * them again.
   * @throws RangeError if the widths of two parts do not fit.
   */
  constructor({ features, cell, emission }: RnnParts, options?: { readonly [option: string]: Json }) {
    checkParts({ features, cell, emission });
    super(
      {
        kind: 'rnn',
        ...(options && { options }),
        networks: {
          features: describeNetwork(features),
          cell: describeCell(cell),
          emission: describeEmission(emission),
        },
      },
      { features: features.variables, cell: cell.variables, emission: emission.variables },
    );
    this.parts = { features, cell, emission };
  }

  /**
   * Returns log p(x_{<=T}), averaged over the batch, in nats per sequence: exact.
   *
   * @throws RangeError for shapes, lengths or values that do not fit.
   */
  bound(batch: SequenceTensors): TensorBound<'exact'> {
    this.check('rnn.bound(batch)', batch);
    return this.exactBound(batch);
  }

  /**
   * Returns log p(x_{<=T}) of each sequence, `[batch]`, in nats: exact.
   *
   * @throws RangeError as {@link bound}.
   */
  logLikelihood(batch: SequenceTensors): tf.Tensor1D {
    this.check('rnn.logLikelihood(batch)', batch);
    return tf.tidy(() => this.perSequence(batch));
  }

  /**
   * Draws `count` sequences of `steps` steps, `[count, steps, inputDim]`.
   *
   * @throws RangeError for options out of range.
   */
  generate(options: GenerateOptions): tf.Tensor3D {
    this.checkAlive('rnn.generate(options)');
    checkGenerate('rnn.generate(options)', options);
    return tf.tidy(() => this.drawn(tf.zeros([options.count ?? 1, this.parts.cell.stateDim]) as tf.Tensor2D, options));
  }

  /**
   * Draws what follows a prefix: `steps` further steps of each sequence of `x`, `[batch, steps, inputDim]`. All prefixes have
   * the length of `x`.
   *
   * @throws RangeError for options out of range, or shapes or values that do not fit.
   */
  continue(x: tf.Tensor, options: ContinueOptions): tf.Tensor3D {
    this.checkAlive('rnn.continue(x, options)');
    checkContinue('rnn.continue(x, options)', options);
    return tf.tidy(() => {
      const prefix = { x, lengths: tf.fill([x.shape[0] ?? 0], x.shape[1] ?? 0, 'int32') };
      this.check('rnn.continue(x, options)', prefix);
      return this.drawn(this.states(prefix).last, options);
    });
  }

  /**
   * Returns the players for `fit`: one, who moves the exact log-likelihood up, in nats per sequence.
   *
   * @throws RangeError for unknown options; while training, for sequences that do not fit.
   */
  override players(options: RnnPlayersOptions = {}): readonly Player<Sequences>[] {
    this.checkAlive('rnn.players(options)');
    checkOptions('rnn.players(options)', options, ['optimizer', 'learningRate', 'clipNorm', 'objective']);
    const { objective = (batch: SequenceTensors) => this.exactBound(batch), ...moving } = options;
    return [
      this.gradientPlayer<Sequences>({
        ...moving,
        name: 'rnn',
        variables: this.parameters,
        check: (batch) => checkSequences('rnn.players(options): batch', batch, this.inputDim, this.support),
        objective: (batch, rng, step) => objective(withTwoSteps(batch), rng, step),
        settings: options.objective === undefined ? {} : { objective: 'function' },
      }),
    ];
  }

  private get inputDim(): number {
    return sizeOfShape(this.parts.features.inputShape);
  }

  private get support() {
    return SUPPORTS[this.parts.emission.support];
  }

  private check(where: string, batch: SequenceTensors): void {
    this.checkAlive(where);
    checkSequenceTensors(where, batch, this.inputDim, this.support);
  }

  private exactBound(batch: SequenceTensors): TensorBound<'exact'> {
    return tidyBound(() => {
      const nats = tf.mean(this.perSequence(batch)) as tf.Scalar;
      return tensorBound('exact', 'log p(x)', [{ name: 'log-likelihood', nats, weight: 1 }]);
    });
  }

  /** Returns h_0 .. h_{T-1}, and the state after x_T. */
  private states({ x, lengths }: SequenceTensors) {
    const { features: network, cell } = this.parts;
    const mask = stepMask(lengths, x.shape[1]!);
    const sequence = timeMajor(x, mask);
    const [steps, batch] = sequence.shape;
    const features = stepsOf(tf.reshape(network.apply(tf.reshape(sequence, [steps * batch, -1])), [steps, batch, -1]));
    let last = tf.zeros([batch, cell.stateDim]) as tf.Tensor2D;
    const hidden: tf.Tensor2D[] = [];
    for (const feature of features) {
      hidden.push(cell.hidden(last));
      last = cell.step(feature as tf.Tensor2D, last);
    }
    return { hidden, last, sequence, mask };
  }

  private perSequence(batch: SequenceTensors): tf.Tensor1D {
    const { hidden, sequence, mask } = this.states(batch);
    return tf.sum(unpadded(this.parts.emission.given(tf.stack(hidden)).logProb(sequence), mask), 0) as tf.Tensor1D;
  }

  private drawn(start: tf.Tensor2D, { steps, rng, temperature = 1 }: ContinueOptions): tf.Tensor3D {
    const { features, cell, emission } = this.parts;
    let state = start;
    const drawn: tf.Tensor2D[] = [];
    for (let t = 0; t < steps; t++) {
      const x = emission.given(cell.hidden(state), temperature).sample(rng) as tf.Tensor2D;
      state = cell.step(features.apply(x) as tf.Tensor2D, state);
      drawn.push(x);
    }
    return tf.stack(drawn, 1) as tf.Tensor3D;
  }
}

/** Throws a RangeError that names the first two parts whose widths do not fit. */
function checkParts({ features, cell, emission }: RnnParts): void {
  const meets: [part: string, got: number, expected: number, of: string][] = [
    ['cell input', cell.inputDim, sizeOfShape(features.outputShape), 'the features of x'],
    ['emission input', sizeOfShape(emission.inputShape), cell.units, 'h'],
    ['emission event', sizeOfShape(emission.eventShape), sizeOfShape(features.inputShape), 'x'],
  ];
  for (const [part, got, expected, of] of meets) {
    if (got !== expected) {
      throw new RangeError(`new Rnn(parts): expected ${part} of width ${expected} (${of}), got ${got}.`);
    }
  }
}
