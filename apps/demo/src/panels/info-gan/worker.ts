import { type Digits, loadSplitDigits } from '../digits/digits.js';
import { serveTraining } from '../training/worker.js';
import type { Asked, Facts, Shown } from './messages.js';
import { createRun, type InfoGanRun } from './run.js';
import type { Settings } from './settings.js';

let digits: Digits | undefined;

serveTraining<Settings, Facts, Shown, InfoGanRun, Asked>({
  async create(settings, tell) {
    tell({ kind: 'loading', what: 'Reading the digits' });
    digits ??= await loadSplitDigits();
    tell({ kind: 'loading', what: 'Building the players' });
    return createRun(settings, digits, tell);
  },
  answer: ({ code }, run) => run.make(code),
});
