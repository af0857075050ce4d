import { type ApplyOptions, Categorical, type Conditional } from '@latents/core';
import { checkPositiveInteger } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

// exp(-100) is 0 in float32, and its logarithm is still finite.
const CERTAIN = 100;

/**
 * The encoder for which Z is Y itself: the special case of InfoCotrain that bounds I(X; Y) by H(Y) - H_Phi(Y | X), a classifier's
 * cross-entropy. It has no variables, so only Phi plays.
 *
 * @param classes How many values Y has; y comes as indicator vectors, `[batch, classes]`.
 * @example
 * ```ts
 * import { labelCode } from '@latents/infotheory';
 *
 * const label = tf.tensor2d([[0, 1, 0]]);
 * labelCode(3).given(label).mode().dataSync()[0]; // => 1
 * ```
 * @throws RangeError unless `classes` is a positive integer.
 * @see Stratos section 4: "it subsumes the first approach if we set Z = Y"
 */
export function labelCode(classes: number): Conditional<Categorical> {
  checkPositiveInteger('labelCode(classes)', classes);
  return {
    config: { kind: 'label-code', classes },
    inputShape: [classes],
    eventShape: [],
    variables: {},
    given: (y: tf.Tensor, _?: ApplyOptions) => {
      if (y.shape.at(-1) !== classes || y.rank < 2) {
        throw new RangeError(
          `labelCode(${classes}).given(y): expected y of shape [..., ${classes}], got [${y.shape}].`,
        );
      }
      return new Categorical({ logits: tf.mul(y, CERTAIN), validate: false });
    },
    dispose: () => {},
  };
}
