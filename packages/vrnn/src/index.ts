// Essentials: random numbers, arrays, the training loop, saving and loading
export * from '@latents/training/essentials';
// Models
export { createRnn, type RnnOptions } from './create-rnn.js';
export { createVrnn, type VrnnOptions } from './create-vrnn.js';
export {
  createDeepMarkovModel,
  createStochasticRnn,
  type DeepMarkovModelOptions,
  type StochasticRnnOptions,
} from './named-architectures.js';
export { Rnn, type RnnParts, type RnnPlayersOptions } from './rnn.js';
export { Vrnn } from './vrnn.js';
// Sequences, bounds, training and use
export type { DrawsOptions, StepwiseElbo } from './bounds.js';
export type { FivoOptions } from './fivo.js';
export type { ContinueOptions, GenerateOptions } from './generate.js';
export type { ImputeOptions } from './impute.js';
export { type NatsPer, natsPer } from './nats-per.js';
export type { SequenceObjective, VrnnPlayersOptions } from './objective.js';
export type { Resampling } from './resampling.js';
export type { Sequences, SequenceTensors, SupportName } from './sequences.js';
// Parts of models
export {
  AutoregressiveBernoulli,
  type AutoregressiveBernoulliOptions,
  type AutoregressiveWeights,
  autoregressiveWeights,
  type MaskedWeights,
} from './autoregressive-bernoulli.js';
export { type CellKind, type CellOptions, type RecurrentCell, recurrentCell } from './cell.js';
export { type EmissionKind, type EmissionNetwork, type EmissionOptions, emission } from './emission.js';
export type { SimpleEmission } from './emission-heads.js';
export { type LastLatentCellOptions, lastLatentCell } from './last-latent-cell.js';
export type { VrnnParts } from './parts.js';
// Exact bounds by enumeration
export { type DiscreteVrnn, type ExactBounds, exactBounds } from './discrete-vrnn.js';
