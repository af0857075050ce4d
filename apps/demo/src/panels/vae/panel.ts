import { element } from '../../dom/element.js';
import { dataTable } from '../../widgets/data-table.js';
import { statusList } from '../../widgets/status-list.js';
import type { MountedPanel } from '../panel.js';
import { elboOf } from '../training/messages.js';
import { trainingSession } from '../training/session.js';
import { signed } from '../training/settings.js';
import { factsOf } from './facts.js';
import { intro } from './intro.js';
import { createLatentMap } from './latent-map.js';
import type { Asked, Facts, Measurement, Shown } from './messages.js';
import { createPictures } from './pictures.js';
import { createPlots } from './plots.js';
import { NUMBER_RULES, type NumberSetting } from './settings.js';

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
  const status = statusList({
    state: 'State',
    epoch: 'Epoch',
    step: 'Step',
    speed: 'Images/s',
    bound: 'Held-out ELBO',
    backend: 'Backend',
  });
  const plots = createPlots();
  const pictures = createPictures();
  const latent = createLatentMap((at) => session.ask({ kind: 'decode', at }));
  const table = dataTable('The measurements in numbers, in nats per example', COLUMNS);
  let measurements: Measurement[] = [];

  const session = trainingSession<NumberSetting, Facts, Shown, Asked>({
    host,
    worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
    rules: NUMBER_RULES,
    status,
    begin() {
      measurements = [];
      table.clear();
      status.clear(['bound']);
      latent.clear();
      plots.draw(measurements);
    },
    prepared: (report, { beta }) => status.facts(factsOf(report, beta)),
    show(report) {
      if (report.kind === 'inputs') pictures.inputs(report.inputs);
      else if (report.kind === 'decoded') latent.decoded(report.at, report.image);
      else {
        measured(report.measurement);
        pictures.draw(report.reconstructions, report.samples);
        latent.draw(report.map);
      }
    },
  });
  host.append(
    intro(),
    element('div', { class: 'console' }, session.controls, status.element),
    element('div', { class: 'views' }, plots.element, latent.element, pictures.element, table.element),
  );

  function measured(measurement: Measurement): void {
    measurements.push(measurement);
    const { step, epoch, heldOut, training } = measurement;
    plots.draw(measurements);
    status.set('bound', `${signed(elboOf(heldOut))} nats`);
    table.add([
      String(step),
      epoch.toFixed(2),
      training === undefined ? '–' : elboOf(training).toFixed(4),
      elboOf(heldOut).toFixed(4),
      heldOut.reconstruction.toFixed(4),
      heldOut.rate.toFixed(4),
    ]);
  }

  session.open();
  return { leave: session.leave };
}
