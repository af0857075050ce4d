import type { BackendName } from './backend-names.js';

/** A case that does not agree to {@link TOLERANCE} on some backends: how far it may be off, or that it throws, and why. */
export interface Known {
  readonly kind: string;
  /** Names of cases. */
  readonly names: readonly string[];
  readonly on: readonly BackendName[];
  /** The most that numbers may be off, or the error. */
  readonly outcome: number | RegExp;
  readonly reason: string;
}

/** The most that any number of a case may be off: |a - b| / max(1, |b|). */
export const TOLERANCE = 1e-5;

const GRAPHICS: readonly BackendName[] = ['webgl', 'webgpu'];
const SINE = 'the sine of a graphics device errs by 5e-4 (the Vulkan specification allows 2^-11)';
const NO_KERNEL = 'tfjs has no gradient of convolutions on wasm; `installTrainingKernels` adds it';
const CONVOLUTION = /Conv2DBackpropFilter' not registered/;

/** Every exception. A test fails if one is no longer needed. */
export const KNOWN: readonly Known[] = [
  {
    kind: 'Networks',
    names: ['convNet', 'transposedConvNet', 'dcganGenerator', 'dcganDiscriminator'],
    on: ['wasm'],
    outcome: CONVOLUTION,
    reason: NO_KERNEL,
  },
  { kind: 'Autoencoders', names: ['Vae, convolutional'], on: ['wasm'], outcome: CONVOLUTION, reason: NO_KERNEL },
  { kind: 'Networks', names: ['fourierFeatures'], on: GRAPHICS, outcome: 1e-3, reason: SINE },
  { kind: 'GANs', names: ['createGan, features and normalization'], on: GRAPHICS, outcome: 1e-3, reason: SINE },
  {
    kind: 'GANs',
    names: ['createGan, batchNorm and spectralNorm'],
    on: ['wasm', 'wasm with kernels', 'webgl', 'webgpu'],
    outcome: 1e-4,
    reason: 'the power iteration of `spectralNorm` amplifies rounding',
  },
  {
    kind: 'Information',
    names: ['createInfoCotrain, odd batch', 'cotrainEstimator'],
    on: ['webgl'],
    outcome: /expected a finite number for .* got NaN/,
    reason:
      'gradients are NaN for an odd number of rows, probably because tfjs keeps matrices in texels of 2 by 2; take an even batch',
  },
  {
    kind: 'Optimizers',
    names: ['tf.train.adagrad'],
    on: ['webgl'],
    outcome: 1e-4,
    reason: 'its epsilon cannot be given, and tfjs takes 1e-4 on webgl',
  },
];
