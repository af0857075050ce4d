import type { TrainingRun } from '../training/run.js';
import { serveTraining } from '../training/worker.js';
import type { Facts, Shown } from './messages.js';
import { createGame } from './run.js';
import type { Settings } from './settings.js';

serveTraining<Settings, Facts, Shown, TrainingRun>({
  async create(settings, tell) {
    tell({ kind: 'loading', what: 'Drawing points, building the players' });
    return createGame(settings, tell);
  },
});
