import { createRng } from '@latents/math';
import { expect, it } from 'vitest';
import { hessian } from '../src/hessian.js';
import type { Problem } from '../src/problem.js';
import { objective } from '../src/softmax-objective.js';

it.each([
  [2, 1, 700, 20],
  [3, 2, 90, 3],
  [3, 3, 2500, 4],
])(
  '%d classes, %d rows of parameters, n = %d, d = %d: the finite differences of the gradient',
  (classes, rows, n, d) => {
    const rng = createRng(classes + rows);
    const problem: Problem = {
      x: Float64Array.from({ length: n * d }, () => rng.normal()),
      y: Array.from({ length: n }, () => rng.integer(classes)),
      rowWeights: Float64Array.from({ length: n }, (_, i) => (i % 7 === 0 ? 0 : rng.uniform())),
      n,
      d,
      classes,
      rows,
      l2: new Float64Array(d).fill(0.7),
      l1: new Float64Array(d),
    };
    const size = rows * (d + 1);
    const point = Float64Array.from({ length: size }, () => 0.3 * rng.normal());
    const h = hessian(problem, point);
    const gradientAt = (i: number, step: number) => {
      const gradient = new Float64Array(size);
      objective(
        problem,
        point.map((p, j) => (j === i ? p + step : p)),
        gradient,
      );
      return gradient;
    };
    for (let i = 0; i < size; i++) {
      const [up, down] = [gradientAt(i, 1e-5), gradientAt(i, -1e-5)];
      for (let j = 0; j < size; j++)
        expect(Math.abs(h[j * size + i]! - (up[j]! - down[j]!) / 2e-5)).toBeLessThan(1e-6 * n);
    }
  },
);
