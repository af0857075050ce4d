import {
  allOrNone,
  bijectors,
  type Conditional,
  type Distribution,
  describeConditional,
  describeNetwork,
  type Network,
  prefixed,
  TransformedDistribution,
} from '@latents/core';
import { checkOneOf, checkOptions, checkPositiveInteger, checkRng, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { FLOW_KINDS, type FlowKind, flowLayer, spread } from './flow-layers.js';

export interface FlowOptions {
  /** Number of layers. Those of Real NVP move the first and the second half of z in turn. */
  readonly layers: number;
  /** Default `'realNvp'`. */
  readonly kind?: FlowKind;
  /** Widths of the hidden layers of each layer's network (default [32]). A planar layer has none. */
  readonly hidden?: readonly number[];
  /**
   * Network from x to a vector that each layer of the flow is given in addition to z, so that each x has its own flow. Default: one
   * flow for all x.
   */
  readonly context?: Network;
  /** Draws the initial weights. */
  readonly rng: Rng;
}

/**
 * Returns an encoder whose draws are sent through a flow, so that Q(z | x) need not be normal: f(z_0), z_0 ~ `base`. The flow starts
 * as the identity. It can be inverted, so that Q(z | x) is known at any z (an inverse autoregressive flow then takes one pass per
 * coordinate of z). The mean of Q(z | x) is not known.
 *
 * @param base The encoder of z_0. The new encoder owns it and the context, and disposes both.
 * @example
 * ```ts
 * import { flowPosterior } from '@latents/autoencoders';
 * import { conditional, mlp, normalHead } from '@latents/core';
 * import { createRng } from '@latents/math';
 *
 * const rng = createRng(0);
 * const head = normalHead(4);
 * const base = conditional(mlp({ inputDim: 6, hidden: [8], outputDim: head.units, rng }), head, 'encoder');
 * const context = mlp({ inputDim: 6, hidden: [8], outputDim: 5, rng });
 * const encoder = flowPosterior(base, { kind: 'inverseAutoregressive', layers: 2, context, rng });
 * encoder.given(tf.zeros([3, 6])).sample(createRng(1)).shape; // => [3, 4]
 * encoder.dispose();
 * ```
 * @throws RangeError for layers or widths that are not positive integers, z of one dimension for Real NVP, hidden layers of a
 * planar flow, or a context that does not take what the encoder takes to a vector.
 * @see Rezende & Mohamed 2015, section 3; Kingma et al. 2016; Dinh, Sohl-Dickstein & Bengio 2017
 */
export function flowPosterior<Q extends Distribution>(
  base: Conditional<Q>,
  options: FlowOptions,
): Conditional<TransformedDistribution<Q>> {
  const { layers: count, kind = 'realNvp', hidden = [32], context, rng } = options;
  check(base, options);
  const contextDim = context?.outputShape[0] ?? 0;
  const size = base.eventShape[0]!;
  const layers = allOrNone((part) =>
    Array.from({ length: count }, (_, index) => part(flowLayer({ kind, index, size, contextDim, hidden, rng }))),
  );
  const flow = (given?: tf.Tensor) => bijectors.chain(...layers.map((layer) => layer.bijector(given)));
  const same = context === undefined ? flow() : undefined;
  return {
    config: {
      kind: 'flow',
      flow: kind,
      layers: count,
      hidden,
      base: describeConditional(base),
      context: context ? describeNetwork(context) : null,
    },
    inputShape: base.inputShape,
    eventShape: base.eventShape,
    variables: {
      ...base.variables,
      ...(context && prefixed('context', context.variables)),
      ...Object.assign({}, ...layers.map((layer, i) => prefixed(`flow${i}`, layer.variables))),
    },
    given: (x, apply) => {
      const start = base.given(x, apply);
      if (same !== undefined) return new TransformedDistribution({ base: start, bijector: same });
      const seen = tf.tidy(() => {
        const lead = x.shape.slice(0, x.rank - base.inputShape.length);
        return tf.reshape(context!.apply(tf.reshape(x, [-1, ...base.inputShape]), apply), [...lead, contextDim]);
      });
      // Draws of the base have the context's axes; a point whose density is asked for may lack some.
      const bijector = bijectors.chain(flow(seen), over(seen));
      return new TransformedDistribution({ base: start, bijector });
    },
    dispose: () => {
      base.dispose();
      context?.dispose();
      for (const layer of layers) layer.dispose();
    },
  };
}

/** Returns the identity, to the leading axes of points and context together. */
function over(context: tf.Tensor): bijectors.Bijector {
  return {
    name: 'over-context',
    eventRank: 1,
    image: { kind: 'unspecified' },
    forwardShape: (shape) => shape,
    inverseShape: (shape) => shape,
    forward: (x) => tf.tidy(() => spread(x, context).clone()),
    inverse: (y) => tf.tidy(() => spread(y, context).clone()),
    logDeterminant: (x) => tf.tidy(() => tf.zeros(spread(x, context).shape.slice(0, -1))),
  };
}

/** A layer costs more than its numbers: several variables, each with its own entry in tfjs's tables. */
const NUMBERS_OF_A_LAYER = 1000;

function check(base: Conditional<Distribution>, options: FlowOptions): void {
  checkOptions('flowPosterior(base, options)', options, ['layers', 'kind', 'hidden', 'context', 'rng']);
  const { layers, kind = 'realNvp', hidden, context, rng } = options;
  checkPositiveInteger('flowPosterior(base, { layers })', layers);
  checkOneOf('flowPosterior(base, { kind })', kind, FLOW_KINDS);
  for (const [i, width] of (hidden ?? []).entries()) {
    checkPositiveInteger(`flowPosterior(base, { hidden[${i}] })`, width);
  }
  checkRng('flowPosterior(base, { rng })', rng);
  rng.checkAllowance(layers * NUMBERS_OF_A_LAYER);
  if (kind === 'planar' && hidden !== undefined) {
    throw new RangeError(
      `flowPosterior(base, { hidden }): expected none for a planar flow, which has no network, got [${hidden}].`,
    );
  }
  // A coupling has two halves.
  const least = kind === 'realNvp' ? 2 : 1;
  if (base.eventShape.length !== 1 || base.eventShape[0]! < least) {
    throw new RangeError(
      `flowPosterior(base, { kind: '${kind}' }): expected an encoder of vectors of dimension ${least} or more, got [${base.eventShape}].`,
    );
  }
  if (context && (context.inputShape.join() !== base.inputShape.join() || context.outputShape.length !== 1)) {
    throw new RangeError(
      `flowPosterior(base, { context }): expected a network from [${base.inputShape}] to a vector, got one from [${context.inputShape}] to [${context.outputShape}].`,
    );
  }
}
