import { columnMeans, columnStandardDeviations, type NdArray, ndArray, normalizeColumns } from '@latents/math';
import type * as tf from '@tensorflow/tfjs-core';
import { manyCodes } from './codes.js';

/** Codes `[examples, latentDim]`, and the class of each, an integer from 0. */
export interface LabelledCodes {
  readonly codes: tf.Tensor;
  readonly labels: ArrayLike<number>;
}

/** Fits a classifier to codes: `(data) => logisticRegression(data, { l2: 1 }).classifier`, Appendix C's, of `@latents/classifiers`. */
export type FitClassifier = (data: { readonly x: NdArray<Float64Array>; readonly y: readonly number[] }) => {
  predict(x: NdArray<Float64Array>): ArrayLike<number>;
};

export interface LinearProbe {
  /** The share of test examples whose class is predicted. */
  readonly accuracy: number;
  readonly predictions: readonly number[];
  /** The share of the commonest class: the accuracy of a code that says nothing of the classes. */
  readonly chance: number;
}

/**
 * Returns how well a linear classifier predicts the classes of examples that it was not fitted to. The codes' coordinates are first
 * brought to mean 0 and variance 1, by the training codes: a penalty then means the same for each.
 *
 * @throws RangeError for other shapes, numbers that are not finite, or labels that are not one integer >= 0 per example.
 * @see Stratos appendix C; Alain & Bengio 2017
 */
export function linearProbe(train: LabelledCodes, test: LabelledCodes, fitClassifier: FitClassifier): LinearProbe {
  const fitted = checked('linearProbe(train)', train, 2);
  const held = checked('linearProbe(train, test)', test, 1);
  if (fitted.d !== held.d) {
    throw new RangeError(`linearProbe(train, test): expected codes of one dimension, got ${fitted.d} and ${held.d}.`);
  }
  const scaling = {
    loc: [...columnMeans(fitted.codes)],
    // A coordinate that has collapsed stays at 0.
    scale: Array.from(columnStandardDeviations(fitted.codes), (deviation) => deviation || Infinity),
  };
  const classifier = fitClassifier({ x: normalizeColumns(fitted.codes, scaling), y: fitted.labels });
  const predictions = Array.from(classifier.predict(normalizeColumns(held.codes, scaling)));
  const right = predictions.filter((label, i) => label === held.labels[i]).length;
  const counts = new Map<number, number>();
  for (const label of held.labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const n = held.labels.length;
  return { accuracy: right / n, predictions, chance: Math.max(...counts.values()) / n };
}

function checked(where: string, { codes, labels }: LabelledCodes, least: number) {
  const data = manyCodes(where, codes, least);
  const list = Array.from(labels);
  const bad = list.findIndex((label) => !Number.isInteger(label) || label < 0);
  if (list.length !== codes.shape[0] || bad >= 0) {
    const got = bad >= 0 ? `${list[bad]} at index ${bad}` : `${list.length}`;
    throw new RangeError(`${where}: expected ${codes.shape[0]} labels, integers from 0, got ${got}.`);
  }
  return { codes: ndArray(codes.shape, data), labels: list, d: codes.shape[1]! };
}
