import type { Move } from '@latents/training';
import type { Expectation } from './latent-variable-model.js';

/**
 * Returns the report of a move: the bound before it, in nats per example, with its two terms.
 *
 * @param expectation The posterior that makes the bound.
 * @param expectedLogJoint E_q [log p(x, z)] under the present model, in nats; absent: under the model of the E step.
 */
export function boundMove(
  { entropy, examples, ...tight }: Expectation,
  expectedLogJoint = tight.expectedLogJoint,
): Move {
  const terms = { 'expected log joint': expectedLogJoint / examples, entropy: entropy / examples };
  const nats = terms['expected log joint'] + terms.entropy;
  return { nats, of: 'log p(x)', side: 'lower', direction: 'up', sound: true, terms };
}
