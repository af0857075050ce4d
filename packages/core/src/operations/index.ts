// Layers
export { type Activation, activation, checkActivation, FUSED_ACTIVATIONS, type FusedActivation } from './activation.js';
export { type DenseLayer, dense } from './dense.js';
export { type GruWeights, gruCell } from './gru-cell.js';
export {
  type GruLayer,
  type RecurrenceActivations,
  type RecurrenceInputs,
  type RecurrenceLayers,
  type RecurrenceStates,
  recurrence,
} from './recurrence.js';
export { stepsOf } from './steps-of.js';
// Terms of bounds
export { bernoulliLogProb } from './bernoulli-log-prob.js';
export { type DiagonalGaussian, gaussianKl } from './gaussian-kl.js';
export { gaussianSample } from './gaussian-sample.js';
export { logSumExp } from './log-sum-exp.js';
// Random numbers
export { type RandomAttributes, randomNormal, randomUniform } from './random.js';
// Gradients
export { stopGradient } from './stop-gradient.js';
export { sumOfSquares } from './sum-of-squares.js';
// For distributions and for backends
export { broadcastShape, type Operation, type OperationInputs, sameShape } from './operation.js';
export { OPERATIONS } from './operations.js';
