import { parseCsv } from '@latents/datasets/csv';
import { type GaussianMixture, initializeGaussianMixture, withRestarts } from '@latents/em';
import { createRng } from '@latents/math';
import { plotPng } from '@latents/pictures';
import * as Plot from '@observablehq/plot';
import { savePicture, sharedText } from './files.js';

const SPECIES = ['setosa', 'versicolor', 'virginica'];
const [LENGTH, WIDTH] = [2, 3];

/** A mixture of three Gaussians on iris, never told the species: its ellipses over the petals. */
export async function iris(seed: number): Promise<void> {
  const text = sharedText('sklearn_small/iris.csv');
  if (text === undefined) return;
  const { features: x, labels } = parseCsv(text, { label: 'target' });
  const start = (rng: ReturnType<typeof createRng>) => initializeGaussianMixture(x, { components: 3, rng });
  const { model, objective, trace } = withRestarts(start, x, {
    restarts: 10,
    rng: createRng(seed),
    maxIterations: 500,
  });
  const found = Array.from(model.predict(x));
  console.log(
    `iris: log p(x) ${objective.toFixed(4)} nats after ${trace.length} iterations, BIC ${model.bic(x).toFixed(1)}`,
  );
  for (const [species, name] of SPECIES.entries()) {
    const counts = [0, 1, 2].map((c) => found.filter((z, i) => z === c && Number(labels[i]) === species).length);
    console.log(`  ${name.padEnd(11)} in components 0 to 2: ${counts.join(', ')}`);
  }
  const points = found.map((_, i) => ({
    length: x.data[i * 4 + LENGTH]!,
    width: x.data[i * 4 + WIDTH]!,
    species: SPECIES[Number(labels[i])]!,
  }));
  const png = plotPng({
    width: 640,
    height: 420,
    color: { domain: SPECIES, legend: false, scheme: 'Tableau10' },
    symbol: { domain: SPECIES, legend: false },
    x: { label: 'petal length (cm)' },
    y: { label: 'petal width (cm)' },
    marks: [
      Plot.dot(points, { x: 'length', y: 'width', stroke: 'species', symbol: 'species', r: 3 }),
      Plot.line(
        [0, 1, 2].flatMap((c) => [1, 2].flatMap((radius) => ellipse(model, c, radius))),
        { x: 'length', y: 'width', z: 'key', stroke: '#222' },
      ),
      Plot.text(
        SPECIES.map((species) => points.filter((p) => p.species === species)).map((group) => ({
          length: group.reduce((sum, p) => sum + p.length, 0) / group.length,
          width: Math.min(...group.map((p) => p.width)) - 0.25,
          species: group[0]!.species,
        })),
        { x: 'length', y: 'width', text: 'species', fill: 'species', fontWeight: 'bold', fontSize: 13 },
      ),
    ],
  });
  await savePicture('iris-mixture.png', png);
}

/** The points at so many standard deviations from a component's mean, in the plane of the petals. */
function ellipse(model: GaussianMixture, c: number, radius: number) {
  const s = model.covarianceOf(c).data;
  const a = Math.sqrt(s[LENGTH * 4 + LENGTH]!);
  const b = s[WIDTH * 4 + LENGTH]! / a;
  const r = Math.sqrt(s[WIDTH * 4 + WIDTH]! - b * b);
  return Array.from({ length: 61 }, (_, i) => {
    const [x, y] = [Math.cos((i * Math.PI) / 30), Math.sin((i * Math.PI) / 30)];
    return {
      key: `${c} ${radius}`,
      length: model.means.data[c * 4 + LENGTH]! + radius * a * x,
      width: model.means.data[c * 4 + WIDTH]! + radius * (b * x + r * y),
    };
  });
}
