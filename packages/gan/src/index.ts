// Models
export { createGan, type GanOptions } from './game/create-gan.js';
// The game
export type { DiscriminatorOptions } from './game/discriminator-step.js';
export { Gan, type GanParts, type GanStepOptions } from './game/gan.js';
export { decayingNoise, type NoiseSchedule } from './game/instance-noise.js';
export { boxNoise, gaussianNoise, type NoiseSpace, sphereNoise } from './game/noise.js';
export { type Normalization, standardize, toUnitRange } from './game/normalization.js';
export type { ReplayOptions } from './game/replay.js';
// Diagnostics
export { type MixtureMetrics, type Modes, mixtureMetrics } from './diagnostics/mixture-metrics.js';
// Networks
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
