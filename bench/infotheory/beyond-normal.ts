// Errors of the estimators of mutual information on the 40 tasks of Czyz et al. 2023, at 5,000 pairs, and of the automatic choice.
//
//   npx tsx --conditions=@latents/source bench/infotheory/beyond-normal.ts [automatic|critics|all] [seed] [pattern]
import { createRng } from '@latents/core';
import { beyondNormalTasks } from '@latents/datasets/synthetic';
import { automaticEstimator, histogramEstimator, type InformationEstimator } from '@latents/infotheory';

const [what = 'all', seed = '0', pattern = '.'] = process.argv.slice(2);
const PAIRS = 5000;
const started = performance.now();

const automatic = automaticEstimator();
let within = 0;
const tasks = beyondNormalTasks().filter(({ name }) => new RegExp(pattern).test(name));
for (const [index, { name, dx, dy, mutualInformation, sample }] of tasks.entries()) {
  const rng = createRng(1000 * Number(seed) + index);
  const { x, y } = sample(PAIRS, rng);
  const cells: string[] = [];
  const show = (label: string, nats: number) => cells.push(`${label} ${(nats - mutualInformation).toFixed(3)}`);
  if (what !== 'critics') {
    const { nats, chosen, candidates } = await automatic.estimate(x, y, rng.split());
    if (Math.abs(nats - mutualInformation) < 0.1) within++;
    show(`automatic (${chosen})`, nats);
    for (const [label, candidate] of Object.entries(candidates)) show(label, candidate.nats);
  }
  console.log(`${name} | ${mutualInformation.toFixed(3)} | ${cells.join(' | ')}`);
}
console.log(
  `automatic within 0.1: ${within} of ${tasks.length}; ${((performance.now() - started) / 1000).toFixed(0)} s`,
);
