import {
  type Activation,
  allOrNone,
  bernoulliHead,
  categoricalHead,
  conditional,
  type Distribution,
  type Head,
  mlp,
  normalHead,
} from '@latents/core';
import { checkOneOf, checkOptions, checkPositiveInteger, checkRng, type Rng } from '@latents/math';
import { DeepBottleneck } from './deep-bottleneck.js';

/** The distribution Q(y | z): one of N classes, N independent bits, or a real vector of length N with a learned variance. */
export type TargetOption =
  | { readonly categorical: number }
  | { readonly bernoulli: number }
  | { readonly normal: number };

export interface DeepBottleneckOptions {
  /** Length of x. */
  readonly inputDim: number;
  /** Length of the code z. */
  readonly codeDim: number;
  readonly target: TargetOption;
  /** Widths of the encoder's hidden layers. */
  readonly hidden: readonly number[];
  /** Widths of the decoder's hidden layers (default `[]`: linear, as in the paper). */
  readonly decoderHidden?: readonly number[];
  /** Activation of the hidden layers (default `'relu'`). */
  readonly activation?: Activation;
  /** r(z): N(0, I) (`'fixed'`, the default), or a diagonal Gaussian that is trained too. */
  readonly marginal?: 'fixed' | 'learned';
  /** Draws the initial weights. */
  readonly rng: Rng;
}

const OPTIONS = ['inputDim', 'codeDim', 'target', 'hidden', 'decoderHidden', 'activation', 'marginal', 'rng'] as const;
const HEADS: Readonly<Record<string, (size: number) => Head<Distribution>>> = {
  categorical: categoricalHead,
  bernoulli: bernoulliHead,
  normal: normalHead,
};

/**
 * Returns a deep bottleneck with multilayer perceptrons as encoder and decoder.
 *
 * @throws RangeError for an unknown option or value, or a size that is not a positive integer. No tensor is then left.
 * @throws TypeError without `rng`.
 * @example
 * ```ts
 * import { createDeepBottleneck, createRng } from '@latents/infotheory';
 *
 * const rng = createRng(0);
 * const model = createDeepBottleneck({ inputDim: 784, codeDim: 8, hidden: [256], target: { categorical: 10 }, rng });
 * model.bound({ x: tf.zeros([2, 784]), y: tf.tensor1d([3, 7], 'int32') }, rng).side; // => 'lower'
 * ```
 * @see Alemi, Fischer, Dillon & Murphy 2017, section 4
 */
export function createDeepBottleneck(options: DeepBottleneckOptions): DeepBottleneck {
  checkOptions('createDeepBottleneck(options)', options, OPTIONS);
  const { inputDim, codeDim, target, hidden, decoderHidden = [], activation = 'relu', marginal = 'fixed' } = options;
  const { rng } = options;
  checkRng('createDeepBottleneck({ rng })', rng);
  checkPositiveInteger('createDeepBottleneck({ inputDim })', inputDim);
  checkPositiveInteger('createDeepBottleneck({ codeDim })', codeDim);
  for (const [name, widths] of Object.entries({ hidden, decoderHidden })) {
    if (!Array.isArray(widths)) {
      throw new TypeError(`createDeepBottleneck({ ${name} }): expected an array of widths, got ${typeof widths}.`);
    }
  }
  const [family, size] = familyOf(target);
  return allOrNone(() => {
    const code = normalHead(codeDim);
    const head = HEADS[family]!(size);
    const from = mlp({ inputDim, hidden, outputDim: code.units, activation, rng });
    const to = mlp({ inputDim: codeDim, hidden: decoderHidden, outputDim: head.units, activation, rng });
    return new DeepBottleneck(
      { encoder: conditional(from, code, 'encoder'), decoder: conditional(to, head, 'decoder'), marginal },
      {
        inputDim,
        codeDim,
        target: { [family]: size },
        hidden: [...hidden],
        decoderHidden: [...decoderHidden],
        activation,
        marginal,
      },
    );
  });
}

function familyOf(target: TargetOption): readonly [family: string, size: number] {
  const where = 'createDeepBottleneck({ target })';
  const entries = typeof target === 'object' && target !== null ? Object.entries(target) : [];
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) {
    throw new RangeError(
      `${where}: expected { categorical: classes }, { bernoulli: bits } or { normal: length }, got ${JSON.stringify(target)}.`,
    );
  }
  checkOneOf(where, entry[0], HEADS);
  checkPositiveInteger(where, entry[1], entry[0]);
  return entry as [string, number];
}
