// Essentials: random numbers, arrays, the training loop, saving and loading
export * from '@latents/training/essentials';
// Variational autoencoders
export { createVae, type PosteriorOf, type PosteriorOption, type VaeOptions } from './create-vae.js';
export type { LikelihoodOption } from './likelihood.js';
export type { NetworkOptions } from './network-options.js';
export { Vae, type VaeParts, type VaePlayersOptions } from './vae.js';
export type { SampleOptions } from './importance-sampling.js';
export type { RateKind } from './rate.js';
export type { ExampleSupport } from './support.js';
// Basic and denoising autoencoders
export { createAutoencoder, type AutoencoderOptions } from './create-autoencoder.js';
export { Autoencoder, type AutoencoderParts, type AutoencoderPlayersOptions } from './autoencoder.js';
// Corruptions
export {
  additiveCorruption,
  type Corruption,
  type CorruptionConfig,
  dropoutCorruption,
  gaussianCorruption,
  maskingCorruption,
  saltAndPepperCorruption,
} from './corruption/corruption.js';
// Posteriors
export type { FlowKind } from './posteriors/flow-layers.js';
export type { FlowOption } from './posteriors/flow-option.js';
export { type FlowOptions, flowPosterior } from './posteriors/flow-posterior.js';
// Priors
export type { Prior } from './priors/prior.js';
export type { PriorKindOption } from './priors/prior-option.js';
export {
  learnedPrior,
  mixturePrior,
  standardPrior,
  uniformPrior,
  type VampPriorOptions,
  vampPrior,
} from './priors/priors.js';
// Bounds on log p(x)
export type { DrawOptions, LatentModel, PriorOption } from './bounds/latent-model.js';
export { autoencoderForm, entropyForm, type Evidence, evidenceForm } from './bounds/elbo-forms.js';
export { betaElbo, type BetaElboOptions } from './bounds/beta-elbo.js';
export { freeBits, type FreeBitsOptions } from './bounds/free-bits.js';
export type { BatchWeighting } from './bounds/aggregate-posterior.js';
export { type TotalCorrelationOptions, totalCorrelationElbo } from './bounds/total-correlation.js';
export { logWeights, type WeightOptions } from './bounds/log-weights.js';
export {
  combinedBound,
  type GroupedWeightOptions,
  type MixedWeightOptions,
  multiplyImportanceWeightedBound,
} from './bounds/partly-importance-weighted.js';
export { doublyReparameterizedBound } from './bounds/doubly-reparameterized-bound.js';
// Log p(x) by annealing
export {
  type Annealed,
  type AnnealingOptions,
  annealedLowerBound,
  annealedUpperBound,
} from './annealing/annealed-importance-sampling.js';
// Discrete latents, three ways
export type { DiscreteDrawOptions, DiscreteModel, DiscreteOptions } from './discrete/discrete-model.js';
export { oneHotHead } from './discrete/one-hot-head.js';
export { enumeratedElbo } from './discrete/enumerated-elbo.js';
export { type ScoreFunctionOptions, scoreFunctionElbo } from './discrete/score-function-elbo.js';
export { type RelaxedOptions, relaxedElbo } from './discrete/relaxed-elbo.js';
// Diagnostics
export { type ActiveUnits, activeUnits } from './diagnostics/active-units.js';
export { type Collapse, type CollapseOptions, posteriorCollapse } from './diagnostics/posterior-collapse.js';
export { type RateDistortion, rateDistortion } from './diagnostics/rate-distortion.js';
export { unitRates } from './diagnostics/unit-rates.js';
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
