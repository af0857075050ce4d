import type * as tf from '@tensorflow/tfjs-core';
import type { Runtime } from '../runtime/runtime.js';
import { channelsLast } from './channels.js';
import { type Geometry, geometryOf } from './convolution.js';
import { type Call, type Kernel, sizeOf } from './kernel.js';

/** The gradient of `tf.depthwiseConv2d` by its filter. */
export const depthwiseBackpropFilter: Kernel = {
  name: 'DepthwiseConv2dNativeBackpropFilter',
  run: ({ runtime, inputs, attrs }) => {
    const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
    const filterShape = attrs.filterShape;
    const info = geometry(x.shape, filterShape, attrs);
    const out = zeros(runtime, filterShape);
    runtime.kernels.depthwiseFilterGradient(
      runtime.pointer(x),
      runtime.pointer(dy),
      runtime.pointer(out),
      info.batchSize,
      inScratch(runtime, info),
    );
    return out;
  },
};

/** The gradient of `tf.depthwiseConv2d` by its input. */
export const depthwiseBackpropInput: Kernel = {
  name: 'DepthwiseConv2dNativeBackpropInput',
  run: ({ runtime, inputs, attrs }) => {
    const { dy, filter } = inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo };
    const inputShape = attrs.inputShape;
    const info = geometry(inputShape, filter.shape, attrs);
    const out = zeros(runtime, inputShape);
    runtime.kernels.depthwiseInputGradient(
      runtime.pointer(dy),
      runtime.pointer(filter),
      runtime.pointer(out),
      info.batchSize,
      inScratch(runtime, info),
    );
    return out;
  },
};

function geometry(inShape: readonly number[], filterShape: readonly number[], attrs: Call['attrs']): Geometry {
  const dilations = attrs.dilations;
  return channelsLast(inShape, filterShape, { ...attrs, dataFormat: 'NHWC' }, dilations, true)!;
}

function zeros(runtime: Runtime, shape: readonly number[]): tf.TensorInfo {
  const out = runtime.output(shape);
  runtime.float32(runtime.pointer(out), sizeOf(shape)).fill(0);
  return out;
}

function inScratch(runtime: Runtime, info: Geometry): number {
  const at = runtime.scratch(64);
  runtime.int32(at, 14).set(geometryOf(info));
  return at;
}
