import { additiveUniformPair } from './additive-uniform-pair.js';
import { gaussianPair } from './gaussian-pair.js';
import { mappedPair } from './mapped-pair.js';
import { halfCube, inverseSinh, normalCdf, type RowMap, spiral, swissRoll, toMixture, wiggly } from './maps.js';
import type { Pair } from './pair.js';
import { studentPair } from './student-pair.js';

/** A pair with the name of its task. */
export interface BeyondNormalTask extends Pair {
  readonly name: string;
}

const both = (map: RowMap) => ({ x: map, y: map });

/** All correlations 1/2. */
function dense(d: number): Pair {
  const covariance = Array.from({ length: 2 * d }, (_, i) =>
    Array.from({ length: 2 * d }, (_, j) => (i === j ? 1 : 0.5)),
  );
  return gaussianPair({ covariance, dx: d });
}

/** The first two coordinates of x and y correlated pair by pair, 0.8; the rest is noise. */
function twoPairs(d: number): Pair {
  const covariance = Array.from({ length: 2 * d }, (_, i) =>
    Array.from({ length: 2 * d }, (_, j) => (i === j ? 1 : Math.abs(i - j) === d && Math.min(i, j) < 2 ? 0.8 : 0)),
  );
  return gaussianPair({ covariance, dx: d });
}

/**
 * The 40 tasks on which estimators of mutual information are compared, named as in the paper: Gaussian, Student-t and uniform pairs of
 * 1 to 50 dimensions, plain and through one-to-one maps.
 *
 * @example
 * ```ts
 * import { beyondNormalTasks } from '@latents/datasets/synthetic';
 *
 * const tasks = beyondNormalTasks();
 * tasks.length; // => 40
 * tasks[0].name; // => 'Bivariate normal 1 x 1'
 * tasks[0].mutualInformation; // => 0.413339
 * ```
 * @see Czyz, Grabowski, Vogt, Beerenwinkel & Marx 2023, "Beyond Normal: On the Evaluation of Mutual Information Estimators"
 */
export function beyondNormalTasks(): BeyondNormalTask[] {
  const normal = gaussianPair({
    covariance: [
      [1, 0.75],
      [0.75, 1],
    ],
    dx: 1,
  });
  const uniform = mappedPair(normal, both(normalCdf));
  const cauchy = studentPair({ dx: 1, dy: 1, df: 1 });
  const bimodal = {
    x: toMixture({ weight: 0.3, means: [0, 5] }),
    y: toMixture({ weight: 0.5, means: [-1, 3] }),
  };
  const coiled = (base: Pair) =>
    mappedPair(base, { x: spiral({ first: 0, speed: 1 / base.dx }), y: spiral({ first: 1, speed: 1 / base.dy }) });
  const student = (d: number, df: number) => studentPair({ dx: d, dy: d, df });
  const sizes = [3, 5, 25];
  const tasks: [string, Pair][] = [
    ['Bivariate normal 1 x 1', normal],
    ['Normal CDF @ Bivariate normal 1 x 1', uniform],
    ['Uniform 1 x 1 (additive noise=0.1)', additiveUniformPair({ noise: 0.1 })],
    ['Uniform 1 x 1 (additive noise=0.75)', additiveUniformPair({ noise: 0.75 })],
    ['Bimodal 1 x 1', mappedPair(normal, bimodal)],
    ['Wiggly @ Bivariate normal 1 x 1', mappedPair(normal, wiggly)],
    ['Half-cube @ Bivariate normal 1 x 1', mappedPair(normal, both(halfCube))],
    ['Student-t 1 x 1 (dof=1)', cauchy],
    ['Asinh @ Student-t 1 x 1 (dof=1)', mappedPair(cauchy, both(inverseSinh))],
    ['Swiss roll 2 x 1', mappedPair(uniform, { x: swissRoll, y: (row) => row.slice() })],
    ...[2, 3, 5, 25, 50].map((d): [string, Pair] => [`Multinormal ${d} x ${d} (dense)`, dense(d)]),
    ...[2, 3, 5, 25].map((d): [string, Pair] => [`Multinormal ${d} x ${d} (2-pair)`, twoPairs(d)]),
    ...(
      [
        [2, 1],
        [2, 2],
        [3, 2],
        [3, 3],
        [5, 2],
        [5, 3],
      ] as const
    ).map(([d, df]): [string, Pair] => [`Student-t ${d} x ${d} (dof=${df})`, student(d, df)]),
    ...sizes.map((d): [string, Pair] => [
      `Normal CDF @ Multinormal ${d} x ${d} (2-pair)`,
      mappedPair(twoPairs(d), both(normalCdf)),
    ]),
    ...sizes.map((d): [string, Pair] => [
      `Half-cube @ Multinormal ${d} x ${d} (2-pair)`,
      mappedPair(twoPairs(d), both(halfCube)),
    ]),
    ...sizes.map((d): [string, Pair] => [`Spiral @ Multinormal ${d} x ${d} (2-pair)`, coiled(twoPairs(d))]),
    ...sizes.map((d): [string, Pair] => [
      `Spiral @ Normal CDF @ Multinormal ${d} x ${d} (2-pair)`,
      coiled(mappedPair(twoPairs(d), both(normalCdf))),
    ]),
    ...(
      [
        [2, 1],
        [3, 2],
        [5, 2],
      ] as const
    ).map(([d, df]): [string, Pair] => [
      `Asinh @ Student-t ${d} x ${d} (dof=${df})`,
      mappedPair(student(d, df), both(inverseSinh)),
    ]),
  ];
  return tasks.map(([name, pair]) => ({ name, ...pair }));
}
