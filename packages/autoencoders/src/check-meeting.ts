import type { Conditional } from '@latents/core';

/**
 * Checks that a decoder maps the codes of an encoder of vectors to vectors of the encoder's inputs.
 *
 * @param where The call: `'new Vae'`.
 * @returns The dimensions of x and of z.
 * @throws RangeError if the shapes do not meet.
 */
export function checkMeeting(
  where: string,
  encoder: Conditional,
  decoder: Conditional,
): { readonly inputDim: number; readonly latentDim: number } {
  const [inputDim] = encoder.inputShape;
  const [latentDim] = encoder.eventShape;
  if (encoder.inputShape.length !== 1 || inputDim === undefined || latentDim === undefined) {
    throw new RangeError(
      `${where}({ encoder }): expected an encoder of vectors, got inputs of shape [${encoder.inputShape}] and codes of shape [${encoder.eventShape}].`,
    );
  }
  if (decoder.inputShape.join() !== `${latentDim}` || decoder.eventShape.join() !== `${inputDim}`) {
    throw new RangeError(
      `${where}({ decoder }): expected a decoder from [${latentDim}] to [${inputDim}], to meet the encoder, got [${decoder.inputShape}] to [${decoder.eventShape}].`,
    );
  }
  return { inputDim, latentDim };
}
