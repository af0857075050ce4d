import * as tf from '@tensorflow/tfjs-core';

// Gauss and Legendre's 16 points on [-1, 1].
const NODES = [
  0.0950125098376374, 0.2816035507792589, 0.4580167776572274, 0.6178762444026438, 0.755404408355003, 0.8656312023878318,
  0.9445750230732326, 0.9894009349916499,
];
const WEIGHTS = [
  0.1894506104550685, 0.1826034150449236, 0.1691565193950025, 0.1495959888165767, 0.1246289712555339,
  0.0951585116824928, 0.0622535239386479, 0.0271524594117541,
];

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
    for (const [i, node] of NODES.entries()) {
      for (const side of [-1, 1]) {
        nodes.push((p + 0.5 + (side * node) / 2) / pieces);
        weights.push(WEIGHTS[i]! / (2 * pieces));
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
