import {
  gaussianNaiveBayes,
  type LinearClassifier,
  type LinearGenerativeClassifier,
  linearDiscriminant,
  logisticRegression,
  quadraticDiscriminant,
  sharedGaussianNaiveBayes,
} from '@latents/classifiers';
import { ndArray } from '@latents/math';
import type { Labelled, World } from './worlds.js';

/** What stands behind one map: log-odds of class 1 at points `[n, 2]`. */
export interface Method {
  readonly title: string;
  readonly kind: 'truth' | 'generative' | 'discriminative';
  logOdds(points: Float64Array): Float64Array;
  /** Its weights and intercept, if its log-odds are linear. */
  readonly linear?: LinearClassifier;
  /** The intercept that the note prints: log prior odds alone (ERRATA E62). */
  readonly printedIntercept?: number;
  /** What else is to be said of the fit. */
  readonly remark: string;
}

export interface FitOptions {
  /** Newton steps of logistic regression, at most. */
  readonly newtonSteps: number;
  readonly l2: number;
}

/** Bayes' rule on the truth, and everything that learns it from the points. */
export function fitMethods(world: World, share: number, data: Labelled, { newtonSteps, l2 }: FitOptions): Method[] {
  const prior = Math.log(share / (1 - share));
  const logistic = logisticRegression(data, { solver: 'newton', l2, maxIterations: newtonSteps });
  return [
    {
      title: 'The truth',
      kind: 'truth',
      logOdds: (points) =>
        Float64Array.from(
          { length: points.length / 2 },
          (_, i) => prior + world.logRatio(points[2 * i]!, points[2 * i + 1]!),
        ),
      remark: 'Bayes’ rule, knowing where the points come from.',
    },
    linearRoute(
      'Naive Bayes, one variance',
      sharedGaussianNaiveBayes(data),
      'Independent features, variances shared by the classes.',
    ),
    linearRoute(
      'Linear discriminant',
      linearDiscriminant(data),
      'Dependent features, one covariance shared by the classes.',
    ),
    curvedRoute(
      'Naive Bayes, two variances',
      gaussianNaiveBayes(data),
      'Independent features, variances of each class.',
    ),
    curvedRoute('Quadratic discriminant', quadraticDiscriminant(data), 'A covariance of each class.'),
    {
      title: 'Logistic regression',
      kind: 'discriminative',
      logOdds: (points) => logistic.classifier.scores(ndArray([points.length / 2, 2], points)),
      linear: logistic.classifier,
      remark: remarkOn(logistic),
    },
  ];
}

function remarkOn({ separation, iterations, converged }: ReturnType<typeof logisticRegression>): string {
  if (separation !== undefined)
    return `A line separates these points: the likelihood rises for ever, and the weights with it. Stopped after ${iterations} Newton steps; a penalty would keep them finite.`;
  return `p(class | x) alone, no model of x. ${converged ? `At its maximum after ${iterations} Newton steps.` : `Not yet at its maximum after ${iterations} Newton steps.`}`;
}

function linearRoute(title: string, model: LinearGenerativeClassifier, remark: string): Method {
  const linear = model.toLinear();
  return {
    title,
    kind: 'generative',
    logOdds: (points) => linear.scores(ndArray([points.length / 2, 2], points)),
    linear,
    printedIntercept: model.logPrior[1]! - model.logPrior[0]!,
    remark,
  };
}

function curvedRoute(title: string, model: ReturnType<typeof gaussianNaiveBayes>, remark: string): Method {
  return {
    title,
    kind: 'generative',
    logOdds(points) {
      const joint = model.logJoint(ndArray([points.length / 2, 2], points));
      return Float64Array.from({ length: points.length / 2 }, (_, i) => joint[2 * i + 1]! - joint[2 * i]!);
    },
    remark,
  };
}

export interface Score {
  /** Mean of -log p(class | x), in nats. */
  readonly nats: number;
  readonly errorRate: number;
}

/** How well log-odds foretell the classes. */
export function scoreOf(logOdds: Float64Array, y: ArrayLike<number>): Score {
  let nats = 0;
  let errors = 0;
  logOdds.forEach((odds, i) => {
    const margin = y[i] === 1 ? odds : -odds;
    nats += Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
    if (y[i] === 1 ? odds <= 0 : odds > 0) errors++;
  });
  return { nats: nats / logOdds.length, errorRate: errors / logOdds.length };
}
