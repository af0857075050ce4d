import { checkNonNegative, checkOneOf, checkOptions } from '@latents/math';
import { checkKind, type SavedModel } from '@latents/training';
import { checkExamples, type LabelledData } from './features.js';
import {
  fittedParts,
  type GaussianClassifierOptions,
  type GaussianForm,
  type GaussianParts,
  partsOfArrays,
} from './gaussian-classifier.js';
import { checkedSizes } from './sizes.js';

/** Options of the fit of a Gaussian classifier. */
export type VarianceSmoothingOptions = Pick<GaussianClassifierOptions, 'smoothing'>;

/** A family of Gaussian classifiers. */
export type GaussianClassifierFamily = Pick<GaussianForm, 'kind' | 'shared'>;

/** Arguments that make a Gaussian classifier. */
type Arguments = readonly [options: GaussianClassifierOptions, parts: GaussianParts];

const OPTIONS = ['classes', 'dimension', 'covariance', 'smoothing'] as const;

/**
 * Returns the form that options state.
 *
 * @throws RangeError for sizes or a covariance that are out of range, or an unknown option.
 */
export function formOf(
  where: string,
  family: GaussianClassifierFamily,
  options: GaussianClassifierOptions,
): GaussianForm {
  checkOptions<GaussianClassifierOptions, typeof OPTIONS>(where, options, OPTIONS);
  const { covariance = 'full', smoothing = 0 } = options;
  checkOneOf(`${where}, covariance`, covariance, ['full', 'diagonal']);
  checkNonNegative(`${where}, smoothing`, smoothing);
  return { ...family, ...checkedSizes(where, options), full: covariance === 'full', smoothing };
}

/** Returns the classifier of highest likelihood. @throws RangeError for bad data, or a singular covariance. */
export function fittedTo(
  where: string,
  family: GaussianClassifierFamily,
  data: LabelledData,
  covariance: 'full' | 'diagonal',
  given: VarianceSmoothingOptions,
): Arguments {
  checkOptions(where, given, ['smoothing']);
  const examples = checkExamples(where, data);
  const { smoothing = 0 } = given;
  const options = { classes: examples.classes, dimension: examples.d, covariance, smoothing };
  return [options, fittedParts(where, formOf(where, family, options), examples)];
}

/**
 * Returns the classifier that a file holds.
 *
 * @throws Error for another kind of model, or arrays that do not fit the description.
 * @throws RangeError for settings or parameters outside their domain.
 */
export function savedAs(where: string, family: GaussianClassifierFamily, { config, arrays }: SavedModel): Arguments {
  checkKind(where, family.kind, config);
  const { kind: _, ...rest } = config;
  const options = rest as unknown as GaussianClassifierOptions;
  return [options, partsOfArrays(where, formOf(where, family, options), arrays)];
}
