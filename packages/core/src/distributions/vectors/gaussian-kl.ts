import * as tf from '@tensorflow/tfjs-core';
import { diagonal, triangularSolve } from '../../special/index.js';
import type { Distribution } from '../base/distribution.js';

/**
 * KL(q || p) of two multivariate normals given as they may be (diagonal, triangular, low rank, or independent normals):
 * (|L_p^-1 L_q|^2 + |L_p^-1 (m_q - m_p)|^2 - n) / 2 + log |L_p| - log |L_q|. Undefined if either is not one.
 */
export function klOfGaussians(q: Distribution, p: Distribution): tf.Tensor | undefined {
  return tf.tidy(() => {
    const [a, b] = [q.gaussian(), p.gaussian()];
    if (!a || !b) return undefined;
    const ratio = triangularSolve(b.scaleTril, a.scaleTril);
    const shift = triangularSolve(b.scaleTril, tf.expandDims(tf.sub(a.loc, b.loc), -1));
    // The log-determinants entry by entry beside the squares they cancel with: each log(r^2) - (r^2 - 1) is small together.
    const diagonals = diagonal(ratio);
    const offDiagonal = tf.sub(tf.sum(tf.square(ratio), [-2, -1]), tf.sum(tf.square(diagonals), -1));
    const own = tf.sum(tf.sub(tf.mul(tf.sub(tf.square(diagonals), 1), 0.5), tf.log(diagonals)), -1);
    return tf.add(tf.add(own, tf.mul(offDiagonal, 0.5)), tf.mul(tf.sum(tf.square(shift), [-2, -1]), 0.5));
  });
}
