import { element } from '../../dom/element.js';
import { dataTable } from '../../widgets/data-table.js';
import { statusList } from '../../widgets/status-list.js';
import { trainingControls } from '../../widgets/training-controls.js';
import { pagePort } from '../../workers/port.js';
import type { MountedPanel } from '../panel.js';
import { CONTESTANTS } from './contestants.js';
import { intro } from './intro.js';
import type { Command, Measurement, Report, Untrained } from './messages.js';
import { type Course, createPlots } from './plots.js';
import { EMBEDDING, HELD_OUT, HIDDEN, NUMBER_RULES, type Settings, TRAINING } from './settings.js';

type Phase = 'loading' | 'ready' | 'training' | 'paused' | 'finished' | 'failed';

type Handlers = { readonly [K in Report['kind']]: (report: Extract<Report, { kind: K }>) => void };

const MAIN_LABELS: Readonly<Record<Phase, string>> = {
  loading: 'Start',
  ready: 'Start',
  training: 'Pause',
  paused: 'Resume',
  finished: 'Start over',
  failed: 'Start over',
};

/** Fills `host` with the panel and starts its worker. */
export function mountInformationPanel(host: HTMLElement): MountedPanel {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const port = pagePort<Report, Command>(worker, receive, fail);
  const controls = trainingControls({ rules: NUMBER_RULES, onMain: main, onReset: () => reset(false), onEdit: edited });
  const status = statusList({
    state: 'State',
    step: 'Step',
    speed: 'Steps/s',
    truth: 'Truth',
    backend: 'Backend',
  });
  const plots = createPlots();
  const table = dataTable('The estimates in numbers, in nats', ['step', ...CONTESTANTS]);
  host.append(
    intro(),
    element('div', { class: 'console' }, controls.element, status.element),
    element('div', { class: 'views' }, plots.element, table.element),
  );

  let run = 0;
  let phase: Phase = 'loading';
  let running: Settings | undefined;
  let measurements: Measurement[] = [];
  let course: Course | undefined;
  let beginWhenReady = false;

  function enter(next: Phase, text: string = next): void {
    phase = next;
    host.dataset['phase'] = next;
    status.set('state', text);
    controls.main(MAIN_LABELS[next], next !== 'loading');
    edited();
  }

  /** A new run with the settings in the fields; it waits, or begins at once. */
  function reset(begin: boolean): void {
    const settings = controls.read();
    if (settings === undefined) {
      controls.notice('Correct the field marked below first.');
      return;
    }
    run++;
    running = settings;
    beginWhenReady = begin;
    measurements = [];
    table.clear();
    course = undefined;
    status.clear(['step', 'speed', 'truth']);
    plots.draw(measurements, course);
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

  function progress(step: number): void {
    status.set('step', `${step} of ${course?.steps ?? 0}`);
  }

  const on: Handlers = {
    loading: ({ what }) => enter('loading', `${what} …`),
    prepared(report) {
      const { truth, ceiling, untrained, parameters } = report;
      course = { truth, ceiling, steps: running!.steps };
      controls.tried(report.trials);
      status.set('backend', report.backend);
      status.set('truth', `${truth.toFixed(3)} nats`);
      status.facts(factsOf(parameters, untrained));
      progress(0);
      plots.draw(measurements, course);
      enter('ready');
      if (beginWhenReady) go();
    },
    progress({ step, stepsPerSecond }) {
      progress(step);
      status.set('speed', stepsPerSecond.toFixed(0));
    },
    measured({ measurement }) {
      measurements.push(measurement);
      const { step, values } = measurement;
      progress(step);
      table.add([String(step), ...CONTESTANTS.map((name) => values[name].toFixed(4))]);
      plots.draw(measurements, course);
    },
    paused: () => enter('paused'),
    finished: () => enter('finished'),
    failed: ({ message }) => fail(message),
  };

  function receive(report: Report): void {
    // What the run before still had to say comes too late.
    if (report.run === run) (on[report.kind] as (report: Report) => void)(report);
  }

  reset(false);
  return {
    leave() {
      if (phase === 'training') port.post({ kind: 'pause' });
    },
  };
}

function factsOf(parameters: number, untrained: readonly Untrained[]): string {
  const count = (n: number): string => n.toLocaleString('en');
  const estimates = untrained.map(
    ({ name, nats, standardError }) => `${name} ${nats.toFixed(2)} ± ${standardError.toFixed(2)}`,
  );
  return (
    `Critics g(x)′h(y), two perceptrons ${HIDDEN.join('–')}–${EMBEDDING}, ${count(parameters)} parameters each, from the same first weights. ` +
    `${count(TRAINING)} pairs to train on, ${count(HELD_OUT)} held out. Without training, on the latter: ${estimates.join('; ')} nats.`
  );
}
