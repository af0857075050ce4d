import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { within4 } from '../close.js';
import { meanAndStandardError } from '../standard-error.js';
import type { Describable, DescribeOptions, Question } from './describable.js';
import { chiSquaredFits, integral, quantiles } from './goodness-of-fit.js';
import { quadratureOf } from './quadrature.js';
import type { Sampling } from './sampling.js';
import { keysOf, valuesWithMass } from './values.js';

const DRAWS = 2000;

/** Checks by draws: moments, entropy, goodness of fit and divergence. */
export function drawChecks<R, D extends Describable<R>>(
  options: DescribeOptions<R, D>,
  { each, kind, scalar }: Sampling<R, D>,
): readonly Question[] {
  const { rng, kl } = options;
  return [
    {
      name: 'draws have its mean, within 4 standard errors',
      needs: ['mean', 'mean of draws'],
      run: () =>
        each((build, a) => {
          const p = build(a);
          const mean = p.mean().dataSync();
          for (const [i, column] of columns(p.sample(rng(4), [DRAWS])).entries()) within4(column, mean[i]!);
        }),
    },
    {
      name: 'draws have its variance, within 4 standard errors',
      needs: ['mean', 'variance', 'variance of draws'],
      run: () =>
        each((build, a) => {
          const p = build(a);
          const [mean, variance] = [p.mean().dataSync(), p.variance().dataSync()];
          for (const [i, column] of columns(p.sample(rng(4), [DRAWS])).entries()) {
            within4(
              column.map((x) => (x - mean[i]!) ** 2),
              variance[i]!,
            );
          }
        }),
    },
    {
      name: 'its entropy is the mean of -log p over draws, within 4 standard errors',
      needs: ['entropy'],
      run: () =>
        each((build, a) => {
          const p = build(a);
          const { logProb } = p.sampleAndLogProb(rng(8), [DRAWS]);
          // An entropy of next to 0 is a sum of roundings.
          within4(logProb.neg().dataSync(), p.entropy().dataSync()[0]!, 1e-6);
        }),
    },
    {
      name: 'no draw is more probable than its mode',
      needs: ['mode'],
      run: () =>
        each((build, a) => {
          const p = build(a);
          const best = p.logProb(p.mode()).dataSync()[0]!;
          const most = p
            .logProb(p.sample(rng(7), [200]))
            .max()
            .dataSync()[0]!;
          expect(best).toBeGreaterThanOrEqual(most - 1e-5 * Math.max(1, Math.abs(most)));
        }),
    },
    ...fits(options, { each, kind, scalar }),
    {
      name: 'its KL is the mean of log q - log p over draws, within 4 standard errors',
      needs: ['kl', 'kl of draws'],
      run: () => {
        let compared = 0;
        each((build, a, b) => {
          const [q, p] = [build(a), build(b)];
          const expected = kl(q, p)!.dataSync()[0]!;
          if (expected === Infinity) return;
          const { sample, logProb } = q.sampleAndLogProb(rng(10), [DRAWS]);
          within4(logProb.sub(p.logProb(sample)).dataSync(), expected, 1e-6);
          compared++;
        });
        expect(compared, 'pairs with a finite divergence').toBeGreaterThan(0);
      },
    },
    {
      name: 'KL is not negative, and zero from a distribution to itself',
      needs: ['kl'],
      run: () =>
        each((build, a, b) => {
          const [q, p] = [build(a), build(b)];
          expect(Math.abs(kl(q, q)!.dataSync()[0]!)).toBeLessThan(1e-5);
          expect(kl(q, p)!.dataSync()[0]!).toBeGreaterThanOrEqual(-1e-5);
        }),
    },
  ];
}

