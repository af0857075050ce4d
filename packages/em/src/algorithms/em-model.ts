import type { NamedArrays } from '@latents/math';
import {
  type Batches,
  firstDifference,
  fullBatch,
  inWords,
  type Model,
  type ModelConfig,
  type Player,
} from '@latents/training';
import { emPlayers } from './em-players.js';
import type { Expectation, TrainableModel } from './latent-variable-model.js';

/**
 * The life of a model that EM trains, written once. Parameters are one immutable value; training in place exchanges it.
 *
 * @typeParam Data The data of an E step.
 * @typeParam Parts The parameters, prepared for computing.
 */
export abstract class EmModel<Data, Parts, Self extends EmModel<Data, Parts, Self>>
  implements TrainableModel<Data, Self>, Model<Data, object>
{
  /** The present parameters. */
  protected parts: Parts;

  protected constructor(parts: Parts) {
    this.parts = parts;
  }

  /** Description of the model: everything but its parameters. */
  abstract readonly config: ModelConfig;
  /** The parameters by name, in float64: they restore the model to the bit. */
  abstract readonly parameters: NamedArrays;
  abstract expect(data: Data): Expectation;
  abstract maximize(statistics: Float64Array): Self;
  abstract expectedLogJoint(statistics: Float64Array): number;
  abstract logPrior(): number;
  abstract toUnconstrained(): Float64Array;
  abstract fromUnconstrained(point: Float64Array): Self;
  abstract gradient(statistics: Float64Array): Float64Array;
  /** Returns a model with the same parameters, which may be trained without changing this one. */
  abstract copy(): Self;

  /** Returns the parameters of arrays, checked. */
  protected abstract partsOf(arrays: NamedArrays): Parts;
  /** Returns data as the E step takes them, checked, and the number of examples. */
  protected abstract checkedData(data: unknown): { readonly data: Data; readonly examples: number };

  /**
   * Takes the values of arrays of the names and shapes of `parameters`. All are checked before any is changed.
   *
   * @throws Error that names the first missing, unknown, misshapen or non-finite array.
   * @throws RangeError for parameters outside their domain.
   */
  assign(arrays: NamedArrays): void {
    this.parts = this.partsOf(arrays);
  }

  /**
   * Takes the parameters of another model of the same structure. The players call it; `maximize` changes nothing.
   *
   * @throws Error that names the first difference in structure.
   */
  become(next: Self): void {
    const difference = firstDifference(this.config, next.config);
    if (difference) throw new Error(`model.become(next): ${inWords(difference)}.`);
    this.parts = next.parts;
  }

  /**
   * Returns the two players of EM, `'posterior'` and `'model'`, who train this model in place.
   *
   * @throws RangeError for any option: EM has none.
   */
  players(options: object = {}): readonly [Player<Data>, Player<Data>] {
    const [unknown] = Object.keys(options);
    if (unknown !== undefined)
      throw new RangeError(
        `model.players(options): expected no options, got '${unknown}'. EM has none; onlineEm and incrementalEm train on batches.`,
      );
    return emPlayers<Data, Self>(this as unknown as Self).players;
  }

  /**
   * Returns all the data as one batch: `train(model, data, { steps, rng })` is EM.
   *
   * @throws RangeError for a batch size, or data that `expect` refuses.
   */
  batches(data: unknown, { size }: { readonly size?: number } = {}): Batches<Data> {
    if (size !== undefined)
      throw new RangeError(
        `train(model, data, { batchSize }): expected no batch size, got ${size}: EM trains on all the data at each step. Give the player of onlineEm to fit for batches.`,
      );
    const { data: checked, examples } = this.checkedData(data);
    return fullBatch(checked, examples);
  }

  /** Does nothing: there is no memory to free. It may be called twice. */
  dispose(): void {}
}
