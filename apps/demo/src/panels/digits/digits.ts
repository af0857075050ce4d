import { splitRows } from '@latents/datasets';
import { createRng, type NdArray } from '@latents/math';

/** Digits held out of the 10,000. */
const HELD_OUT = 1000;

/** Images as bytes `[n, 784]`, and which digit each is. */
export interface LabelledDigits {
  readonly images: NdArray<Uint8Array>;
  readonly labels: Uint8Array;
}

export interface Digits {
  readonly training: LabelledDigits;
  readonly heldOut: LabelledDigits;
}

/** The 10,000 digits, in a part to train on and a part held out: the same parts whatever the run's seed. */
export async function loadSplitDigits(): Promise<Digits> {
  const { loadDigits } = await import('@latents/datasets/digits');
  const { images, labels } = await loadDigits();
  const rows = { images, labels: { shape: [labels.length], data: labels } };
  const { train, validation } = splitRows(rows, { validation: HELD_OUT, rng: createRng(0) });
  return {
    training: { images: train.images, labels: train.labels.data },
    heldOut: { images: validation.images, labels: validation.labels.data },
  };
}
