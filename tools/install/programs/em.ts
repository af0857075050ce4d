import {
  createRng,
  fileStore,
  GaussianMixture,
  initializeGaussianMixture,
  load,
  maximizeLikelihood,
  ndArray,
  save,
} from '@latents/em';

const rng = createRng(0);
const x = ndArray(
  [200, 1],
  Float64Array.from({ length: 200 }, (_, i) => rng.normal() + (i % 2 === 0 ? -4 : 4)),
);
const start = initializeGaussianMixture(x, { components: 2, rng });
const { model, converged } = maximizeLikelihood(start, x, { maxIterations: 100 });
if (!converged) throw new Error('expected a fit that converges');
await save(model, fileStore('mixture.safetensors'));
const again = await load(GaussianMixture, fileStore('mixture.safetensors'));
if (again.bic(x) !== model.bic(x)) throw new Error(`expected BIC ${model.bic(x)}, got ${again.bic(x)}`);
