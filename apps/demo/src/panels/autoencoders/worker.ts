import { type Digits, loadSplitDigits } from '../digits/digits.js';
import type { TrainingRun } from '../training/run.js';
import { serveTraining } from '../training/worker.js';
import type { Facts, Shown } from './messages.js';
import { createRun } from './run.js';
import type { Settings } from './settings.js';

let digits: Digits | undefined;

serveTraining<Settings, Facts, Shown, TrainingRun>({
  async create(settings, tell) {
    tell({ kind: 'loading', what: 'Reading the digits' });
    digits ??= await loadSplitDigits();
    tell({ kind: 'loading', what: 'Building the models' });
    return {
      run: await createRun(settings, digits, tell),
      facts: { trainingExamples: digits.training.labels.length, heldOutExamples: digits.heldOut.labels.length },
    };
  },
});
