import { type Activation, allOrNone, categoricalHead, conditional, mlp } from '@latents/core';
import { checkOptions, checkPositiveInteger, checkRng, type Rng } from '@latents/math';
import { InfoCotrain } from './info-cotrain.js';

export interface InfoCotrainOptions {
  /** Length of x, which Phi sees. */
  readonly xDim: number;
  /** Length of y, which Psi sees. */
  readonly yDim: number;
  /** |Z|. The bound never exceeds its logarithm. */
  readonly codewords: number;
  /** Widths of the hidden layers of both encoders (default `[64]`). */
  readonly hidden?: readonly number[];
  /** Activation of the hidden layers (default `'relu'`). */
  readonly activation?: Activation;
  /** Draws the initial weights. */
  readonly rng: Rng;
}

/**
 * Returns an InfoCotrain model with multilayer perceptrons as encoders.
 *
 * @throws RangeError for an unknown option or value, or a size that is not a positive integer. No tensor is then left.
 * @throws TypeError without `rng`.
 * @example
 * ```ts
 * import { createInfoCotrain, createRng } from '@latents/infotheory';
 *
 * createInfoCotrain({ xDim: 2, yDim: 3, codewords: 4, rng: createRng(0) }).codewords; // => 4
 * ```
 */
export function createInfoCotrain(options: InfoCotrainOptions): InfoCotrain {
  checkOptions('createInfoCotrain(options)', options, ['xDim', 'yDim', 'codewords', 'hidden', 'activation', 'rng']);
  const { xDim, yDim, codewords, hidden = [64], activation = 'relu', rng } = options;
  checkRng('createInfoCotrain({ rng })', rng);
  for (const [name, value] of Object.entries({ xDim, yDim, codewords })) {
    checkPositiveInteger(`createInfoCotrain({ ${name} })`, value);
  }
  if (!Array.isArray(hidden)) {
    throw new TypeError(`createInfoCotrain({ hidden }): expected an array of widths, got ${typeof hidden}.`);
  }
  return allOrNone(() => {
    const encoder = (inputDim: number, name: string) =>
      conditional(
        mlp({ inputDim, hidden, outputDim: codewords, activation, rng: rng.split() }),
        categoricalHead(codewords),
        name,
      );
    return new InfoCotrain(
      { psi: encoder(yDim, 'psi'), phi: encoder(xDim, 'phi') },
      { xDim, yDim, codewords, hidden: [...hidden], activation },
    );
  });
}
