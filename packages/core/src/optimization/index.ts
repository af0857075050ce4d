export { type AdamOptions, AdamRule } from './adam-rule.js';
export { AdamW } from './adam-w.js';
export { defaultAdam } from './default-adam.js';
export { ExponentialMovingAverage, type ExponentialMovingAverageOptions } from './exponential-moving-average.js';
export { type GradientPlayerOptions, gradientPlayer, type PlayerOptions } from './gradient-player.js';
export { fractionSetting, MomentOptimizer, type MomentUpdate } from './moment-optimizer.js';
export type { Moments, NamedTensor } from './moments.js';
export { type TensorsOf, tensorsOf } from './tensors-of.js';
