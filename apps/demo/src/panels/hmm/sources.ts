import { CategoricalEmission, type Emission, GaussianEmission, gaussians, HiddenMarkovModel } from '@latents/em';
import { type NdArray, ndArray, type Rng } from '@latents/math';

export type Kind = 'numbers' | 'dice';

export type Hmm = HiddenMarkovModel<Emission>;

/** So many states make the sequences. */
export const TRUE_STATES = 3;
export const FACES = 6;

/** What makes the sequences: three states that like to stay, each with numbers, or a die, of its own. */
export function truth(kind: Kind): Hmm {
  const emission =
    kind === 'numbers'
      ? normals([-2, 0.4, 2.6], [0.8, 0.5, 0.9])
      : new CategoricalEmission(
          ndArray(
            [TRUE_STATES, FACES],
            Float64Array.from({ length: TRUE_STATES * FACES }, (_, i) =>
              (i % FACES) >> 1 === Math.floor(i / FACES) ? 0.36 : 0.07,
            ),
          ),
        );
  return chain(
    emission,
    () => [1, 1, 1],
    (from, to) => (from === to ? 0.92 : 0.04),
  );
}

/** Where EM begins: emissions at random, transitions that hardly prefer anything. */
export function start(kind: Kind, observations: NdArray, states: number, rng: Rng): Hmm {
  const spread = Math.sqrt(variance(observations.data));
  const emission =
    kind === 'numbers'
      ? normals(
          Array.from({ length: states }, () => observations.data[rng.integer(observations.data.length)]!),
          new Array<number>(states).fill(spread),
        )
      : new CategoricalEmission(
          ndArray(
            [states, FACES],
            Float64Array.from(
              Array.from({ length: states }, () => normalized(FACES, () => 0.5 + rng.uniform())).flat(),
            ),
          ),
        );
  return chain(
    emission,
    () => new Array<number>(states).fill(1),
    (from, to) => (from === to ? 2 : 1) + 0.1 * rng.uniform(),
  );
}

function chain(emission: Emission, weights: () => number[], move: (from: number, to: number) => number): Hmm {
  const k = emission.states;
  const moves = Array.from({ length: k }, (_, from) => normalized(k, (to) => move(from, to))).flat();
  const first = weights();
  return new HiddenMarkovModel<Emission>({
    start: normalized(k, (i) => first[i]!),
    transitions: ndArray([k, k], Float64Array.from(moves)),
    emission,
  });
}

/** One Gaussian a state. The floor keeps a state from collapsing onto one point, where the likelihood has no bound. */
function normals(means: readonly number[], scales: readonly number[]): GaussianEmission {
  const k = means.length;
  return new GaussianEmission(
    gaussians({
      means: ndArray([k, 1], Float64Array.from(means)),
      covariances: ndArray(
        [k, 1],
        Float64Array.from(scales, (scale) => scale ** 2),
      ),
      covariance: 'diagonal',
      covarianceFloor: 0.01,
    }),
  );
}

function normalized(n: number, weight: (i: number) => number): number[] {
  const weights = Array.from({ length: n }, (_, i) => weight(i));
  const total = weights.reduce((sum, w) => sum + w, 0);
  return weights.map((w) => w / total);
}

function variance(values: ArrayLike<number>): number {
  const all = Array.from(values);
  const mean = all.reduce((sum, v) => sum + v, 0) / all.length;
  return all.reduce((sum, v) => sum + (v - mean) ** 2, 0) / all.length;
}
