export type { Activation } from './activation.js';
export { type AutoregressiveNetOptions, autoregressiveNet } from './autoregressive-net.js';
export { type BatchNormOptions, batchNorm } from './batch-norm.js';
export { type Conditional, conditional, describeConditional } from './conditional.js';
export { type ConvNetOptions, convNet, transposedConvNet } from './conv-net.js';
export { dense } from './dense.js';
export { fromLayersModel } from './from-layers-model.js';
export { FUSED_KERNEL_NAMES, type FusedActivation } from './fused-kernel.js';
export { type GruWeights, gruCell } from './gru-cell.js';
export {
  bernoulliHead,
  categoricalHead,
  deterministicHead,
  fixedScaleNormalHead,
  type Head,
  multivariateNormalHead,
  type NormalHeadOptions,
  normalHead,
} from './head.js';
export { glorotUniform, uniformVariable } from './initialization.js';
export { type MlpOptions, mlp } from './mlp.js';
export {
  type ApplyOptions,
  type DenseLayer,
  describeNetwork,
  type NamedVariables,
  type Network,
  prefixed,
} from './network.js';
export { categoricalVectorHead, continuousBernoulliHead, discretizedLogisticHead } from './pixel-heads.js';
export type { Kernel, Reparameterization } from './reparameterization.js';
export { sequential } from './sequential.js';
