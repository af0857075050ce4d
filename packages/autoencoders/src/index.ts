// Basic and denoising autoencoders
export { Autoencoder, type AutoencoderParts } from './autoencoder.js';
export {
  additiveCorruption,
  type Corruption,
  dropoutCorruption,
  gaussianCorruption,
  maskingCorruption,
  saltAndPepperCorruption,
} from './corruption/corruption.js';
export { type AutoencoderOptions, createAutoencoder, loadAutoencoder } from './create-autoencoder.js';
export type { LikelihoodOption } from './likelihood.js';
// Variational autoencoder

// Log p(x) by annealing
export {
  type Annealed,
  type AnnealingOptions,
  annealedLowerBound,
  annealedUpperBound,
} from './annealing/annealed-importance-sampling.js';
// Bounds
export type { BatchWeighting } from './bounds/aggregate-posterior.js';
export { betaElbo } from './bounds/beta-elbo.js';
export { doublyReparameterizedBound } from './bounds/doubly-reparameterized-bound.js';
export { autoencoderForm, type Evidence, entropyForm, evidenceForm } from './bounds/elbo-forms.js';
export { type FreeBitsTerms, freeBits } from './bounds/free-bits.js';
export type { DrawOptions, LatentModel, PriorOption } from './bounds/latent-model.js';
export { logWeights, type WeightOptions } from './bounds/log-weights.js';
export { combinedBound, multiplyImportanceWeightedBound } from './bounds/partly-importance-weighted.js';
export { type TotalCorrelationOptions, totalCorrelationElbo } from './bounds/total-correlation.js';
export {
  createVae,
  type FlowOption,
  loadVae,
  type PosteriorOf,
  type PosteriorOption,
  type PriorKindOption,
  type VaeOptions,
} from './create-vae.js';
// Diagnostics
export { type ActiveUnits, activeUnits } from './diagnostics/active-units.js';
export { type Collapse, type CollapseOptions, posteriorCollapse } from './diagnostics/posterior-collapse.js';
export { type RateDistortion, rateDistortion } from './diagnostics/rate-distortion.js';
export { unitRates } from './diagnostics/unit-rates.js';
// Discrete latents, three ways
export type { DiscreteDrawOptions, DiscreteModel, DiscreteOptions } from './discrete/discrete-model.js';
export { enumeratedElbo } from './discrete/enumerated-elbo.js';
export { oneHotHead } from './discrete/one-hot-head.js';
export { type RelaxedOptions, relaxedElbo } from './discrete/relaxed-elbo.js';
export { type ScoreFunctionOptions, scoreFunctionElbo } from './discrete/score-function-elbo.js';
// Log p(x) by importance sampling
export type { SampleOptions } from './importance-sampling.js';
// Posteriors and priors
export type { FlowKind } from './posteriors/flow-layers.js';
export { type FlowOptions, flowPosterior } from './posteriors/flow-posterior.js';
export type { Prior } from './priors/prior.js';
export { learnedPrior, mixturePrior, standardPrior, type VampPriorOptions, vampPrior } from './priors/priors.js';
export type { RateKind } from './rate.js';
// Looking at codes
export { linearInterpolation, sphericalInterpolation } from './representation/interpolation.js';
export { latentGrid } from './representation/latent-grid.js';
export { latentTraversal, type LatentTraversalOptions } from './representation/latent-traversal.js';
export {
  type FitClassifier,
  type LabelledCodes,
  type LinearProbe,
  linearProbe,
} from './representation/linear-probe.js';
export { type PrincipalComponents, principalComponents } from './representation/principal-components.js';
export type { Support } from './support.js';
export { Vae, type VaeParts, type VaeStepOptions } from './vae.js';
