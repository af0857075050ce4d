import {
  allOrNone,
  autoregressiveNet,
  bijectors,
  mlp,
  type NamedVariables,
  type Network,
  prefixed,
} from '@latents/core';
import type { Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

/** `'realNvp'`: couplings; `'inverseAutoregressive'`: IAF; `'planar'`: one bend of the space per layer. */
export type FlowKind = 'realNvp' | 'inverseAutoregressive' | 'planar';

/** One layer of a flow. Given its context, `[..., contextDim]`, if it has one, it is a bijector. */
export interface FlowLayer {
  readonly variables: NamedVariables;
  bijector(context: tf.Tensor | undefined): bijectors.Bijector;
  dispose(): void;
}

export interface FlowLayerOptions {
  readonly kind: FlowKind;
  /** Number of the layer, from 0. */
  readonly index: number;
  readonly size: number;
  readonly contextDim: number;
  readonly hidden: readonly number[];
  readonly rng: Rng;
}

const LAYERS: Readonly<Record<FlowKind, (options: FlowLayerOptions) => FlowLayer>> = {
  realNvp: coupling,
  inverseAutoregressive,
  planar: (options) => (options.contextDim > 0 ? conditionedPlanar(options) : planar(options)),
};

export const FLOW_KINDS = Object.keys(LAYERS) as readonly FlowKind[];

/** Returns a layer that is the identity to begin with. */
export function flowLayer(options: FlowLayerOptions): FlowLayer {
  return LAYERS[options.kind](options);
}

function coupling({ index, size, contextDim, hidden, rng }: FlowLayerOptions): FlowLayer {
  const first = Math.ceil(size / 2);
  const kept = index % 2 === 0 ? first : size - first;
  const network = fromZero(
    mlp({ inputDim: kept + contextDim, hidden, outputDim: 2 * (size - kept), activation: 'tanh', rng }),
    hidden,
  );
  return {
    variables: network.variables,
    bijector: (context) =>
      bijectors.affineCoupling({
        moves: index % 2 === 0 ? 'second' : 'first',
        parameters: (x) => shiftAndScale(network, x, context),
      }),
    dispose: () => network.dispose(),
  };
}

function inverseAutoregressive({ index, size, contextDim, hidden, rng }: FlowLayerOptions): FlowLayer {
  const network = fromZero(autoregressiveNet({ dimension: size, contextDim, hidden, rng }), hidden);
  return {
    variables: network.variables,
    bijector: (context) => {
      const layer = bijectors.autoregressive({ parameters: (x) => shiftAndScale(network, x, context) });
      // What came last in one layer comes first in the next.
      return index === 0 ? layer : bijectors.chain(bijectors.reverse(), layer);
    },
    dispose: () => network.dispose(),
  };
}

function planar({ size, rng }: FlowLayerOptions): FlowLayer {
  rng.checkAllowance(size);
  const start = rng.fillNormal(new Float32Array(size));
  const variables = tf.tidy(() => ({
    w: tf.variable(tf.div(tf.tensor1d(start), Math.sqrt(size))),
    u: tf.variable(tf.zeros([size])),
    b: tf.variable(tf.scalar(0)),
  }));
  return { variables, bijector: () => bijectors.planar(variables), dispose: () => tf.dispose(variables) };
}

/** Returns a planar layer whose three parameters are linear in the context. u is 0 to begin with. */
function conditionedPlanar({ size, contextDim, rng }: FlowLayerOptions): FlowLayer {
  const { network, direction } = allOrNone((part) => ({
    network: part(mlp({ inputDim: contextDim, hidden: [], outputDim: size + 1, rng })),
    direction: fromZero(part(mlp({ inputDim: contextDim, hidden: [], outputDim: size, rng })), []),
  }));
  return {
    variables: {
      ...prefixed('place', network.variables),
      ...prefixed('direction', direction.variables),
    },
    bijector: (context) => {
      const [w, b] = tf.split(onLast(network, context!), [size, 1], -1) as [tf.Tensor, tf.Tensor];
      return bijectors.planar({ w, u: onLast(direction, context!), b: tf.squeeze(b, [-1]) });
    },
    dispose: () => {
      network.dispose();
      direction.dispose();
    },
  };
}

/** Sets the last layer of a network to 0, and returns the network. */
function fromZero(network: Network, hidden: readonly number[]): Network {
  const last = network.variables[`dense${hidden.length}/kernel`]!;
  tf.tidy(() => last.assign(tf.zerosLike(last)));
  return network;
}

/** Returns the output of a network of vectors, for a tensor with any leading axes. */
function onLast(network: Network, x: tf.Tensor): tf.Tensor {
  const flat = network.apply(tf.reshape(x, [-1, x.shape.at(-1)!]));
  return tf.reshape(flat, [...x.shape.slice(0, -1), flat.shape[1]!]);
}

function shiftAndScale(network: Network, x: tf.Tensor, context: tf.Tensor | undefined) {
  const given = context === undefined ? x : tf.concat([spread(context, x), x], -1);
  const [shift, free] = tf.split(onLast(network, given), 2, -1) as [tf.Tensor, tf.Tensor];
  // Bounded, so that a layer neither explodes nor vanishes.
  return { shift, logScale: tf.mul(tf.tanh(free), 2) };
}

/** Returns `x`, repeated over the leading axes that `other` has and `x` lacks. */
export function spread(x: tf.Tensor, other: tf.Tensor): tf.Tensor {
  const lead = tf.backend_util.assertAndGetBroadcastShape(x.shape.slice(0, -1), other.shape.slice(0, -1));
  return lead.join() === x.shape.slice(0, -1).join() ? x : tf.add(x, tf.zeros([...lead, 1]));
}
