import { element } from '../../dom/element.js';
import { dataTable } from '../../widgets/data-table.js';
import { statusList } from '../../widgets/status-list.js';
import { trainingControls } from '../../widgets/training-controls.js';
import { pagePort } from '../../workers/port.js';
import type { MountedPanel } from '../panel.js';
import { intro } from './intro.js';
import type { Command, Measurement, Report } from './messages.js';
import { createPlots, elboOf } from './plots.js';
import { createRolls } from './rolls.js';
import { BATCH, CHORDS, HELD_OUT, NUMBER_RULES, type Settings, TRAINING } from './settings.js';

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
export function mountVrnnPanel(host: HTMLElement): MountedPanel {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const port = pagePort<Report, Command>(worker, receive, fail);
  const controls = trainingControls({ rules: NUMBER_RULES, onMain: main, onReset: () => reset(false), onEdit: edited });
  const status = statusList({
    state: 'State',
    step: 'Training step',
    speed: 'Pieces/s',
    bound: 'Held-out ELBO',
    rate: 'of which rate',
    backend: 'Backend',
  });
  const plots = createPlots();
  const rolls = createRolls();
  const table = dataTable('The measurements in numbers, in nats per step of a piece', [
    'step',
    'epoch',
    'held-out ELBO',
    'held-out reconstruction',
    'held-out rate',
  ]);
  host.append(
    intro(),
    element('div', { class: 'console' }, controls.element, status.element),
    element('div', { class: 'views' }, plots.element, rolls.element, table.element),
  );

  let run = 0;
  let phase: Phase = 'loading';
  let running: Settings | undefined;
  let measurements: Measurement[] = [];
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
    status.clear(['step', 'speed', 'bound', 'rate']);
    plots.draw([], []);
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
    status.set('step', `${step} of ${stepsInAll}`);
  }

  const on: Handlers = {
    loading: ({ what }) => enter('loading', `${what} …`),
    prepared(report) {
      stepsInAll = report.stepsInAll;
      controls.tried(report.trials);
      status.set('backend', report.backend);
      status.facts(factsOf(report.parameters, running?.beta ?? 1));
      rolls.example(report.example);
      progress(0);
      enter('ready');
      if (beginWhenReady) go();
    },
    progress({ step, piecesPerSecond }) {
      progress(step);
      status.set('speed', String(Math.round(piecesPerSecond)));
    },
    measured({ measurement, overTime, generated }) {
      measurements.push(measurement);
      const { step, epoch, heldOut } = measurement;
      progress(step);
      status.set('bound', `${elboOf(heldOut).toFixed(2).replace('-', '−')} nats a step`);
      status.set('rate', `${heldOut.rate.toFixed(2)} nats a step`);
      const numbers = [elboOf(heldOut), heldOut.reconstruction, heldOut.rate].map((nats) => nats.toFixed(4));
      table.add([String(step), epoch.toFixed(2), ...numbers]);
      plots.draw(measurements, overTime);
      rolls.draw(generated);
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
      rolls.stop();
      if (phase === 'training') port.post({ kind: 'pause' });
    },
  };
}

function factsOf(parameters: number, beta: number): string {
  const facts =
    `${parameters.toLocaleString('en')} parameters, GRU, prior that follows the state; Adam, batches of ${BATCH}. ` +
    `${TRAINING} pieces of ${CHORDS} chords to train on, ${HELD_OUT} held out, all made in this page.`;
  if (beta === 1) return facts;
  const kind = beta > 1 ? 'a lower bound still, but a looser one' : 'which bounds log p(x) no more';
  return `${facts} Trained to raise reconstruction − ${beta} × rate, ${kind}; plotted is the ELBO.`;
}
