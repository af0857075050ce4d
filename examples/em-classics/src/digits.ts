import { initializeGaussianMixture, withRestarts } from '@latents/em';
import { createRng, ndArray } from '@latents/math';
import { imageGrid } from '@latents/pictures';
import { savePicture, sharedBytes } from './files.js';

/** The 1,797 digits of 8 x 8 pixels as 30 Gaussians: the means, and how pure the components are in the digits nobody told them. */
export async function digits(seed: number): Promise<void> {
  const pixels = sharedBytes('sklearn_small/digits-1797x64-uint8.bin.gz');
  const labels = sharedBytes('sklearn_small/digits-labels-uint8.bin.gz');
  if (pixels === undefined || labels === undefined) return;
  const x = ndArray(
    [labels.length, 64],
    Float64Array.from(pixels, (value) => value / 16),
  );
  const components = 30;
  // Corners are always white: a prior keeps the variances of constant columns from 0.
  const { model, objective, trace } = withRestarts(
    (rng) =>
      initializeGaussianMixture(x, {
        components,
        rng,
        covariance: 'diagonal',
        covariancePrior: { strength: 5, scale: 0.02 },
      }),
    x,
    { restarts: 5, rng: createRng(seed), maxIterations: 200, tolerance: 1e-6 },
  );
  const found = model.predict(x);
  let pure = 0;
  for (let c = 0; c < components; c++) {
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < labels.length; i++) if (found[i] === c) counts[labels[i]!]!++;
    pure += Math.max(...counts);
  }
  console.log(
    `digits: log p(x) + log prior ${objective.toFixed(0)} nats after ${trace.length} iterations; ${((100 * pure) / labels.length).toFixed(1)} % of the images are of the commonest digit of their component`,
  );
  const order = Array.from(model.weights.keys()).sort((a, b) => model.weights[b]! - model.weights[a]!);
  const ink = order.flatMap((c) => Array.from(model.means.data.subarray(c * 64, (c + 1) * 64), (value) => 1 - value));
  await savePicture('digits-means.png', imageGrid(ink, { imageShape: [8, 8], columns: 10, zoom: 8 }));
}
