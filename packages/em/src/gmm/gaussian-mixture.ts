import {
  argMaxRows,
  checkOptions,
  checkPositiveInteger,
  checkRng,
  drawIndex,
  type NamedArrays,
  type NdArray,
  ndArray,
  type Rng,
  softmaxInPlace,
  softmaxRows,
} from '@latents/math';
import { logSumExp } from '@latents/math/special';
import { checkKind, type ModelConfig, type SavedModel } from '@latents/training';
import { checkStatistics } from '../algorithms/check-statistics.js';
import { EmModel } from '../algorithms/em-model.js';
import type { Expectation } from '../algorithms/latent-variable-model.js';
import { checkedRows } from '../tables/distribution-rows.js';
import { covarianceForm } from './covariance.js';
import {
  describeGaussians,
  GAUSSIAN_SETTINGS,
  type GaussianSettings,
  gaussianArrays,
  gaussianSettings,
  gaussiansOf,
} from './gaussian-arrays.js';
import { gaussianGradient, gaussianPoint, gaussiansAt } from './gaussian-coordinates.js';
import type { Gaussians } from './gaussians.js';
import { type GaussianParameters, gaussians } from './gaussians-from-parameters.js';
import { checkedMixtureData, type MixtureInput } from './mixture-data.js';
import { expectMixture, impossibleRow, type MixtureParameters, mixtureLogJoint } from './mixture-expectation.js';

const KIND = 'gaussian mixture';

/**
 * A mixture of Gaussians, `p(x) = sum_z pi(z) N(x | mu_z, S_z)`. Make one with {@link gaussianMixture} from parameters or
 * {@link initializeGaussianMixture} from data. `maximize` returns another mixture; the players of `players()` train this one.
 *
 * @example
 * ```ts
 * import { createRng, GaussianMixture, initializeGaussianMixture, load, save, train } from '@latents/em';
 *
 * const rng = createRng(0);
 * const x = [[-1.2], [-1], [1], [1.3]];
 * const mixture = initializeGaussianMixture(x, { components: 2, rng });
 * for await (const reading of train(mixture, x, { steps: 20, rng })) void reading;
 * let file = new Uint8Array();
 * await save(mixture, { write: async (bytes) => void (file = bytes) });
 * const again = await load(GaussianMixture, file);
 * again.score(x) === mixture.score(x); // => true
 * ```
 * @see Stratos A.1; Bishop 2006, section 9.2
 */
export class GaussianMixture extends EmModel<MixtureInput, MixtureParameters, GaussianMixture> {
  /** @param weights `[components]`, summing to 1. */
  constructor(weights: Float64Array, gaussians: Gaussians) {
    super({ weights, gaussians });
  }

  /**
   * Returns the mixture that a file holds: `load(GaussianMixture, source)` calls it.
   *
   * @throws Error if the file holds a model of another kind, or arrays that do not fit its description.
   * @throws RangeError for settings or parameters outside their domain.
   */
  static fromSaved({ config, arrays }: SavedModel): GaussianMixture {
    const where = 'load(GaussianMixture, source)';
    checkKind(where, KIND, config);
    checkOptions(where, config as object, ['kind', ...GAUSSIAN_SETTINGS]);
    const { weights, gaussians } = partsOf(where, gaussianSettings(where, config), arrays);
    return new GaussianMixture(weights, gaussians);
  }

  /** `[components]`, summing to 1. */
  get weights(): Float64Array {
    return this.parts.weights;
  }

  /** The components' Gaussians, prepared for densities. */
  get gaussians(): Gaussians {
    return this.parts.gaussians;
  }

  override get config(): ModelConfig {
    return { kind: KIND, ...describeGaussians(this.gaussians) };
  }

  /** The weights, and the Gaussians: a mean is `origin + centeredMeans`. */
  override get parameters(): NamedArrays {
    return { weights: ndArray([this.components], this.weights), ...gaussianArrays(this.gaussians) };
  }

  override copy(): GaussianMixture {
    return new GaussianMixture(this.weights, this.gaussians);
  }

  get components(): number {
    return this.gaussians.family.components;
  }

  get dimensions(): number {
    return this.gaussians.family.dimensions;
  }

