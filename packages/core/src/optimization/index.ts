export {
  ExponentialMovingAverage,
  type ExponentialMovingAverageOptions,
} from './exponential-moving-average.js';
export { type GradientStepOptions, gradientStep } from './gradient-step.js';
export { type TensorsOf, tensorsOf } from './tensors-of.js';
