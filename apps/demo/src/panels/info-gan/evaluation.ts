import type { InfoGan } from '@latents/gan';
import type { NdArray, Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs';
import { read } from '../digits/images.js';
import { CODES, COLUMNS, type CodeName, DRAWN, type PresentCode, type SmallImages } from './messages.js';
import { CLASSES } from './settings.js';

/** What a run is measured by: noise and codes that are the same at each measurement. */
export interface Evaluation {
  bounds(): Promise<Readonly<Record<CodeName, number>>>;
  /** The class that Q finds likeliest for each example. */
  classes(examples: NdArray<Float32Array>): Promise<Float32Array>;
  made(code: PresentCode): Promise<SmallImages>;
  traversal(code: CodeName): Promise<SmallImages>;
}

/** Draws that the bounds are means over, and rows of a traversal. */
const DRAWS = 500;
const ROWS = 6;

export function createEvaluation(gan: InfoGan, rng: Rng): Evaluation {
  return {
    async bounds() {
      const found = tf.tidy(() => tf.stack(gan.informationBound(DRAWS, rng.fork(0)).terms.map(({ nats }) => nats)));
      const nats = await read(found);
      return Object.fromEntries(CODES.map((name, i) => [name, nats[i]!])) as Record<CodeName, number>;
    },
    classes: ({ data, shape }) =>
      read(
        tf.tidy(() => {
          const q = gan.infer(tf.tensor2d(data, shape as [number, number]))['class']!;
          return (q.mean() as tf.Tensor).argMax(1).toFloat();
        }),
      ),
    made: ([kind, first, second]) =>
      read(
        tf.tidy(() =>
          inked(
            gan.sample(DRAWN, rng.fork(1), {
              class: tf.oneHot(tf.fill([DRAWN], kind, 'int32'), CLASSES).toFloat() as tf.Tensor2D,
              first: tf.fill([DRAWN, 1], first) as tf.Tensor2D,
              second: tf.fill([DRAWN, 1], second) as tf.Tensor2D,
            }),
          ),
        ),
      ),
    traversal: (code) =>
      read(tf.tidy(() => inked(gan.traverse({ code, rows: ROWS, columns: COLUMNS, rng: rng.fork(2) }).images))),
  };
}

/** From [-1, 1] to how dark the ink is. */
function inked(images: tf.Tensor): tf.Tensor {
  return images.add(1).div(2);
}