  /** `[components, dimensions]`. */
  get means(): NdArray<Float64Array> {
    return this.gaussians.means();
  }

  /** Full `[k, d, d]`, tied `[d, d]`, diagonal `[k, d]`, spherical `[k]`, tied-diagonal `[d]`, tied-spherical `[]`. */
  get covariances(): NdArray<Float64Array> {
    return this.gaussians.covariances();
  }

  /** The covariance of one component as a matrix `[d, d]`, whatever the type: what an ellipse is drawn from. */
  covarianceOf(component: number): NdArray<Float64Array> {
    return ndArray([this.dimensions, this.dimensions], this.gaussians.covarianceMatrix(component));
  }

  /** log p(x, z) of each row and component, `[n, components]`, in nats. */
  logJoint(data: MixtureInput): NdArray<Float64Array> {
    const checked = checkedMixtureData(data, 'mixture.logJoint', this.dimensions, this.components);
    return ndArray([checked.x.shape[0]!, this.components], mixtureLogJoint(this, checked));
  }

  /** Returns p(z | x) of each row, `[n, components]`. @throws ImpossibleDataError for a row so far away that its density is 0. */
  posterior(data: MixtureInput): NdArray<Float64Array> {
    const joint = this.possibleJoint('mixture.posterior(data)', data);
    const k = this.components;
    for (let at = 0; at < joint.data.length; at += k) softmaxInPlace(joint.data, at, k);
    return joint;
  }

  /** log p(x) of each row, `[n]`, in nats. */
  logProb(data: MixtureInput): Float64Array {
    const { data: joint } = this.logJoint(data);
    const k = this.components;
    return Float64Array.from({ length: joint.length / k }, (_, row) => logSumExp(joint, row * k, k));
  }

  /** The mean of log p(x) over the rows, by weight, in nats. */
  score(data: MixtureInput): number {
    const { logMarginal, examples } = this.expect(data);
    return logMarginal / examples;
  }

  /** Returns the likeliest component of each row, `[n]`. @throws ImpossibleDataError as `posterior` does. */
  predict(data: MixtureInput): Int32Array {
    return argMaxRows(this.possibleJoint('mixture.predict(data)', data).data, this.components);
  }

  /** Returns log p(x, z), `[n, components]`, of rows that some component can emit. */
  private possibleJoint(where: string, data: MixtureInput): NdArray<Float64Array> {
    const joint = this.logJoint(data);
    const k = this.components;
    for (let at = 0; at < joint.data.length; at += k) {
      if (joint.data.subarray(at, at + k).every((value) => value === -Infinity)) throw impossibleRow(where, at / k);
    }
    return joint;
  }

  /** Draws `n` rows and the components they came from. @throws RangeError unless `n` is a positive integer. */
  sample(n: number, rng: Rng): { x: NdArray<Float64Array>; labels: Int32Array } {
    checkPositiveInteger('mixture.sample(n, rng)', n, 'n');
    checkRng('mixture.sample(n, rng)', rng);
    const d = this.dimensions;
    const x = new Float64Array(n * d);
    const labels = new Int32Array(n);
    for (let row = 0; row < n; row++) {
      labels[row] = drawIndex(rng, this.weights);
      this.gaussians.draw(labels[row]!, rng, x, row * d);
    }
    return { x: ndArray([n, d], x), labels };
  }

  /** How many numbers the model is free to choose. */
  get freeParameters(): number {
    const { full, tied, spherical } = covarianceForm(this.gaussians.family.covariance);
    const d = this.dimensions;
    const one = full ? (d * (d + 1)) / 2 : spherical ? 1 : d;
    return this.components - 1 + this.components * d + (tied ? 1 : this.components) * one;
  }

  /** Akaike's criterion, `2 free parameters - 2 log p(x)`: smaller is better. */
  aic(data: MixtureInput): number {
    return 2 * this.freeParameters - 2 * this.expect(data).logMarginal;
  }

  /** The Bayesian criterion, `free parameters log n - 2 log p(x)`, n being the total weight. */
  bic(data: MixtureInput): number {
    const { logMarginal, examples } = this.expect(data);
    return this.freeParameters * Math.log(examples) - 2 * logMarginal;
  }

