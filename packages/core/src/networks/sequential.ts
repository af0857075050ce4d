import * as tf from '@tensorflow/tfjs-core';
import { describeNetwork, type Network, prefixed } from './network.js';

/**
 * Networks one after the other, as one that owns them.
 *
 * @throws RangeError if there are none, or one puts out another shape than the next takes.
 */
export function sequential(...networks: readonly Network[]): Network {
  const [first] = networks;
  const last = networks.at(-1);
  if (first === undefined || last === undefined) {
    throw new RangeError('sequential(...networks): expected at least one network, got none.');
  }
  for (const [i, next] of networks.slice(1).entries()) {
    const { outputShape } = networks[i]!;
    if (outputShape.join() !== next.inputShape.join()) {
      throw new RangeError(
        `sequential(...networks): expected network ${i + 1} to take [${outputShape}], which network ${i} puts out, got one that takes [${next.inputShape}].`,
      );
    }
  }
  const unknown = networks.flatMap((network, i) => network.notTwiceDifferentiable ?? [`network ${i}`]);
  return {
    config: { kind: 'sequential', networks: networks.map(describeNetwork) },
    inputShape: first.inputShape,
    outputShape: last.outputShape,
    variables: Object.assign({}, ...networks.map((network, i) => prefixed(`${i}`, network.variables))),
    notTwiceDifferentiable: unknown,
    apply: (x, options) => tf.tidy(() => networks.reduce((h: tf.Tensor, network) => network.apply(h, options), x)),
    dispose: () => {
      for (const network of networks) network.dispose();
    },
  };
}
