import { element } from '../../dom/element.js';
import { dataTable } from '../../widgets/data-table.js';
import { count } from '../../widgets/numbers.js';
import { statusList } from '../../widgets/status-list.js';
import type { MountedPanel } from '../panel.js';
import { trainingSession } from '../training/session.js';
import { intro } from './intro.js';
import { type Facts, KINDS, type Measurement, type Shown } from './messages.js';
import { createPictures } from './pictures.js';
import { createPlots } from './plots.js';
import { HIDDEN, NUMBER_RULES, type NumberSetting } from './settings.js';

/** Fills `host` with the panel and starts its worker. */
export function mountAutoencodersPanel(host: HTMLElement): MountedPanel {
  const status = statusList({ state: 'State', epoch: 'Epoch', step: 'Step', speed: 'Images/s', backend: 'Backend' });
  const plots = createPlots();
  const pictures = createPictures();
  const table = dataTable('log p(x | z) in numbers, in nats per digit', [
    'step',
    ...KINDS.map((kind) => `${kind}, clean`),
    ...KINDS.map((kind) => `${kind}, masked`),
  ]);
  let measurements: Measurement[] = [];

  const session = trainingSession<NumberSetting, Facts, Shown>({
    host,
    worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
    rules: NUMBER_RULES,
    status,
    begin() {
      measurements = [];
      table.clear();
      plots.draw(measurements);
    },
    prepared({ parameters, trainingExamples, heldOutExamples }, { latentDim }) {
      const widths = [784, ...HIDDEN, latentDim].join('–');
      status.facts(
        `Encoders ${widths} and decoders back, ${count(parameters)} parameters in all. ${count(trainingExamples)} digits to train on, ` +
          `${count(heldOutExamples)} held out. log p(x | z) is no bound on log p(x): the basic and the denoising model have none.`,
      );
    },
    show(shown) {
      const { step, clean, corrupted } = shown.measurement;
      measurements.push(shown.measurement);
      table.add([String(step), ...[clean, corrupted].flatMap((of) => KINDS.map((kind) => of[kind].toFixed(2)))]);
      plots.draw(measurements);
      pictures.draw(shown);
    },
  });
  host.append(
    intro(),
    element('div', { class: 'console' }, session.controls, status.element),
    element('div', { class: 'views' }, pictures.element, plots.element, table.element),
  );

  session.open();
  return { leave: session.leave };
}
