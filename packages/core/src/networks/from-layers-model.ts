import type { Json } from '@latents/training';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Network } from './network.js';

/**
 * The part of a `tf.LayersModel` that is used here. The class itself belongs to `@tensorflow/tfjs-layers`, which this package
 * does not import; a model of any copy of it fits.
 */
export interface LayersModel {
  /** Symbolic inputs, with the batch axis first. */
  readonly inputs: readonly { readonly shape: readonly (number | null)[] }[];
  readonly outputs: readonly { readonly shape: readonly (number | null)[] }[];
  readonly layers: readonly {
    readonly weights: readonly { readonly originalName: string }[];
    getClassName(): string;
    getConfig(): { readonly [option: string]: unknown };
  }[];
  apply(x: Tensor, options?: { training?: boolean }): unknown;
  dispose(): unknown;
}

/**
 * A `tf.LayersModel` of one input and one output as a {@link Network}. `dispose` frees the model; unlike the model's own,
 * it may be called twice.
 *
 * @throws Error if the model has several inputs or outputs, or an axis besides the batch whose size is not fixed.
 */
export function fromLayersModel(model: LayersModel): Network {
  const inputShape = fixedShape('input', model.inputs);
  const outputShape = fixedShape('output', model.outputs);
  let disposed = false;
  return {
    config: { kind: 'layers', layers: model.layers.map(describeLayer) },
    inputShape,
    outputShape,
    variables: variablesOf(model),
    notTwiceDifferentiable: unverified(model),
    apply: (x, { training = false } = {}) => model.apply(x, { training }) as Tensor,
    dispose: () => {
      if (disposed) return;
      disposed = true;
      model.dispose();
    },
  };
}

/** The options of a layer, without the name that tfjs makes up, which changes from model to model. */
function describeLayer(layer: LayersModel['layers'][number]): Json {
  const { name: _, ...options } = layer.getConfig();
  return { kind: layer.getClassName(), ...(JSON.parse(JSON.stringify(options)) as { [option: string]: Json }) };
}

/** By the place of the layer and of the weight in it: names that tfjs makes up change from model to model. */
function variablesOf(model: LayersModel): Record<string, Variable> {
  const variables: Record<string, Variable> = {};
  for (const [i, layer] of model.layers.entries()) {
    for (const [j, weight] of layer.weights.entries()) {
      const name = `layer${i}/${weight.originalName.split('/').at(-1)}`;
      // A model used as a layer has several weights of one name.
      const free = name in variables ? `${name}${j}` : name;
      // The only road from a layer's weight to the variable that gradients are taken by.
      variables[free] = (weight as unknown as { readonly val: Variable }).val;
    }
  }
  return variables;
}

// tfjs differentiates these twice correctly (checked against finite differences); tanh, sigmoid, elu, selu and softmax it does not.
const VERIFIED_LAYERS: readonly string[] = [
  'InputLayer',
  'Dense',
  'Conv2D',
  'Flatten',
  'Reshape',
  'Activation',
  'ReLU',
];
const VERIFIED_ACTIVATIONS: readonly string[] = ['linear', 'relu', 'softplus'];

function unverified(model: LayersModel): string[] {
  return model.layers.flatMap((layer, i) => {
    const kind = layer.getClassName();
    if (!VERIFIED_LAYERS.includes(kind)) return [`layer ${i} (${kind})`];
    const name = layer.getConfig()['activation'] ?? 'linear';
    return VERIFIED_ACTIVATIONS.includes(String(name)) ? [] : [`layer ${i} (${kind}, ${name})`];
  });
}

/** Whether a network is a `tf.LayersModel`, told by what this file uses of it (two copies of tfjs may be loaded). */
export function isLayersModel(network: Network | LayersModel): network is LayersModel {
  return 'layers' in network && 'inputs' in network;
}

function fixedShape(end: string, tensors: LayersModel['inputs']): number[] {
  const [tensor] = tensors;
  if (tensors.length !== 1 || tensor === undefined) {
    throw new Error(`fromLayersModel(model): expected one ${end}, got ${tensors.length}.`);
  }
  const shape = tensor.shape.slice(1);
  if (!shape.every((n) => n !== null)) {
    throw new Error(
      `fromLayersModel(model): expected an ${end} of fixed shape, got [${tensor.shape}]. Give inputShape in full.`,
    );
  }
  return shape as number[];
}
