import { checkPositiveInteger, checkRng } from '@latents/math';
import type { Json } from '@latents/training';
import * as tf from '@tensorflow/tfjs-core';
import { activation } from '../operations/index.js';
import { batchNorm } from './batch-norm.js';
import { glorotUniform, zeros } from './initialization.js';
import type { LayerOptions } from './layer-options.js';
import { mlp, weightsOfDense } from './mlp.js';
import { type ApplyOptions, type Network, prefixed } from './network.js';
import { describeKernels, type Kernel, plainKernel } from './reparameterization.js';

export interface ConvNetOptions extends LayerOptions {
  /** `[height, width, channels]` of one image. */
  readonly imageShape: readonly [number, number, number];
  /** Filters of each convolution. */
  readonly filters: readonly number[];
  /** Side of the square kernels (default 3). */
  readonly kernelSize?: number;
  /** Of each convolution (default 2): the image shrinks by it. */
  readonly stride?: number;
  /** Widths of dense layers between the convolutions and the vector (default none). */
  readonly hidden?: readonly number[];
  /** The length of the vector on the other side. */
  readonly vectorDim: number;
}

/**
 * A convolutional encoder: flattened images `[batch, height * width * channels]` to `[batch, vectorDim]`, through strided
 * convolutions ('same' padding) and dense layers.
 *
 * @throws RangeError for a size that is not a positive integer, or no filters.
 */
export function convNet(options: ConvNetOptions): Network {
  const plan = planOf('convNet', options);
  const { stride, activate } = plan;
  const kernels = plan.channels.slice(1).map((filters, i) => plan.kernel([plan.channels[i]!, filters]));
  const norms = kernels.map((_, i) => (i > 0 ? plan.norm(plan.channels[i + 1]!) : undefined));
  const dense = mlp({
    ...plan.dense,
    inputDim: plan.size,
    outputDim: options.vectorDim,
    outputActivation: options.outputActivation ?? 'linear',
    batchNormOutput: options.batchNormOutput ?? false,
  });
  const config = describe('convNet', options);
  return assemble(config, kernels, norms, dense, [plan.pixels], [options.vectorDim], (x, apply) => {
    const image = tf.reshape(x, [-1, ...options.imageShape]) as tf.Tensor4D;
    const features = kernels.reduce((h, { kernel, bias }, i) => {
      const linear = tf.add(tf.conv2d(h, kernel.value(apply) as tf.Tensor4D, stride, 'same'), bias);
      return activate(norms[i]?.apply(linear, apply) ?? linear) as tf.Tensor4D;
    }, image);
    return dense.apply(tf.reshape(features, [-1, plan.size]), apply);
  });
}

/**
 * The mirror image of {@link convNet}: `[batch, vectorDim]` to `[batch, height * width * channels]`, through dense layers
 * and transposed convolutions; the last one is linear.
 *
 * @throws RangeError for a size that is not a positive integer, or no filters.
 */
export function transposedConvNet(options: Omit<ConvNetOptions, 'batchNormOutput'>): Network {
  const plan = planOf('transposedConvNet', options);
  const { stride, activate, sides, channels } = plan;
  const dense = mlp({
    ...plan.dense,
    hidden: [...plan.dense.hidden].reverse(),
    inputDim: options.vectorDim,
    outputDim: plan.size,
  });
  const levels = options.filters.map((_, i) => options.filters.length - 1 - i);
  const kernels = levels.map((i) => plan.kernel([channels[i]!, channels[i + 1]!], channels[i]!));
  const norms = [
    plan.norm(channels.at(-1)!),
    ...levels.map((level) => (level > 0 ? plan.norm(channels[level]!) : undefined)),
  ];
  const finish = activation(options.outputActivation ?? 'linear');
  const config = describe('transposedConvNet', options);
  return assemble(config, kernels, norms, dense, [options.vectorDim], [plan.pixels], (x, apply) => {
    const first = tf.reshape(dense.apply(x, apply), [-1, ...sides.at(-1)!, channels.at(-1)!]);
    const start = activate(norms[0]?.apply(first, apply) ?? first) as tf.Tensor4D;
    const image = kernels.reduce((h, { kernel, bias }, k) => {
      const level = levels[k]!;
      const shape: [number, number, number, number] = [h.shape[0], ...sides[level]!, channels[level]!];
      const linear = tf.add(
        tf.conv2dTranspose(h, kernel.value(apply) as tf.Tensor4D, shape, stride, 'same'),
        bias,
      ) as tf.Tensor4D;
      return level > 0 ? (activate(norms[k + 1]?.apply(linear, apply) ?? linear) as tf.Tensor4D) : linear;
    }, start);
    return finish(tf.reshape(image, [-1, plan.pixels]));
  });
}

