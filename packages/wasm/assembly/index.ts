export { depthwiseFilterGradient, depthwiseInputGradient, im2col } from './convolution';
export { addBias, segmentSum } from './convolution';
export { convolve, convolveInput } from './convolve';
export { gemm, gemmRegion, gemmScratch } from './gemm/gemm';
export { maxPoolGradient } from './pooling';
export { adam, momentum } from './optimizers';
export { binary, unary } from './elementwise';
export { sumMiddle, sumOfSquares } from './reductions';
export { activate, activationGradient } from './activations';
export { gruBackward, gruForward } from './gru';
export {
  bernoulliGradient,
  bernoulliLogProb,
  gaussianKl,
  gaussianKlGradient,
  gaussianSample,
  gaussianSampleGradient,
  logSumExp,
  softmax,
} from './losses';
export { random } from './random';
export { copyRuns } from './copies';
