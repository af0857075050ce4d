import { createRng, LinearClassifier } from '@latents/classifiers';
import { expect, it } from 'vitest';

// One feature, two classes, batches that disagree.
const batches = [
  { x: [[0], [1], [2], [3]], y: [0, 0, 1, 0] },
  { x: [[-1], [1], [4]], y: [1, 0, 1] },
];

/** Returns the mean of log p(y | x) by its formula. */
function logLikelihood(classifier: LinearClassifier, { x, y }: (typeof batches)[number]): number {
  const p = classifier.probabilities(x);
  return y.reduce((sum, label, i) => sum + Math.log(p[2 * i + label]!), 0) / y.length;
}

it('a player of logistic regression reports the log-likelihood of the batch that it has, also when batches alternate', async () => {
  const classifier = LinearClassifier.zeros({ classes: 2, dimension: 1 });
  const player = classifier.players({ solver: 'newton' })[0]!;
  for (let step = 0; step < 4; step++) {
    const batch = batches[step % 2]!;
    const before = logLikelihood(classifier, batch);
    const { nats } = await player.take(batch, { step, rng: createRng(0) });
    expect(nats).toBeCloseTo(before, 10);
  }
});