function fits<R, D extends Describable<R>>(
  { rng }: DescribeOptions<R, D>,
  { each, kind, scalar }: Pick<Sampling<R, D>, 'each' | 'kind' | 'scalar'>,
): readonly Question[] {
  const masses: Question = {
    name: 'draws follow its masses (chi^2)',
    needs: ['support'],
    run: () =>
      each((build, a) => {
        const p = build(a);
        const draws = p.sample(rng(6), [DRAWS]);
        const values = valuesWithMass(p, p.sample(rng(5), [200]))!;
        const base = 1 + (p.support.total ?? 1);
        chiSquaredFits(keysOf(draws, base), keysOf(values, base), tf.exp(p.logProb(values)).dataSync());
      }),
  };
  const cells: Question = {
    name: 'draws follow its density, by tenths of the line (chi^2)',
    needs: [],
    run: () =>
      each((build, a) => {
        const p = build(a);
        const draws = p.sample(rng(6), [DRAWS]).dataSync();
        // Edges of other draws, so that the counts are free.
        const edges = quantiles(p.sample(rng(5), [1000]), TENTHS);
        const inner = edges.slice(1).map((edge, i) => integral(p, [edges[i]!, edge]));
        const rest = 1 - inner.reduce((sum, v) => sum + v, 0);
        const cell = Array.from(draws, (x) => {
          const above = edges.findIndex((edge) => x < edge);
          return above <= 0 ? -1 : above - 1;
        });
        chiSquaredFits(cell, [-1, ...inner.keys()], [rest, ...inner]);
      }),
  };
  const distance: Question = {
    name: 'draws follow its distribution function (Kolmogorov-Smirnov)',
    needs: ['cdf'],
    run: () =>
      each((build, a) => {
        const p = build(a);
        const u = p
          .cdf(p.sample(rng(6), [DRAWS]))
          .dataSync()
          .sort();
        let most = 0;
        for (const [i, v] of u.entries()) most = Math.max(most, v - i / DRAWS, (i + 1) / DRAWS - v);
        // Passed with probability 2e-5.
        expect(most * Math.sqrt(DRAWS)).toBeLessThan(2.4);
      }),
  };
  const waves: Question = {
    name: 'draws follow its density: averages of waves in two coordinates, within 4 standard errors',
    needs: ['support'],
    run: () =>
      each((build, a) => {
        const p = build(a);
        const others = p.sample(rng(5), [400]);
        const scales = columns(others).map((column) => {
          const { mean, standardError } = meanAndStandardError(column);
          return { mean, spread: standardError * Math.sqrt(column.length) };
        });
        const { points, weights } = quadratureOf(p, others);
        const density = Array.from(p.logProb(points).dataSync(), (log, i) => Math.exp(log) * weights[i]!);
        const standard = (rows: tf.Tensor) =>
          (rows.arraySync() as number[][]).map(
            (row) => [0, 1].map((i) => (row[i]! - scales[i]!.mean) / scales[i]!.spread) as [number, number],
          );
        const [nodes, draws] = [standard(points), standard(p.sample(rng(6), [DRAWS]))];
        for (const wave of WAVES) {
          const expected = nodes.reduce((sum, x, i) => sum + density[i]! * wave(...x), 0);
          within4(
            draws.map((x) => wave(...x)),
            expected,
          );
        }
      }),
  };
  if (kind === 'integers' || kind === 'one-hot' || kind === 'counts' || kind === 'points') return [masses];
  return scalar ? [cells, distance] : [waves];
}

/** Functions whose averages tell how the coordinates hang together, with finite variances under every density. */
const WAVES: readonly ((u: number, v: number) => number)[] = [
  (u) => Math.sin(u),
  (u) => Math.cos(u),
  (_, v) => Math.sin(v),
  (_, v) => Math.cos(v),
  (u, v) => Math.sin(u) * Math.sin(v),
  (u, v) => Math.cos(u) * Math.sin(v),
];

const TENTHS = [0.001, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.999];

/** The coordinates of draws, `[draws, ...eventShape]`. */
function columns(draws: tf.Tensor): Float32Array[] {
  const rows = draws.reshape([draws.shape[0]!, -1]);
  return Array.from({ length: rows.shape[1]! }, (_, i) =>
    Float32Array.from(rows.slice([0, i], [rows.shape[0]!, 1]).dataSync()),
  );
}
