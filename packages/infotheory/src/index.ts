// Co-training
export type { CotrainEvaluation } from './cotrain/evaluate.js';
export { type CotrainStepOptions, InfoCotrain, type InfoCotrainParts, type Views } from './cotrain/info-cotrain.js';
export { labelCode } from './cotrain/label-code.js';
// All of `@latents/infotheory/tables`, which needs no TensorFlow.js
export * from './tables.js';
