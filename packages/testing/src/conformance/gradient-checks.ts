import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { within4 } from '../close.js';
import type { Describable, DescribeOptions, Part, Question } from './describable.js';
import { compareGradient } from './gradients.js';
import type { Build, Point, Sampling } from './sampling.js';

const DRAWS = 1000;

type Tensors = Readonly<Record<string, tf.Tensor>>;
/** A quantity as a function of numbers by name, and where to compare its gradient. */
interface Problem {
  readonly f: (given: Tensors) => tf.Tensor;
  readonly at: Point;
}

/** The gradients of all that a family can say, by each of its parameters, are differences of what it says. */
export function gradientChecks<R, D extends Describable<R>>(
  options: DescribeOptions<R, D>,
  sampling: Sampling<R, D>,
): readonly Question[] {
  const { make, rng, kl, fixed = [] } = options;
  const { names, each, kind, scalar } = sampling;
  const free = names.filter((name) => !fixed.includes(name));
  if (free.length === 0) return [];
  const question = (
    what: string,
    needs: readonly Part[],
    by: readonly string[],
    problem: (build: Build<D>, a: Point, b: Point) => Problem,
  ): Question => ({
    name: `the gradient of ${what} is a difference quotient, by each of ${by.join(', ')}`,
    needs,
    run: () => {
      const compared: string[] = [];
      let runs = 0;
      each((build, a, b) => {
        const { f, at } = problem(build, a, b);
        compared.push(...compareGradient(f, at, by));
        runs++;
      });
      // Near kinks and ends nothing can be compared. Where that is so at each point, the family or its ranges are wrong.
      for (const name of by) {
        const times = compared.filter((other) => other === name).length;
        expect(times, `points of ${runs} at which d/d${name} could be compared`).toBeGreaterThan(0);
      }
    },
  });
  const own = (what: 'mean' | 'variance' | 'mode' | 'entropy') =>
    question(`its ${what}`, [what], free, (_, a) => ({ at: a, f: (given) => make(given)[what]() }));
  // A mass is a function of integers, and a vector of the simplex has no free coordinates.
  const line = scalar && kind === 'interval';
  const questions = [
    ...drawGradients(options, sampling, free),
    question('log p(x)', [], line ? [...free, 'x'] : free, (build, a) => {
      const x = build(a).sample(rng(9));
      if (!line) return { at: a, f: (given) => make(given).logProb(x) };
      return { at: { ...a, x: x.dataSync()[0]! }, f: ({ x: at, ...given }) => make(given).logProb(at!) };
    }),
    own('mean'),
    own('variance'),
    own('mode'),
    own('entropy'),
    question(
      'KL(q || p)',
      ['kl'],
      [...free.map((name) => `q.${name}`), ...free.map((name) => `p.${name}`)],
      (_, a, b) => ({
        at: { ...prefixed('q', a), ...prefixed('p', b) },
        f: (given) => kl(make(unprefixed('q', given)), make(unprefixed('p', given)))!,
      }),
    ),
  ];
  // The mass of a point jumps.
  if (kind === 'points') return [own('mean'), own('variance'), own('mode'), own('entropy')];
  if (!scalar) return questions;
  return [
    ...questions,
    question('cdf(x)', ['cdf'], line ? [...free, 'x'] : free, (build, a) => ({
      at: { ...a, x: build(a).sample(rng(9)).dataSync()[0]! },
      f: ({ x, ...given }) => make(given).cdf(x!),
    })),
    question('icdf(p)', ['icdf'], line ? [...free, 'p'] : free, (_, a) => ({
      // Away from 1/2, where some families change formulas or sides.
      at: { ...a, p: 0.3 },
      f: ({ p, ...given }) => make(given).icdf(p!),
    })),
    ...(line
      ? [
          question('icdf(p) in the upper tail', ['icdf'], [...free, 'p'], (_, a) => ({
            at: { ...a, p: 0.9 },
            f: ({ p, ...given }) => make(given).icdf(p!),
          })),
        ]
      : []),
  ];
}

/** Gradients of reparameterized draws: their mean is the gradient of the moments, which other questions compare with differences. */
function drawGradients<R, D extends Describable<R>>(
  { make, rng }: DescribeOptions<R, D>,
  { few, one }: Sampling<R, D>,
  free: readonly string[],
): readonly Question[] {
  if (!tf.tidy(() => ({ is: one().reparameterized })).is) return [];
  const at = (a: Point, shape: number[], name: string, value: tf.Tensor) =>
    make({ ...Object.fromEntries(Object.entries(a).map(([key, v]) => [key, tf.fill(shape, v)])), [name]: value });
  const question = (
    what: string,
    needs: readonly Part[],
    ofDraws: (draws: tf.Tensor, center: tf.Tensor) => tf.Tensor,
    moment: (p: D) => tf.Tensor,
  ): Question => ({
    name: `gradients of draws average to the gradient of its ${what}, within 4 standard errors`,
    needs,
    run: () =>
      few((build, a) => {
        const center = build(a).mean();
        for (const name of free) {
          const slopes = tf.grad((value: tf.Tensor) =>
            tf.add(tf.sum(ofDraws(at(a, [DRAWS], name, value).sample(rng(11)), center)), tf.sum(tf.mul(value, 0))),
          );
          // A moment need not depend on each parameter.
          const expected = tf.grad((value: tf.Tensor) =>
            tf.add(tf.sum(moment(at(a, [], name, value))), tf.mul(value, 0)),
          );
          within4(slopes(tf.fill([DRAWS], a[name]!)).dataSync(), expected(tf.scalar(a[name]!)).dataSync()[0]!, 1e-5);
        }
      }),
  });
  return [
    question(
      'mean',
      ['mean', 'mean of draws'],
      (draws) => draws,
      (p) => p.mean(),
    ),
    question(
      'variance',
      ['mean', 'variance', 'variance of draws'],
      (draws, center) => tf.square(tf.sub(draws, center)),
      (p) => p.variance(),
    ),
  ];
}

function prefixed(prefix: string, of: Point): Point {
  return Object.fromEntries(Object.entries(of).map(([name, value]) => [`${prefix}.${name}`, value]));
}

function unprefixed(prefix: string, of: Tensors): Tensors {
  return Object.fromEntries(
    Object.entries(of).flatMap(([name, value]) =>
      name.startsWith(`${prefix}.`) ? [[name.slice(prefix.length + 1), value]] : [],
    ),
  );
}
