// Models

// Parts
export {
  AutoregressiveBernoulli,
  type AutoregressiveBernoulliOptions,
  type AutoregressiveWeights,
  autoregressiveWeights,
} from './autoregressive-bernoulli.js';
// Bounds, training and use
export type { StepwiseElbo } from './bounds.js';
export { type CellKind, type CellOptions, type RecurrentCell, recurrentCell } from './cell.js';
export { createVrnn, type VrnnOptions } from './create-vrnn.js';
// Exact, by enumeration
export { type DiscreteVrnn, type ExactBounds, exactBounds } from './discrete-vrnn.js';
export { type Emission, type EmissionKind, type EmissionOptions, emission } from './emission.js';
export type { SimpleEmission } from './emission-heads.js';
export type { FivoOptions } from './fivo.js';
export type { GenerateOptions } from './generate.js';
export type { ImputeOptions } from './impute.js';
export { type LastLatentCellOptions, lastLatentCell } from './last-latent-cell.js';
export { type NatsPer, natsPer } from './nats-per.js';
export type { VrnnStepOptions } from './objective.js';
export type { VrnnParts } from './parts.js';
export type { Resampling } from './resampling.js';
export { Rnn, type RnnOptions } from './rnn.js';
export type { Sequences, SequenceTensors, SupportName } from './sequences.js';
export { Vrnn } from './vrnn.js';
