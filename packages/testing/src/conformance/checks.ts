import type * as tf from '@tensorflow/tfjs';
import type { Describable, DescribeOptions, Question } from './describable.js';
import { drawChecks } from './draw-checks.js';
import { gradientChecks } from './gradient-checks.js';
import { hazardChecks } from './hazard-checks.js';
import { massChecks } from './mass-checks.js';
import { type Sampling, sampling } from './sampling.js';
import { shapeChecks } from './shape-checks.js';

/** One question of the suite, which throws where the family fails, or which the family cannot be asked. */
export type Check =
  | { readonly name: string; readonly run: () => void | Promise<void> }
  | { readonly name: string; readonly skipped: string };

/**
 * Returns the questions that the suite asks a family. None of them passes without looking: a check that needs a part that the
 * family lacks comes with the reason given in `without`, and the first check fails where `without` is not true.
 */
export function conformanceChecks<R, D extends Describable<R>>(options: DescribeOptions<R, D>): readonly Check[] {
  const { without = {} } = options;
  const with_ = sampling(options);
  const questions = [
    partsCheck(options, with_),
    ...shapeChecks(options, with_),
    ...massChecks(options, with_),
    ...drawChecks(options, with_),
    ...gradientChecks(options, with_),
    ...hazardChecks(options, with_),
  ];
  return answerable(questions, without);
}

/** Returns the questions of {@link conformanceChecks} about arguments and parameters at the ends of what a family takes. */
export function hazardsOnly<R, D extends Describable<R>>(options: DescribeOptions<R, D>): readonly Check[] {
  return answerable(hazardChecks(options, sampling(options)), options.without);
}

function answerable(
  questions: readonly Question[],
  without: DescribeOptions<unknown, never>['without'] = {},
): readonly Check[] {
  return questions.map(({ name, needs, run }) => {
    const missing = needs.find((part) => without[part] !== undefined);
    return missing === undefined ? { name, run } : { name, skipped: `no ${missing}: ${without[missing]}` };
  });
}

const METHODS = ['mean', 'variance', 'mode', 'entropy', 'cdf', 'icdf', 'kl'] as const;

function partsCheck<R, D extends Describable<R>>(
  { rng, kl, without = {} }: DescribeOptions<R, D>,
  { each }: Sampling<R, D>,
): Question {
  const name = 'it has each method, except those that are said to be missing';
  const run = () =>
    each((build, a) => {
      const p = build(a);
      const x = p.sample(rng(1));
      const ask: Record<(typeof METHODS)[number], () => tf.Tensor | undefined> = {
        mean: () => p.mean(),
        variance: () => p.variance(),
        mode: () => p.mode(),
        entropy: () => p.entropy(),
        cdf: () => p.cdf(x),
        icdf: () => p.icdf(x.mul(0).add(0.5)),
        kl: () => kl(p, p),
      };
      const had = METHODS.filter((method) => answers(ask[method]));
      const wanted = METHODS.filter((method) => without[method] === undefined);
      if (`${had}` !== `${wanted}`) {
        throw new Error(`describeDistribution: expected the methods ${wanted.join(', ')}, got ${had.join(', ')}.`);
      }
      if (p.closedEntropy !== had.includes('entropy')) {
        throw new Error(
          `describeDistribution: expected closedEntropy to be ${had.includes('entropy')}, got ${p.closedEntropy}.`,
        );
      }
    });
  return { name, needs: [], run };
}

/** Whether a family has a method, and a finite value by it: it says so where it has none. */
function answers(ask: () => tf.Tensor | undefined): boolean {
  try {
    return ask()?.dataSync().every(Number.isFinite) ?? false;
  } catch (error) {
    if (/the family '.*' has none/.test(String(error))) return false;
    throw error;
  }
}
