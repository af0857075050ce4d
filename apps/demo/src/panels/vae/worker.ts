import { type Digits, loadSplitDigits } from '../digits/digits.js';
import { serveTraining } from '../training/worker.js';
import type { Asked, Facts, Shown } from './messages.js';
import { createRun, type VaeRun } from './run.js';
import type { Settings } from './settings.js';

let digits: Digits | undefined;

serveTraining<Settings, Facts, Shown, VaeRun, Asked>({
  async create(settings, tell) {
    tell({ kind: 'loading', what: 'Reading the digits' });
    digits ??= await loadSplitDigits();
    tell({ kind: 'loading', what: 'Building the model' });
    return {
      run: createRun(settings, digits, tell),
      facts: { trainingExamples: digits.training.labels.length, heldOutExamples: digits.heldOut.labels.length },
    };
  },
  answer: ({ at }, run) => run.decode(at),
});
