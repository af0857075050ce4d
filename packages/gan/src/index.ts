// Essentials: random numbers, arrays, the training loop, saving and loading
export * from '@latents/training/essentials';
// Models
export { createGan, type GanOptions } from './game/create-gan.js';
export { Gan } from './game/gan.js';
export type { GanParts } from './game/gan-parts.js';
export { createInfoGan, type InfoGanOptions } from './info/create-info-gan.js';
export { InfoGan } from './info/info-gan.js';
export type { InfoGanParts } from './info/info-gan-parts.js';
export type { GivenCodes } from './info/information-bound.js';
export type { TraversalOptions } from './info/traverse.js';
// Noise and the scale of the data
export { boxNoise, gaussianNoise, type NoiseConfig, type NoiseSpace, sphereNoise } from './game/noise.js';
export { type Normalization, standardize, toUnitRange } from '@latents/math';
// Codes of InfoGAN
export type { CodeConfig, Codes, NamedCodeConfig } from './info/code-config.js';
export {
  bernoulliCode,
  type Code,
  type ContinuousCodeOptions,
  categoricalCode,
  gaussianCode,
  uniformCode,
} from './info/codes.js';
// Players
export { decayingNoise, type NoiseSchedule } from './game/instance-noise.js';
export type { DiscriminatorOptions, GanPlayersOptions, GeneratorOptions } from './game/player-options.js';
export type { ReplayOptions } from './game/replay.js';
export type { InfoGanPlayersOptions, PosteriorOptions } from './info/players.js';
// Objectives
export { type FGanDivergence, fGan } from './objectives/f-gan.js';
export type { ExpectationOf, GanObjective } from './objectives/gan-objective.js';
export { hinge } from './objectives/hinge.js';
export { leastSquares } from './objectives/least-squares.js';
export { minimax, nonSaturating, type SmoothingOptions } from './objectives/minimax.js';
export { relativistic } from './objectives/relativistic.js';
export { wasserstein } from './objectives/wasserstein.js';
// Penalties
export {
  type GradientPenalty,
  type GradientPenaltyOptions,
  gradientPenalty,
  r1,
  r2,
} from './penalties/gradient-penalty.js';
// Networks
export {
  type DcganDiscriminatorOptions,
  type DcganGeneratorOptions,
  dcganDiscriminator,
  dcganGenerator,
} from './networks/dcgan.js';
export { type Features, type FourierFeaturesOptions, fourierFeatures } from './networks/fourier-features.js';
export { type MaxoutOptions, maxoutNet } from './networks/maxout-net.js';
export { type MinibatchDiscriminationOptions, minibatchDiscrimination } from './networks/minibatch-discrimination.js';
export type { DescribedNetwork, NetworkConfig } from './networks/network-of.js';
export type { ReparameterizationConfig } from './networks/reparameterization-of.js';
export { spectralNorm } from './networks/spectral-norm.js';
// Games of known distributions, solved and played exactly
export { type DensityGrid, type LogDensity, massesOfDensities } from './views/densities.js';
export type { Masses } from './views/masses.js';
export { gameValue, optimalDiscriminator, type SolvedGame, solveGame } from './views/solve-game.js';
export {
  type NoBatch,
  TabularGan,
  type TabularGanPlayersOptions,
  type TabularPlayerOptions,
  tabularGan,
} from './views/tabular-gan.js';
// Diagnostics
export { type ClassCounts, classCounts } from './diagnostics/class-counts.js';
export { coverage } from './diagnostics/coverage.js';
export { frechetDistance } from './diagnostics/frechet-distance.js';
export {
  type JensenShannonBound,
  type JensenShannonBoundOptions,
  jensenShannonBound,
} from './diagnostics/jensen-shannon-bound.js';
export { massesOfSamples } from './diagnostics/masses-of-samples.js';
export { type MixtureMetrics, type Modes, mixtureMetrics } from './diagnostics/mixture-metrics.js';
export { type PrecisionRecall, precisionRecall } from './diagnostics/precision-recall.js';
export { type Traceable, type TraceGameOptions, type TracePoint, traceGame } from './diagnostics/trace-game.js';
