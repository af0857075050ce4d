import { useBackend } from '../../workers/backends.js';
import { workerPort } from '../../workers/port.js';
import { type Digits, loadSplitDigits } from './digits.js';
import type { Command, Report } from './messages.js';
import { type Body, createRun, messageOf, type VaeRun } from './run.js';
import type { Settings } from './settings.js';

const port = workerPort<Command, Report>(receive);

let number = 0;
let run: VaeRun | undefined;
let digits: Digits | undefined;
// One run is prepared after another, and the one before is ended first.
let preparing: Promise<void> = Promise.resolve();

function receive(command: Command): void {
  switch (command.kind) {
    case 'prepare':
      number = command.run;
      preparing = preparing.then(() => prepare(command.run, command.settings));
      break;
    case 'go':
      run?.go();
      break;
    case 'pause':
      run?.pause();
      break;
    case 'decode':
      run?.decode(command.at).catch((error: unknown) => post(number)({ kind: 'failed', message: messageOf(error) }));
      break;
  }
}

function post(of: number): (report: Body, transfer?: Transferable[]) => void {
  return (report, transfer) => port.post({ ...report, run: of }, transfer);
}

async function prepare(of: number, settings: Settings): Promise<void> {
  const tell = post(of);
  try {
    const before = run;
    run = undefined;
    await before?.stop();
    if (of !== number) return;
    tell({ kind: 'loading', what: 'Choosing a backend' });
    const { backend, trials } = await useBackend(settings.backend);
    tell({ kind: 'loading', what: 'Reading the digits' });
    digits ??= await loadSplitDigits();
    tell({ kind: 'loading', what: 'Building the model' });
    run = createRun(settings, digits, tell);
    const { stepsInAll, stepsPerEpoch, parameters } = run;
    await run.show();
    tell({
      kind: 'prepared',
      backend,
      trials,
      stepsInAll,
      stepsPerEpoch,
      parameters,
      trainingExamples: digits.training.labels.length,
      heldOutExamples: digits.heldOut.labels.length,
    });
  } catch (error) {
    tell({ kind: 'failed', message: messageOf(error) });
  }
}
