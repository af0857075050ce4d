export { type AutoregressiveNetOptions, autoregressiveNet } from './autoregressive-net.js';
export { type BatchNormOptions, batchNorm } from './batch-norm.js';
export { type Conditional, conditional, describeConditional } from './conditional.js';
export { type ConvNetOptions, convNet, transposedConvNet } from './conv-net.js';
export { fromLayersModel, type LayersModel } from './from-layers-model.js';
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
export { type ApplyOptions, describeNetwork, type NamedVariables, type Network, prefixed } from './network.js';
export { categoricalVectorHead, continuousBernoulliHead, discretizedLogisticHead } from './pixel-heads.js';
export type { Kernel, Reparameterization } from './reparameterization.js';
export { sequential } from './sequential.js';
