import * as tf from '@tensorflow/tfjs';
import { diagonal, triangularSolve } from '../special/index.js';
import type { Distribution } from './distribution.js';

/**
 * KL(q || p) of two multivariate normals given as they may be (diagonal, triangular, low rank, or independent normals):
 * (|L_p^-1 L_q|^2 + |L_p^-1 (m_q - m_p)|^2 - n) / 2 + log |L_p| - log |L_q|. Undefined if either is not one. Reads synchronously.
 */
export function klOfGaussians(q: Distribution, p: Distribution): tf.Tensor | undefined {
  return tf.tidy(() => {
    const [a, b] = [q.gaussian(), p.gaussian()];
    if (!a || !b) return undefined;
    const ratio = triangularSolve(b.scaleTril, a.scaleTril);
    const shift = triangularSolve(b.scaleTril, tf.expandDims(tf.sub(a.loc, b.loc), -1));
    // The log-determinants entry by entry beside the squares they cancel with: each log(r^2) - (r^2 - 1) is small together.
    const diagonals = diagonal(ratio);
    const offDiagonal = tf.sum(tf.square(ratio), [-2, -1]).sub(tf.sum(tf.square(diagonals), -1));
    const own = tf.sum(tf.square(diagonals).sub(1).mul(0.5).sub(tf.log(diagonals)), -1);
    return own.add(offDiagonal.mul(0.5)).add(tf.sum(tf.square(shift), [-2, -1]).mul(0.5));
  });
}
