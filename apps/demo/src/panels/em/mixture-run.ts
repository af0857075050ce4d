import { type GaussianMixture, gaussianMixture, initializeGaussianMixture } from '@latents/em';
import { createRng, type NdArray, ndArray } from '@latents/math';
import { HalfSteps } from '../em-steps/half-steps.js';

export interface MixtureSettings {
  readonly components: number;
  readonly seed: number;
}

const POINTS = 400;

/** EM of a mixture on points of the plane. */
export class MixtureRun extends HalfSteps<NdArray<Float64Array>, GaussianMixture> {
  /** `[points, components]`, of the latest E step; undefined before it. */
  responsibilities: Float64Array | undefined;

  constructor({ components, seed }: MixtureSettings) {
    const rng = createRng(seed);
    const { x } = truth().sample(POINTS, rng.split());
    super(initializeGaussianMixture(x, { components, rng, method: 'random-points' }), x, POINTS);
  }

  override move(): void {
    if (this.next === 'E') this.responsibilities = this.model.posterior(this.data).data;
    super.move();
  }
}

/** Where the points come from: four overlapping Gaussians. */
function truth(): GaussianMixture {
  return gaussianMixture({
    weights: [0.3, 0.3, 0.25, 0.15],
    means: ndArray([4, 2], Float64Array.of(-2.5, 0, 1, 2.2, 2.4, -1.6, -0.5, -3)),
    covariances: ndArray(
      [4, 2, 2],
      Float64Array.of(0.6, 0.5, 0.5, 1.4, 1.6, -0.6, -0.6, 0.5, 0.4, 0.2, 0.2, 0.9, 0.9, 0, 0, 0.15),
    ),
  });
}