  /** The integrated completed likelihood, `bic + 2 H(z | x)`: it also charges for components that overlap (Biernacki et al. 2000). */
  icl(data: MixtureInput): number {
    const { logMarginal, entropy, examples } = this.expect(data);
    return this.freeParameters * Math.log(examples) - 2 * logMarginal + 2 * entropy;
  }

  /** The E step. Its `statistics` are additive: those of parts, or of machines, that share this model sum to the whole's. */
  override expect(data: MixtureInput): Expectation {
    return expectMixture(this, checkedMixtureData(data, 'mixture.expect', this.dimensions, this.components));
  }

  /**
   * The M step.
   *
   * @throws RangeError if the statistics hold no data, are not this model's, or not finite.
   * @throws SingularCovarianceError if a component collapses and there is no floor or prior.
   */
  override maximize(statistics: Float64Array): GaussianMixture {
    checkStatistics(statistics, this.gaussians.statisticsLength);
    const counts = statistics.subarray(0, this.components);
    const total = counts.reduce((sum, n) => sum + n, 0);
    if (!(total > 0 && total < Infinity))
      throw new RangeError(`mixture.maximize(statistics): expected a positive total count, got ${total}.`);
    return new GaussianMixture(
      counts.map((n) => n / total),
      this.gaussians.maximize(statistics, 0),
    );
  }

  override expectedLogJoint(statistics: Float64Array): number {
    let sum = this.gaussians.expectedLogDensity(statistics, 0);
    for (let c = 0; c < this.components; c++)
      if (statistics[c]! > 0) sum += statistics[c]! * Math.log(this.weights[c]!);
    return sum;
  }

  override logPrior(): number {
    return this.gaussians.logPrior();
  }

  override toUnconstrained(): Float64Array {
    return Float64Array.from([...Array.from(this.weights, Math.log), ...gaussianPoint(this.gaussians)]);
  }

  override fromUnconstrained(point: Float64Array): GaussianMixture {
    const weights = softmaxRows(point, 0, 1, this.components);
    return new GaussianMixture(weights, gaussiansAt(this.gaussians, point, this.components));
  }

  override gradient(statistics: Float64Array): Float64Array {
    const counts = statistics.subarray(0, this.components);
    const total = counts.reduce((sum, n) => sum + n, 0);
    const logits = Array.from(counts, (n, c) => n - total * this.weights[c]!);
    return Float64Array.from([...logits, ...gaussianGradient(this.gaussians, statistics, 0)]);
  }

  protected override partsOf(arrays: NamedArrays): MixtureParameters {
    return partsOf('mixture.assign(arrays)', this.gaussians.family, arrays);
  }

  protected override checkedData(input: unknown) {
    const data = checkedMixtureData(input as MixtureInput, 'train', this.dimensions, this.components);
    return { data, examples: data.x.shape[0]! };
  }
}

/** Returns the parameters of arrays, checked. */
function partsOf(where: string, settings: GaussianSettings, arrays: NamedArrays): MixtureParameters {
  const gaussians = gaussiansOf(where, settings, arrays, { weights: { shape: [settings.components] } });
  return { weights: checkedRows(arrays['weights']!.data, 1, settings.components, `${where}, weights`), gaussians };
}

/**
 * Returns a mixture with the given parameters.
 *
 * @example
 * ```ts
 * import { ndArray } from '@latents/math';
 * import { gaussianMixture } from '@latents/em';
 *
 * const gmm = gaussianMixture({
 *   weights: [0.5, 0.5],
 *   means: ndArray([2, 1], Float64Array.of(-1, 1)),
 *   covariances: ndArray([2], Float64Array.of(1, 1)),
 *   covariance: 'spherical',
 * });
 * Array.from(gmm.posterior(ndArray([1, 1], Float64Array.of(0))).data); // => [0.5, 0.5]
 * ```
 * @throws RangeError as {@link gaussians} does, or if the weights are not a distribution over the components.
 * @throws SingularCovarianceError if a covariance is not positive definite.
 */
export function gaussianMixture({
  weights,
  ...parameters
}: GaussianParameters & { readonly weights: ArrayLike<number> }): GaussianMixture {
  const g = gaussians(parameters);
  const k = g.family.components;
  return new GaussianMixture(checkedRows(weights, 1, k, 'gaussianMixture({ weights })'), g);
}
