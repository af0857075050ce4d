import {
  bijectors,
  type Conditional,
  type Distribution,
  type Network,
  prefixed,
  TransformedDistribution,
} from '@latents/core';
import { checkOneOf, checkPositiveInteger, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';
import { FLOW_KINDS, type FlowKind, flowLayer, spread } from './flow-layers.js';

export interface FlowOptions {
  /** How many layers. Those of Real NVP move the first and the second half of z in turn. */
  readonly layers: number;
  /** Default `'realNvp'`. */
  readonly kind?: FlowKind;
  /** Widths of the hidden layers of each layer's network (default [32]). A planar layer has none. */
  readonly hidden?: readonly number[];
  /**
   * From x to a vector that each layer of the flow is given beside z, so that the flow is another for each x. Default: the same flow
   * for all x.
   */
  readonly context?: Network;
  readonly rng: Rng;
}

/**
 * An encoder whose draws are sent through a flow, so that Q(z | x) need not be normal: f(z_0), z_0 ~ `base`. The flow starts as the
 * identity. It can be inverted, so that Q(z | x) is known at any z (an inverse autoregressive flow takes a pass for each coordinate of
 * z then); its mean is not.
 *
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
  const layers = Array.from({ length: count }, (_, index) => flowLayer({ kind, index, size, contextDim, hidden, rng }));
  const flow = (given?: tf.Tensor) => bijectors.chain(...layers.map((layer) => layer.bijector(given)));
  const same = context === undefined ? flow() : undefined;
  return {
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

/** The identity, to the leading axes of points and context together. */
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

function check(base: Conditional<Distribution>, { layers, kind = 'realNvp', hidden, context }: FlowOptions): void {
  checkPositiveInteger('flowPosterior(base, { layers })', layers);
  checkOneOf('flowPosterior(base, { kind })', kind, FLOW_KINDS);
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
