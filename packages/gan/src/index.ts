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
// Models
export { createGan, type GanOptions } from './game/create-gan.js';
// The game
export type { DiscriminatorOptions, PlayerOptions } from './game/discriminator-step.js';
export { Gan, type GanParts, type GanStepOptions } from './game/gan.js';
export { decayingNoise, type NoiseSchedule } from './game/instance-noise.js';
export { boxNoise, gaussianNoise, type NoiseSpace, sphereNoise } from './game/noise.js';
export { type Normalization, standardize, toUnitRange } from '@latents/math';
export type { ReplayOptions } from './game/replay.js';
// InfoGAN
export {
  bernoulliCode,
  type CategoricalCode,
  type Code,
  type ContinuousCodeOptions,
  categoricalCode,
  gaussianCode,
  uniformCode,
} from './info/codes.js';
export { createInfoGan, type InfoGanOptions } from './info/create-info-gan.js';
export { InfoGan } from './info/info-gan.js';
export type { InfoGanParts } from './info/info-gan-parts.js';
export type { GivenCodes } from './info/information-bound.js';
export type { InfoGanStepOptions } from './info/players.js';
export type { TraversalOptions } from './info/traverse.js';
// Networks
export {
  type DcganDiscriminatorOptions,
  type DcganGeneratorOptions,
  dcganDiscriminator,
  dcganGenerator,
} from './networks/dcgan.js';
export type { Features } from './networks/feature-mlp.js';
export { type FourierFeaturesOptions, fourierFeatures } from './networks/fourier-features.js';
export { type MaxoutOptions, maxoutNet } from './networks/maxout-net.js';
export { type MinibatchDiscriminationOptions, minibatchDiscrimination } from './networks/minibatch-discrimination.js';
export { spectralNorm } from './networks/spectral-norm.js';
// Objectives
export { type FGanDivergence, fGan } from './objectives/f-gan.js';
export type { GanObjective } from './objectives/gan-objective.js';
export { hinge } from './objectives/hinge.js';
export { leastSquares } from './objectives/least-squares.js';
export { minimax, nonSaturating, type SmoothingOptions } from './objectives/minimax.js';
export { wasserstein } from './objectives/wasserstein.js';
export {
  type GradientPenalty,
  type GradientPenaltyOptions,
  gradientPenalty,
  r1,
} from './penalties/gradient-penalty.js';
// The game of known distributions
export { type DensityGrid, type LogDensity, massesOfDensities } from './views/densities.js';
export type { Masses } from './views/masses.js';
export { gameValue, optimalDiscriminator, type SolvedGame, solveGame } from './views/solve-game.js';
export { type NoBatch, type TabularGan, tabularGan } from './views/tabular-gan.js';
