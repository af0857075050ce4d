import type { NumberRule } from '../../widgets/number-field.js';
import type { StatusList } from '../../widgets/status-list.js';
import { type ChoiceRule, type FieldValues, type Preset, trainingControls } from '../../widgets/training-controls.js';
import { pagePort } from '../../workers/port.js';
import type { Numbered, Prepared, TrainingCommand, TrainingReport } from './messages.js';

type Phase = 'loading' | 'ready' | 'training' | 'paused' | 'finished' | 'failed';

const MAIN_LABELS: Readonly<Record<Phase, string>> = {
  loading: 'Start',
  ready: 'Start',
  training: 'Pause',
  paused: 'Resume',
  finished: 'Start over',
  failed: 'Start over',
};

const SHARED = ['loading', 'prepared', 'progress', 'paused', 'finished', 'failed'];

export interface SessionOptions<N extends string, Facts, Own, C extends string = never> {
  /** Carries the phase, for style sheets and tests. */
  readonly host: HTMLElement;
  readonly worker: Worker;
  readonly rules: Readonly<Record<N, NumberRule>>;
  readonly choices?: Readonly<Record<C, ChoiceRule>>;
  readonly presets?: readonly Preset<N | C>[];
  readonly status: StatusList<'state' | 'epoch' | 'step' | 'speed' | 'backend'>;
  /** A new run is asked for: what is shown of the one before goes. */
  readonly begin: () => void;
  readonly prepared: (report: Prepared<Facts>, settings: FieldValues<N, C>) => void;
  /** What this panel alone is told. */
  readonly show: (report: Own) => void;
}

export interface Session<Asked> {
  /** Start, pause, reset and the settings. */
  readonly controls: HTMLElement;
  /** Prepares the first run; to be called when the panel is in place. */
  open(): void;
  ask(asked: Asked): void;
  /** The reader turns to another panel. */
  leave(): void;
}

/** The page's side of a panel that trains in a worker: phases, the buttons, the settings, and how far the run is. */
export function trainingSession<
  N extends string,
  Facts,
  Own extends { readonly kind: string },
  Asked extends { readonly kind: string } = never,
  C extends string = never,
>({
  host,
  worker,
  rules,
  choices,
  presets,
  status,
  begin,
  prepared,
  show,
}: SessionOptions<N, Facts, Own, C>): Session<Asked> {
  type Settings = FieldValues<N, C>;
  const port = pagePort<Numbered<TrainingReport<Facts> | Own>, TrainingCommand<Settings> | Asked>(
    worker,
    receive,
    fail,
  );
  const controls = trainingControls<N, C>({
    rules,
    choices,
    presets,
    onMain: main,
    onReset: () => reset(false),
    onEdit: edited,
  });
  let run = 0;
  let phase: Phase = 'loading';
  let running: Settings | undefined;
  let stepsInAll = 0;
  let beginWhenReady = false;

  function enter(next: Phase, text: string = next): void {
    phase = next;
    host.dataset['phase'] = next;
    status.set('state', text);
    controls.main(MAIN_LABELS[next], next !== 'loading');
    edited();
  }

  /** A new run with the settings in the fields; it waits, or begins at once. */
  function reset(atOnce: boolean): void {
    const settings = controls.read();
    if (settings === undefined) {
      controls.notice('Correct the field marked below first.');
      return;
    }
    run++;
    running = settings;
    beginWhenReady = atOnce;
    status.clear(['epoch', 'step', 'speed']);
    begin();
    enter('loading');
    port.post({ kind: 'prepare', run, settings });
  }

  function go(): void {
    port.post({ kind: 'go' });
    enter('training');
  }

  function main(): void {
    if (phase === 'training') port.post({ kind: 'pause' });
    else if (phase === 'paused' || (phase === 'ready' && !edited())) go();
    else reset(true);
  }

  /** Whether the fields hold something else than the run began with; says so where it matters. */
  function edited(): boolean {
    const differ = JSON.stringify(controls.read()) !== JSON.stringify(running);
    const late = differ && (phase === 'training' || phase === 'paused');
    controls.notice(late ? 'This run keeps its settings. Reset to apply the new ones.' : '');
    return differ;
  }

  function fail(message: string): void {
    status.fail(message);
    enter('failed');
  }

  function progress(step: number, epoch: number): void {
    status.set('step', `${step} of ${stepsInAll}`);
    status.set('epoch', epoch.toFixed(1));
  }

  function told(report: TrainingReport<Facts>): void {
    switch (report.kind) {
      case 'loading':
        enter('loading', `${report.what} …`);
        break;
      case 'prepared':
        stepsInAll = report.stepsInAll;
        controls.tried(report.trials);
        status.set('backend', report.backend);
        prepared(report, running!);
        progress(0, 0);
        enter('ready');
        if (beginWhenReady) go();
        break;
      case 'progress':
        progress(report.step, report.epoch);
        status.set('speed', Math.round(report.examplesPerSecond).toLocaleString('en'));
        break;
      case 'failed':
        fail(report.message);
        break;
      default:
        enter(report.kind);
    }
  }

  function receive({ run: of, report }: Numbered<TrainingReport<Facts> | Own>): void {
    // What the run before still had to say comes too late.
    if (of !== run) return;
    if (SHARED.includes(report.kind)) told(report as TrainingReport<Facts>);
    else show(report as Own);
  }

  return {
    controls: controls.element,
    open: () => reset(false),
    ask: (asked) => port.post(asked),
    leave() {
      if (phase === 'training') port.post({ kind: 'pause' });
    },
  };
}
