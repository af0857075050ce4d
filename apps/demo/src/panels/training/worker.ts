import type { BackendChoice } from '../../workers/backend-choice.js';
import { useBackend } from '../../workers/backends.js';
import { workerPort } from '../../workers/port.js';
import {
  messageOf,
  type Numbered,
  type Prepared,
  type Tell,
  type TrainingCommand,
  type TrainingReport,
} from './messages.js';
import type { TrainingRun } from './run.js';

export interface WorkerOptions<Settings, Facts, Own, Asked, Run extends TrainingRun> {
  /** A run with these settings, and what else is told of it once it is ready. */
  readonly create: (
    settings: Settings,
    tell: Tell<Facts, Own>,
  ) => Promise<{ readonly run: Run; readonly facts: Facts }>;
  /** Answers what a panel asks besides preparing, going and pausing. */
  readonly answer?: (asked: Asked, run: Run) => Promise<void>;
}

/** The worker of a panel that trains: one run at a time, prepared, started and paused as the page asks. */
export function serveTraining<
  Settings extends { readonly backend: BackendChoice },
  Facts,
  Own,
  Run extends TrainingRun,
  Asked extends { readonly kind: string } = never,
>({ create, answer }: WorkerOptions<Settings, Facts, Own, Asked, Run>): void {
  type Report = TrainingReport<Facts> | Own;
  const port = workerPort<TrainingCommand<Settings> | Asked, Numbered<Report>>(receive);
  let number = 0;
  let run: Run | undefined;
  // One run is prepared after another, and the one before is ended first.
  let preparing: Promise<void> = Promise.resolve();

  const teller =
    (of: number): Tell<Facts, Own> =>
    (report, transfer) =>
      port.post({ run: of, report }, transfer);

  function receive(command: TrainingCommand<Settings> | Asked): void {
    if (isTrainingCommand<Settings>(command)) {
      if (command.kind === 'go') run?.go();
      else if (command.kind === 'pause') run?.pause();
      else {
        number = command.run;
        preparing = preparing.then(() => prepare(command.run, command.settings));
      }
    } else if (run !== undefined) {
      const tell = teller(number);
      answer?.(command, run).catch((error: unknown) => tell({ kind: 'failed', message: messageOf(error) }));
    }
  }

  async function prepare(of: number, settings: Settings): Promise<void> {
    const tell = teller(of);
    try {
      const before = run;
      run = undefined;
      await before?.stop();
      if (of !== number) return;
      tell({ kind: 'loading', what: 'Choosing a backend' });
      const { backend, trials } = await useBackend(settings.backend);
      const created = await create(settings, tell);
      run = created.run;
      const { stepsInAll, stepsPerEpoch, parameters } = run;
      await run.show();
      const known = { kind: 'prepared', backend, trials, stepsInAll, stepsPerEpoch, parameters } as const;
      tell({ ...known, ...created.facts } as Prepared<Facts>);
    } catch (error) {
      tell({ kind: 'failed', message: messageOf(error) });
    }
  }
}

function isTrainingCommand<Settings>(command: { readonly kind: string }): command is TrainingCommand<Settings> {
  return ['prepare', 'go', 'pause'].includes(command.kind);
}
