import type * as tf from '@tensorflow/tfjs-core';
import type { Runtime } from '../runtime/runtime.js';

/** The attributes that tfjs passes; each kernel reads those of its operation. */
export interface Attributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly activation: string;
  readonly leakyreluAlpha: number;
  readonly filterSize: number | [number, number];
  readonly filterShape: [number, number, number, number];
  readonly inputShape: [number, number, number, number];
  readonly strides: number | [number, number];
  readonly dilations: number | [number, number];
  readonly pad: Parameters<typeof tf.backend_util.computeConv2DInfo>[4];
  readonly dataFormat: 'NHWC' | 'NCHW' | undefined;
  readonly dimRoundingMode: 'floor' | 'round' | 'ceil';
  readonly numSegments: number;
  readonly batchDims: number | undefined;
  readonly clipValueMin: number;
  readonly clipValueMax: number;
  readonly equation: string;
  readonly dtype: tf.DataType;
  readonly alpha: number | undefined;
  readonly axis: number | number[];
  readonly keepDims: boolean;
  readonly numOrSizeSplits: number | number[];
  readonly begin: number | number[];
  readonly size: number | number[];
}

/** One call of a kernel. */
export interface Call {
  readonly runtime: Runtime;
  readonly inputs: tf.NamedTensorInfoMap;
  readonly attrs: Attributes;
  /** tfjs's own kernel on the same arguments, for what this one leaves to it. Throws if tfjs has none. */
  readonly original: () => tf.TensorInfo;
  /** The same for a kernel with several results. */
  readonly originals: () => tf.TensorInfo[];
  /** Another kernel of the backend. */
  readonly delegate: Delegate;
}

/** A kernel for the 'wasm' backend. */
export interface Kernel {
  readonly name: string;
  readonly run: (call: Call) => tf.TensorInfo;
}

/** A kernel for the 'wasm' backend with several results. */
export interface ManyKernel {
  readonly name: string;
  readonly run: (call: Call) => tf.TensorInfo[];
}

/** A kernel of our own with its gradient, behind one of the fused operations. */
export interface FusedKernel {
  readonly name: string;
  readonly run: (call: Call) => tf.TensorInfo | tf.TensorInfo[];
  /** Absent for kernels that only gradients call. */
  readonly gradient?: Omit<tf.GradConfig, 'kernelName'>;
}

/** Runs a kernel of the backend by name. */
export type Delegate = (name: string, inputs: tf.NamedTensorInfoMap, attrs?: object) => tf.TensorInfo;

export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const n of shape) size *= n;
  return size;
}
