import type { NdArray } from '@latents/core/arrays';
import { ndArray } from '@latents/core/arrays';
import { createRng } from '@latents/core/rng';
import { type Expectation, type GaussianMixture, gaussianMixture, initializeGaussianMixture } from '@latents/em';

export interface MixtureSettings {
  readonly components: number;
  readonly seed: number;
}

/** After a move: how high log p(x) and the bound are, in nats per point. */
export interface Reading {
  readonly move: 'start' | 'E' | 'M';
  readonly logMarginal: number;
  /** Undefined before the first E step. */
  readonly bound: number | undefined;
}

const POINTS = 400;

/** EM on points of the plane, one half-step at a time. */
export class MixtureRun {
  readonly x: NdArray<Float64Array>;
  readonly readings: Reading[] = [];
  model: GaussianMixture;
  /** `[points, components]`, of the latest E step; undefined before it. */
  responsibilities: Float64Array | undefined;
  private expectation: Expectation | undefined;

  constructor({ components, seed }: MixtureSettings) {
    const rng = createRng(seed);
    this.x = truth().sample(POINTS, rng.split()).x;
    this.model = initializeGaussianMixture(this.x, { components, rng, method: 'random-points' });
    this.read('start');
  }

  /** Which half comes next. */
  get next(): 'E' | 'M' {
    return this.readings.at(-1)!.move === 'E' ? 'M' : 'E';
  }

  /** The posterior becomes exact, or the model that which the posterior asks for. */
  move(): void {
    const move = this.next;
    if (move === 'E') {
      this.expectation = this.model.expect(this.x);
      this.responsibilities = this.model.posterior(this.x).data;
    } else this.model = this.model.maximize(this.expectation!.statistics);
    this.read(move);
  }

  private read(move: Reading['move']): void {
    const { expectation, model } = this;
    const bound = expectation && (model.expectedLogJoint(expectation.statistics) + expectation.entropy) / POINTS;
    this.readings.push({ move, logMarginal: model.score(this.x), bound });
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
