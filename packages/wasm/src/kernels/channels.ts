import * as tf from '@tensorflow/tfjs-core';
import type { Geometry } from './convolution.js';
import type { Attributes, Call, Kernel } from './kernel.js';

/** The sizes of a convolution from a kernel's attributes; undefined unless channels come last. */
export function channelsLast(
  inShape: readonly number[],
  filterShape: readonly number[],
  attrs: Attributes,
  dilations: number | [number, number],
  depthwise: boolean,
): Geometry | undefined {
  const format = tf.backend_util.convertConv2DDataFormat(attrs.dataFormat ?? 'NHWC');
  if (format !== 'channelsLast') return undefined;
  return tf.backend_util.computeConv2DInfo(
    inShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    attrs.strides,
    dilations,
    attrs.pad,
    attrs.dimRoundingMode,
    depthwise,
  );
}

const LAST = [0, 2, 3, 1];
const FIRST = [0, 3, 1, 2];

/** Runs a kernel on NCHW operands by transposing those named, and its result if that is an image. */
export function withChannelsLast(
  call: Call,
  images: readonly string[],
  kernel: Kernel,
  imageOut: boolean,
): tf.TensorInfo {
  const { delegate, runtime } = call;
  const turned = images.map((name) => delegate('Transpose', { x: call.inputs[name]! }, { perm: LAST }));
  const inputs = { ...call.inputs, ...Object.fromEntries(images.map((name, i) => [name, turned[i]!])) };
  // The forward convolution has no such attribute.
  const inputShape = call.attrs.inputShape as Attributes['inputShape'] | undefined;
  const turnedShape = imageOut ? LAST.map((axis) => inputShape?.[axis]) : inputShape;
  const { pad } = call.attrs;
  const attrs: Attributes = {
    ...call.attrs,
    dataFormat: 'NHWC',
    inputShape: turnedShape as Attributes['inputShape'],
    pad: typeof pad === 'object' ? (LAST.map((axis) => pad[axis]!) as typeof pad) : pad,
  };
  const result = kernel.run({ ...call, inputs, attrs });
  const out = imageOut ? delegate('Transpose', { x: result }, { perm: FIRST }) : result;
  for (const info of [...turned, ...(imageOut ? [result] : [])]) runtime.backend.disposeData(info.dataId);
  return out;
}
