import { type NamedArrays, ndArray } from '@latents/math';
import { type Batches, fullBatch, type Model, type ModelConfig, type Player } from '@latents/training';
import { checkExamples, type LabelledData, type Sizes } from './features.js';

/**
 * The life of a classifier as a model, written once. Parameters are one immutable value; training exchanges it.
 *
 * @typeParam Parts The parameters, prepared for computing.
 * @typeParam Options The options of `players`.
 */
export abstract class ClassifierModel<Parts, Options extends object> implements Model<LabelledData, Options> {
  /** Number of classes. */
  readonly classes: number;
  /** Number of features. */
  readonly dimension: number;
  /** The present parameters. */
  protected parts: Parts;

  protected constructor({ classes, dimension }: Sizes, parts: Parts) {
    this.classes = classes;
    this.dimension = dimension;
    this.parts = parts;
  }

  /** Description of the model: everything but its parameters. */
  abstract readonly config: ModelConfig;
  /** The parameters by name, in float64: they restore the model to the bit. */
  abstract readonly parameters: NamedArrays;
  /** Returns the player who trains this model, in place. */
  abstract players(options?: Options): readonly [Player<LabelledData>];
  /** Returns the parameters of arrays, checked. */
  protected abstract partsOf(arrays: NamedArrays): Parts;

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
   * Returns all the data as one batch: `train(classifier, { x, y }, { steps, rng })` trains on all examples at each step.
   *
   * @throws TypeError for what is not labelled data.
   * @throws RangeError for a batch size, features that are not `[n, dimension]` and finite, or labels of other classes.
   */
  batches(data: unknown, { size }: { readonly size?: number } = {}): Batches<LabelledData> {
    if (size !== undefined)
      throw new RangeError(
        `train(classifier, data, { batchSize }): expected no batch size, got ${size}. A classifier trains on all examples at each step.`,
      );
    const { x, y, n, d } = checkExamples('train(classifier, data)', data as LabelledData, this);
    return fullBatch({ x: ndArray([n, d], x), y }, n);
  }

  /** Does nothing: there is no memory to free. It may be called twice. */
  dispose(): void {}
}
