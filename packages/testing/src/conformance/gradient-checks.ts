import type * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import type { Describable, DescribeOptions, Part, Question } from './describable.js';
import { compareGradient } from './gradients.js';
import type { Build, Point, Sampling } from './sampling.js';

type Tensors = Readonly<Record<string, tf.Tensor>>;
/** A quantity as a function of numbers by name, and where to compare its gradient. */
interface Problem {
  readonly f: (given: Tensors) => tf.Tensor;
  readonly at: Point;
}

/** The gradients of all that a family can say, by each of its parameters, are differences of what it says. */
export function gradientChecks<R, D extends Describable<R>>(
  { make, rng, kl, fixed = [] }: DescribeOptions<R, D>,
  { names, each, kind, scalar }: Sampling<R, D>,
): readonly Question[] {
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
