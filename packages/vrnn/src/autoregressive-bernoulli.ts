import { Distribution, glorotUniform, type NamedVariables } from '@latents/core';
import { checkInteger, checkPositiveInteger, type Rng, sizeOfShape } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

export interface AutoregressiveBernoulliOptions {
  /** Offsets of the logits, `[...batch, bits]`. */
  readonly logitOffsets: tf.Tensor;
  /** Offsets of the hidden units, `[...batch, hidden]`. */
  readonly hiddenOffsets: tf.Tensor;
  readonly weights: AutoregressiveWeights;
  /** Divides every logit (default 1). */
  readonly temperature?: number;
}

/**
 * Bits that depend on each other: P(x) = prod_d P(x_d | x_{<d}), each factor's logit read from earlier bits through a hidden
 * layer and directly. What changes from one distribution to the next are the two rows of offsets, which a network puts out.
 *
 * @see Germain et al. 2015 (masked autoencoder); Larochelle & Murray 2011 (NADE); Boulanger-Lewandowski et al. 2012 (RNN-NADE)
 */
export class AutoregressiveBernoulli extends Distribution {
  override readonly family = 'autoregressive-bernoulli';
  override readonly batchShape: readonly number[];
  override readonly eventShape: readonly number[];
  override readonly reparameterized = false;
  readonly logitOffsets: tf.Tensor;
  readonly hiddenOffsets: tf.Tensor;
  readonly weights: AutoregressiveWeights;
  readonly temperature: number;

  constructor({ logitOffsets, hiddenOffsets, weights, temperature = 1 }: AutoregressiveBernoulliOptions) {
    super();
    this.temperature = temperature;
    this.logitOffsets = logitOffsets;
    this.hiddenOffsets = hiddenOffsets;
    this.weights = weights;
    this.batchShape = logitOffsets.shape.slice(0, -1);
    this.eventShape = [weights.bits];
  }

  override logProb(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const logits = this.logits(x, this.weights.masked());
      return tf.sum(tf.sub(tf.mul(x, logits), tf.softplus(logits)), -1);
    });
  }

  /** One bit after another: as many passes as there are bits. */
  override sample(rng: Rng, sampleShape: readonly number[] = []): tf.Tensor {
    const shape = [...sampleShape, ...this.batchShape, this.weights.bits];
    return tf.tidy(() => {
      const uniforms = tf.tensor(rng.fillUniform(new Float32Array(sizeOfShape(shape))), shape);
      return this.bitByBit(shape, (probabilities) => tf.cast(tf.less(uniforms, probabilities), 'float32'));
    });
  }

  /** The exact mean has no closed form: throws an Error. Average samples instead. */
  override mean(): tf.Tensor {
    throw new Error('autoregressive-bernoulli: the mean has no closed form. Average draws of sample(rng, [n]).');
  }

  /** As {@link mean}. */
  override variance(): tf.Tensor {
    throw new Error('autoregressive-bernoulli: the variance has no closed form. Use draws of sample(rng, [n]).');
  }

  /** As {@link mean}. */
  override entropy(): tf.Tensor {
    throw new Error('autoregressive-bernoulli: the entropy has no closed form. Average -logProb(x) over draws.');
  }

  /** The bits chosen greedily, one after another: not always the most probable vector. */
  override mode(): tf.Tensor {
    return tf.tidy(() =>
      this.bitByBit([...this.batchShape, this.weights.bits], (p) => tf.cast(tf.greater(p, 0.5), 'float32')),
    );
  }

  private logits(x: tf.Tensor, { inToHidden, hiddenToOut, direct }: MaskedWeights): tf.Tensor {
    const flat = tf.reshape(x, [-1, this.weights.bits]) as tf.Tensor2D;
    const lead = x.shape.slice(0, -1);
    const hidden = tf.relu(tf.add(tf.reshape(tf.matMul(flat, inToHidden), [...lead, -1]), this.hiddenOffsets));
    const through = tf.matMul(tf.reshape(hidden, [-1, this.weights.hidden]) as tf.Tensor2D, hiddenToOut);
    const logits = tf.add(
      tf.reshape(through, [...hidden.shape.slice(0, -1), -1]),
      tf.reshape(tf.matMul(flat, direct), [...lead, -1]),
    );
    return tf.div(tf.add(logits, this.logitOffsets), this.temperature);
  }

  private bitByBit(shape: number[], choose: (probabilities: tf.Tensor) => tf.Tensor): tf.Tensor {
    let x: tf.Tensor = tf.zeros(shape);
    const masked = this.weights.masked();
    for (let bit = 0; bit < this.weights.bits; bit++) {
      const before = x;
      x = tf.tidy(() => {
        const here = tf.cast(
          tf.reshape(tf.oneHot(tf.tensor1d([bit], 'int32'), this.weights.bits), [this.weights.bits]),
          'float32',
        );
        return tf.add(before, tf.mul(choose(tf.sigmoid(this.logits(before, masked))), here));
      });
      before.dispose();
    }
    return x;
  }
}

/** Weights in which those from a bit to itself or an earlier one are 0. */
export interface MaskedWeights {
  readonly inToHidden: tf.Tensor2D;
  readonly hiddenToOut: tf.Tensor2D;
  readonly direct: tf.Tensor2D;
}

/** The weights that all {@link AutoregressiveBernoulli} of one emission share. */
export interface AutoregressiveWeights {
  readonly bits: number;
  readonly hidden: number;
  readonly variables: NamedVariables;
  /** Returns three new tensors. */
  masked(): MaskedWeights;
  dispose(): void;
}

/**
 * Fresh shared weights: hidden unit j sees the first (1 + j mod (bits - 1)) bits, and feeds the bits after those.
 *
 * @throws RangeError if `bits` is below 2 or `hidden` not a positive integer.
 */
export function autoregressiveWeights(bits: number, hidden: number, rng: Rng): AutoregressiveWeights {
  checkInteger('autoregressiveWeights(bits, hidden, rng): bits', bits, 2);
  checkPositiveInteger('autoregressiveWeights(bits, hidden, rng)', hidden, 'hidden');
  rng.checkAllowance(2 * bits * hidden + bits * bits);
  const sees = Array.from({ length: hidden }, (_, j) => 1 + (j % (bits - 1)));
  const masks = {
    inToHidden: maskOf(bits, hidden, (bit, j) => bit < sees[j]!),
    hiddenToOut: maskOf(hidden, bits, (j, bit) => bit >= sees[j]!),
    direct: maskOf(bits, bits, (from, to) => from < to),
  };
  const draw = (rows: number, columns: number) => glorotUniform([rows, columns], rows, columns, rng);
  const variables = { inToHidden: draw(bits, hidden), hiddenToOut: draw(hidden, bits), direct: draw(bits, bits) };
  return {
    bits,
    hidden,
    variables,
    masked: () => ({
      inToHidden: masked(variables.inToHidden, masks.inToHidden),
      hiddenToOut: masked(variables.hiddenToOut, masks.hiddenToOut),
      direct: masked(variables.direct, masks.direct),
    }),
    dispose: () => tf.dispose(variables),
  };
}

/** A mask is kept as numbers, not as a tensor, so that nothing but the variables has to be freed. */
function masked(weights: tf.Variable, mask: Float32Array): tf.Tensor2D {
  return tf.tidy(() => tf.mul(weights, tf.tensor2d(mask, weights.shape as [number, number])) as tf.Tensor2D);
}

function maskOf(rows: number, columns: number, open: (row: number, column: number) => boolean): Float32Array {
  const values = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) values[i * columns + j] = open(i, j) ? 1 : 0;
  return values;
}
