import { LEGENDRE_NODES, LEGENDRE_WEIGHTS } from '@latents/math/special';
import * as tf from '@tensorflow/tfjs-core';

/** The points of a rule and their weights. */
interface Rule {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/** Returns a function of tensors that computes an integral: all points of the rule lie along a new last axis. */
function integrate({ nodes, weights }: Rule, f: (u: tf.Tensor) => tf.Tensor, scale: tf.Tensor): tf.Tensor {
  const u = tf.mul(tf.expandDims(scale, -1), tf.tensor1d([...nodes]));
  return tf.mul(tf.sum(tf.mul(f(u), tf.tensor1d([...weights])), -1), scale);
}

/** Returns Gauss and Legendre's rule on [0, 1] in equal pieces. */
function panels(pieces: number): Rule {
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let p = 0; p < pieces; p++) {
    for (const [i, node] of LEGENDRE_NODES.entries()) {
      for (const side of [-1, 1]) {
        nodes.push((p + 0.5 + (side * node) / 2) / pieces);
        weights.push(LEGENDRE_WEIGHTS[i]! / (2 * pieces));
      }
    }
  }
  return { nodes, weights };
}

/**
 * Returns the integral of f from 0 to `high`, by 16 points on each of equal pieces.
 *
 * @param f A function of points `[..., points]`; other tensors in it need a last axis of 1.
 * @param high `[...]`
 */
export function integratePanels(f: (u: tf.Tensor) => tf.Tensor, high: tf.Tensor, pieces: number): tf.Tensor {
  return integrate(panels(pieces), f, high);
}

/** The step of the exp-sinh rule for integrals over (0, infinity). */
const STEP = 0.0625;

function expSinh(): Rule {
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let k = -60; k <= 48; k++) {
    const t = k * STEP;
    const u = Math.exp((Math.PI / 2) * Math.sinh(t));
    nodes.push(u);
    weights.push((Math.PI / 2) * STEP * u * Math.cosh(t));
  }
  return { nodes, weights };
}

/**
 * Returns the integral of f over (0, infinity) by the exp-sinh rule, for an f that is smooth and decays.
 *
 * @param f A function of points `[..., points]` that is 0 wherever its terms overflow.
 * @param width `[...]`: the scale on which f decays.
 */
export function integrateTail(f: (u: tf.Tensor) => tf.Tensor, width: tf.Tensor): tf.Tensor {
  return integrate(expSinh(), f, width);
}

/** Returns the tensor with a last axis of 1, next to points of a rule. */
export const atPoints = (x: tf.Tensor): tf.Tensor => tf.expandDims(x, -1);
