// Errors of the estimators of mutual information on the 40 tasks of Czyz et al. 2023, at 5,000 pairs, and of the automatic choice; or,
// by `others`, of the automatic choice on pairs that are not among the 40 and were not looked at when its rule was made.
//
//   cd bench && npx tsx --conditions=@latents/source infotheory/beyond-normal.ts tasks|others|table [seed] [pattern]
//
// `table` has all estimators and takes about 20 minutes; `tasks` and `others` the automatic choice only.

import {
  type BeyondNormalTask,
  beyondNormalTasks,
  gaussianPair,
  halfCube,
  inverseSinh,
  mappedPair,
  normalCdf,
  type RowMap,
  spiral,
  studentPair,
  swissRoll,
  twoViews,
} from '@latents/datasets/synthetic';
import {
  automaticEstimator,
  conditionalEstimator,
  cotrainEstimator,
  criticEstimator,
  gaussianEstimator,
  histogramEstimator,
  type InformationEstimator,
  infoNceMethod,
  interpolatedMethod,
  jensenShannonMethod,
  ksgEstimator,
  mineMethod,
  nwjMethod,
  smileMethod,
  tubaMethod,
} from '@latents/infotheory';
import { createRng } from '@latents/math';
import { useWasm } from '@latents/setup/wasm';
import { setThreadsCount } from '@tensorflow/tfjs-backend-wasm';

const [what = 'tasks', seed = '0', pattern = '.'] = process.argv.slice(2);
const PAIRS = 5000;

const training = { steps: 1000, learningRate: 2e-3, patience: 5 };
const estimators: readonly (readonly [string, InformationEstimator])[] = [
  ['KSG', ksgEstimator()],
  ['copula', gaussianEstimator()],
  ['histogram', histogramEstimator()],
  ...[
    infoNceMethod,
    nwjMethod,
    tubaMethod,
    interpolatedMethod(0.5),
    mineMethod,
    jensenShannonMethod,
    smileMethod(5),
  ].map((method) => [method.name, criticEstimator({ method, ...training })] as const),
  ...(['barber-agakov', 'difference-of-entropies', 'club', 'leave-one-out'] as const).map((method) => {
    const estimator = conditionalEstimator({ method, ...training });
    return [estimator.name, estimator] as const;
  }),
  ['InfoCotrain', cotrainEstimator({ ...training, learningRate: 1e-2 })],
];

/** Pairs with other dependence than the 40 have. */
function others(): BeyondNormalTask[] {
  const pairs = (d: number, count: number, correlation: number) =>
    gaussianPair({
      covariance: Array.from({ length: 2 * d }, (_, i) =>
        Array.from({ length: 2 * d }, (_, j) =>
          i === j ? 1 : Math.abs(i - j) === d && Math.min(i, j) < count ? correlation : 0,
        ),
      ),
      dx: d,
    });
  /** One-to-one: each coordinate moved by a function of those before it. */
  const shear =
    (f: (before: number) => number): RowMap =>
    (row) =>
      row.map((v, i) => (i === 0 ? v : v + f(row[i - 1]!)));
  const banana = shear((v) => v * v);
  const wave = shear((v) => 1.5 * Math.sin(2 * v));
  const both = (map: RowMap) => ({ x: map, y: map });
  const after =
    (first: RowMap, then: RowMap): RowMap =>
    (row) =>
      then(first(row));
  const views = twoViews({
    joint: [
      [0.3, 0.02, 0.01],
      [0.02, 0.25, 0.05],
      [0.01, 0.04, 0.3],
    ],
    nuisance: 2,
  });
  const one = pairs(1, 1, 0.9);
  return Object.entries({
    'independent normal 3 x 3': pairs(3, 0, 0),
    'five pairs of 0.6 in 10 x 10': pairs(10, 5, 0.6),
    'one pair of 0.9 in 50 x 50': pairs(50, 1, 0.9),
    'banana @ 2 pairs in 3 x 3': mappedPair(pairs(3, 2, 0.8), both(banana)),
    'wave @ 2 pairs in 3 x 3': mappedPair(pairs(3, 2, 0.8), both(wave)),
    'wave @ 2 pairs in 5 x 5': mappedPair(pairs(5, 2, 0.8), both(wave)),
    'fast spiral @ 2 pairs in 3 x 3': mappedPair(pairs(3, 2, 0.8), both(spiral({ first: 0, speed: 1 }))),
    'swiss rolls of both, 2 x 2': mappedPair(one, both(after(normalCdf, swissRoll))),
    'Student-t 2 x 4 (dof=1)': studentPair({ dx: 2, dy: 4, df: 1 }),
    'Student-t 10 x 10 (dof=2)': studentPair({ dx: 10, dy: 10, df: 2 }),
    'half-cube, asinh @ Student-t 1 x 3 (dof=1)': mappedPair(studentPair({ dx: 1, dy: 3, df: 1 }), {
      x: halfCube,
      y: inverseSinh,
    }),
    'three classes, two nuisances, 5 x 5': { dx: 5, dy: 5, ...views },
  }).map(([name, pair]) => ({ name, ...pair }));
}

setThreadsCount(1);
console.log(await useWasm());
const started = performance.now();
const automatic = automaticEstimator();
const columns = what === 'table' ? estimators.map(([name]) => name) : [];
console.log(`| ${['task', 'truth', 'automatic', 'chosen', ...columns].join(' | ')} |`);
console.log(`|${' --- |'.repeat(4 + columns.length)}`);
let within = 0;
const hits = new Map<string, number>();
const all = what === 'others' ? others() : beyondNormalTasks();
const tasks = all.filter(({ name }) => new RegExp(pattern).test(name));
for (const { name, mutualInformation, sample } of tasks) {
  const rng = createRng(1000 * Number(seed) + all.findIndex((task) => task.name === name));
  const { x, y } = sample(PAIRS, rng);
  const { nats, chosen } = await automatic.estimate(x, y, rng.split());
  const close = (value: number) => Math.abs(value - mutualInformation) < 0.1;
  if (close(nats)) within++;
  const cells: string[] = [];
  if (what === 'table') {
    for (const [label, estimator] of estimators) {
      const refuses =
        (label === 'histogram' && (x.shape[1] !== 1 || y.shape[1] !== 1)) ||
        (label === 'Barber-Agakov' && y.shape[1] !== 1);
      if (refuses) cells.push('');
      else {
        const value = (await estimator.estimate(x, y, rng.split())).nats;
        if (close(value)) hits.set(label, (hits.get(label) ?? 0) + 1);
        cells.push((value - mutualInformation).toFixed(2));
      }
    }
  }
  console.log(
    `| ${[name, mutualInformation.toFixed(3), (nats - mutualInformation).toFixed(3), chosen, ...cells].join(' | ')} |`,
  );
}
const counts = columns.map((label) => String(hits.get(label) ?? 0));
console.log(`| ${['within 0.1 nats', '', `${within} of ${tasks.length}`, '', ...counts].join(' | ')} |`);
console.log(`seed ${seed}, ${((performance.now() - started) / 1000).toFixed(0)} s`);
