import { checkPositiveInteger, type NamedArrays, type Rng } from '@latents/math';
import * as tf from '@tensorflow/tfjs-core';

export interface ReplayOptions {
  /** Number of old generated examples that are kept. */
  readonly size: number;
  /** Fraction of old ones among the generated examples that D is shown, between 0 and 1 (default 0.5). */
  readonly fraction?: number;
}

/**
 * Shows D examples that G made earlier next to those that it makes now, so that D does not forget them.
 *
 * @see Shrivastava et al. 2017, section 2.3
 */
export class Replay {
  readonly fraction: number;
  readonly size: number;
  private readonly width: number;
  private rows: Float32Array[] = [];
  /** Fresh examples of the present step, and the places of the last ones of them among the old ones. */
  private pending: { readonly fresh: tf.Tensor; readonly places: readonly number[] } | undefined;

  /** @param width Number of values in one example. */
  constructor({ size, fraction = 0.5 }: ReplayOptions, width: number) {
    checkPositiveInteger('replay', size, 'size');
    if (!(fraction > 0 && fraction < 1)) {
      throw new RangeError(`replay: expected fraction between 0 and 1, both excluded, got ${fraction}.`);
    }
    this.size = size;
    this.fraction = fraction;
    this.width = width;
  }

  /** Replaces some of the first rows of `fresh` by old ones. {@link keep} then has to be called, and keeps some of the fresh ones. */
  mix(fresh: tf.Tensor, rng: Rng): tf.Tensor {
    const count = fresh.shape[0]!;
    const { width } = this;
    const old = Math.min(Math.floor(this.fraction * count), this.rows.length);
    const order = rng.permutation(this.rows.length);
    const shown = new Float32Array(old * width);
    for (let i = 0; i < old; i++) shown.set(this.rows[order[i]!]!, i * width);
    let kept = this.rows.length;
    const places = Array.from({ length: Math.ceil(this.fraction * count) }, () =>
      kept < this.size ? kept++ : rng.integer(this.size),
    );
    this.forget();
    this.pending = { fresh: tf.keep(fresh.clone()), places };
    if (old === 0) return fresh.clone();
    const rest = tf.slice(fresh, [old], [count - old]);
    return tf.concat([tf.tensor(shown, [old, ...fresh.shape.slice(1)]), rest]);
  }

  /** Keeps examples of the last {@link mix}. Reads them without blocking, and frees them. */
  async keep(): Promise<void> {
    if (this.pending === undefined) return;
    const { fresh, places } = this.pending;
    const values = (await fresh.data()) as Float32Array;
    const from = fresh.shape[0]! - places.length;
    for (const [i, place] of places.entries()) {
      this.rows[place] = values.slice((from + i) * this.width, (from + i + 1) * this.width);
    }
    this.forget();
  }

  private forget(): void {
    this.pending?.fresh.dispose();
    this.pending = undefined;
  }

  state(): NamedArrays {
    if (this.rows.length === 0) return {};
    const { width } = this;
    const data = new Float32Array(this.rows.length * width);
    for (const [i, row] of this.rows.entries()) data.set(row, i * width);
    return { replay: { shape: [this.rows.length, width], data } };
  }

  /** Throws a RangeError for examples of another size, or more than are kept. */
  restore({ replay }: NamedArrays): void {
    const [count = 0, width = this.width] = replay?.shape ?? [];
    if (width !== this.width || count > this.size) {
      throw new RangeError(
        `replay: expected at most ${this.size} old examples of ${this.width} numbers, got [${replay!.shape}]. Resume with the replay that the run had.`,
      );
    }
    this.rows = Array.from({ length: count }, (_, i) =>
      Float32Array.from(replay!.data.subarray(i * width, (i + 1) * width)),
    );
  }
}
