import { count } from '../../widgets/numbers.js';
import type { BackendTrial } from '../../workers/backend-choice.js';
import type { Prepared } from '../training/messages.js';
import { objectiveOf } from '../training/settings.js';
import type { Facts } from './messages.js';

/** What is fixed about a run: its networks, data, objective, and how fast each backend was. */
export function factsOf(
  { parameters, trainingExamples, heldOutExamples, trials }: Prepared<Facts>,
  beta: number,
): string {
  return (
    `784–400–z–400–784 perceptrons, ${count(parameters)} parameters; Adam, batches of 128. ` +
    `${count(trainingExamples)} digits to train on, binarised anew at each pass, and ${count(heldOutExamples)} held out. ` +
    `${trials.length === 0 ? '' : `Time of a training step here: ${trials.map(trialText).join(', ')}. `}${objectiveOf(beta)}`
  ).trim();
}

function trialText({ backend, milliseconds }: BackendTrial): string {
  return Number.isFinite(milliseconds) ? `${backend} ${milliseconds.toFixed(1)} ms` : `${backend} not used`;
}
