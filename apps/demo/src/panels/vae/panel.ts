import { element } from '../../dom/element.js';
import { dataTable } from '../../widgets/data-table.js';
import { trainingControls } from '../../widgets/training-controls.js';
import { pagePort } from '../../workers/port.js';
import type { MountedPanel } from '../panel.js';
import { intro } from './intro.js';
import { createLatentMap } from './latent-map.js';
import type { Command, Measurement, Report } from './messages.js';
import { createPictures } from './pictures.js';
import { createPlots, elboOf } from './plots.js';
import { NUMBER_RULES, type Settings } from './settings.js';
import { createStatus } from './status.js';

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

const COLUMNS = [
  'step',
  'epoch',
  'training ELBO',
  'held-out ELBO',
  'held-out reconstruction',
  'held-out rate',
] as const;

/** Fills `host` with the panel and starts its worker. */
export function mountVaePanel(host: HTMLElement): MountedPanel {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const port = pagePort<Report, Command>(worker, receive, fail);
  const controls = trainingControls({ rules: NUMBER_RULES, onMain: main, onReset: () => reset(false), onEdit: edited });
  const status = createStatus();
  const plots = createPlots();
  const pictures = createPictures();
  const latent = createLatentMap((at) => port.post({ kind: 'decode', at }));
  const table = dataTable('The measurements in numbers, in nats per example', COLUMNS);
  host.append(
    intro(),
    element('div', { class: 'console' }, controls.element, status.element),
    element('div', { class: 'views' }, plots.element, latent.element, pictures.element, table.element),
  );

  let run = 0;
  let phase: Phase = 'loading';
  let running: Settings | undefined;
  let measurements: Measurement[] = [];
  let beginWhenReady = false;

  function enter(next: Phase, text: string = next): void {
    phase = next;
    host.dataset['phase'] = next;
    status.phase(text);
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
    status.clear();
    latent.clear();
    plots.draw(measurements);
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

  function measured(measurement: Measurement): void {
    measurements.push(measurement);
    const { step, epoch, heldOut, training } = measurement;
    status.progress({ step });
    plots.draw(measurements);
    status.bound(elboOf(heldOut));
    table.add([
      String(step),
      epoch.toFixed(2),
      training === undefined ? '–' : elboOf(training).toFixed(4),
      elboOf(heldOut).toFixed(4),
      heldOut.reconstruction.toFixed(4),
      heldOut.rate.toFixed(4),
    ]);
  }

  const on: Handlers = {
    loading: ({ what }) => enter('loading', `${what} …`),
    inputs: ({ inputs }) => pictures.inputs(inputs),
    prepared(report) {
      controls.tried(report.trials);
      status.prepared(report, running?.beta ?? 1);
      status.progress({ step: 0 });
      enter('ready');
      if (beginWhenReady) go();
    },
    progress: (report) => status.progress(report),
    measured(report) {
      measured(report.measurement);
      pictures.draw(report.reconstructions, report.samples);
      latent.draw(report.map);
    },
    decoded: ({ at, image }) => latent.decoded(at, image),
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
