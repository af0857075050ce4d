import { useBackend } from '../../workers/backends.js';
import { workerPort } from '../../workers/port.js';
import type { Command, Report } from './messages.js';
import { type Body, createRace, messageOf, type Race } from './run.js';
import type { Settings } from './settings.js';

const port = workerPort<Command, Report>(receive);

let number = 0;
let run: Race | undefined;
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
  }
}

async function prepare(of: number, settings: Settings): Promise<void> {
  const tell = (report: Body): void => port.post({ ...report, run: of });
  try {
    const before = run;
    run = undefined;
    await before?.stop();
    if (of !== number) return;
    tell({ kind: 'loading', what: 'Choosing a backend' });
    const { backend, trials } = await useBackend(settings.backend);
    tell({ kind: 'loading', what: 'Drawing pairs, building the critics' });
    run = createRace(settings, tell);
    const { truth, ceiling, parameters } = run;
    await run.show();
    const untrained = await run.untrained();
    tell({ kind: 'prepared', backend, trials, truth, ceiling, parameters, untrained });
  } catch (error) {
    tell({ kind: 'failed', message: messageOf(error) });
  }
}