interface Filter {
  readonly kernel: Kernel;
  readonly bias: tf.Variable;
}

/** Sizes at each level of the pyramid, and how to make its variables: the same for both directions. */
function planOf(where: string, options: ConvNetOptions) {
  const { imageShape, filters, kernelSize = 3, stride = 2, hidden = [], rng } = options;
  for (const [name, sizes] of Object.entries({ imageShape, filters, hidden })) {
    if (!Array.isArray(sizes))
      throw new TypeError(`${where}({ ${name} }): expected an array of sizes, got ${String(sizes)}.`);
  }
  for (const [i, n] of imageShape.entries()) checkPositiveInteger(`${where}({ imageShape[${i}] })`, n);
  for (const [i, n] of filters.entries()) checkPositiveInteger(`${where}({ filters[${i}] })`, n);
  for (const [i, n] of hidden.entries()) checkPositiveInteger(`${where}({ hidden[${i}] })`, n);
  if (filters.length === 0) {
    throw new RangeError(`${where}({ filters }): expected at least one convolution, got none. mlp has none.`);
  }
  checkPositiveInteger(`${where}({ kernelSize })`, kernelSize);
  checkPositiveInteger(`${where}({ stride })`, stride);
  checkPositiveInteger(`${where}({ vectorDim })`, options.vectorDim);
  const [height, width, depth] = imageShape;
  const sides: [number, number][] = [[height, width]];
  for (const _ of filters) sides.push(sides.at(-1)!.map((n) => Math.ceil(n / stride)) as [number, number]);
  const channels = [depth, ...filters];
  checkRng(`${where}({ rng })`, rng);
  const name = options.activation ?? 'relu';
  // Refuses unknown names before anything is made.
  const activate = activation(name);
  activation(options.outputActivation ?? 'linear');
  const size = sides.at(-1)![0] * sides.at(-1)![1] * channels.at(-1)!;
  rng.checkAllowance(kernelSize ** 2 * weightsOfDense(channels) + weightsOfDense([size, ...hidden, options.vectorDim]));
  const kernelOf = options.reparameterize ?? plainKernel;
  return {
    stride,
    sides,
    channels,
    pixels: height * width * depth,
    size,
    activate,
    dense: { hidden, activation: name, batchNorm: options.batchNorm ?? false, reparameterize: kernelOf, rng },
    norm: (depth: number) => (options.batchNorm ? batchNorm({ shape: [depth] }) : undefined),
    kernel: ([a, b]: [number, number], biases = b): Filter => ({
      kernel: kernelOf(
        glorotUniform([kernelSize, kernelSize, a, b], kernelSize ** 2 * a, kernelSize ** 2 * b, rng),
        rng,
      ),
      bias: zeros([biases]),
    }),
  };
}

function describe(kind: string, options: ConvNetOptions): Json {
  const { imageShape, filters, kernelSize = 3, stride = 2, hidden = [], vectorDim } = options;
  const { activation = 'relu', outputActivation = 'linear', batchNorm = false, batchNormOutput = false } = options;
  const layers = { activation, outputActivation, batchNorm, batchNormOutput };
  return {
    kind,
    imageShape,
    filters,
    kernelSize,
    stride,
    hidden,
    vectorDim,
    ...layers,
    kernel: describeKernels(options.reparameterize),
  };
}

function assemble(
  config: Json,
  filters: readonly Filter[],
  norms: readonly (Network | undefined)[],
  dense: Network,
  inputShape: readonly number[],
  outputShape: readonly number[],
  apply: (x: tf.Tensor, options?: ApplyOptions) => tf.Tensor,
): Network {
  const named = [
    ...filters.map(({ kernel, bias }, i) => prefixed(`conv${i}`, { ...kernel.variables, bias })),
    ...norms.map((norm, i) => prefixed(`norm${i}`, norm?.variables ?? {})),
  ];
  return {
    config,
    inputShape,
    outputShape,
    variables: { ...Object.assign({}, ...named), ...prefixed('dense', dense.variables) },
    notTwiceDifferentiable: [...new Set([...norms, dense].flatMap((part) => part?.notTwiceDifferentiable ?? []))],
    apply: (x, options) => tf.tidy(() => apply(x, options)),
    dispose: () => {
      for (const { kernel, bias } of filters) tf.dispose([kernel.variables, bias]);
      for (const norm of norms) norm?.dispose();
      dense.dispose();
    },
  };
}
