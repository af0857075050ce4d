import { element } from '../../dom/element.js';
import { dataTable } from '../../widgets/data-table.js';
import { count, percent } from '../../widgets/numbers.js';
import { statusList } from '../../widgets/status-list.js';
import type { MountedPanel } from '../panel.js';
import { trainingSession } from '../training/session.js';
import { intro } from './intro.js';
import type { Facts, Measurement, Shown } from './messages.js';
import { createPictures } from './pictures.js';
import { type Course, createPlots } from './plots.js';
import { CHOICES, type ChoiceSetting, HIDDEN, NUMBER_RULES, type NumberSetting } from './settings.js';

/** Fills `host` with the panel and starts its worker. */
export function mountCotrainPanel(host: HTMLElement): MountedPanel {
  const status = statusList({
    state: 'State',
    epoch: 'Epoch',
    step: 'Step',
    speed: 'Digits/s',
    bound: 'I(left; right) ≥',
    agreement: 'The halves agree',
    manyToOne: 'Digits right, many-to-one',
    vMeasure: 'V-measure',
    backend: 'Backend',
  });
  const plots = createPlots();
  const pictures = createPictures();
  const table = dataTable('The run in numbers: bounds in nats, agreement with the labels', [
    'step',
    'trained on',
    'held out',
    'standard error',
    'halves agree',
    'many-to-one',
    'V-measure',
    'NMI',
  ]);
  let measurements: Measurement[] = [];
  let course: Course | undefined;

  const session = trainingSession<NumberSetting, Facts, Shown, never, ChoiceSetting>({
    host,
    worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
    rules: NUMBER_RULES,
    choices: CHOICES,
    status,
    begin() {
      measurements = [];
      course = undefined;
      table.clear();
      status.clear(['bound', 'agreement', 'manyToOne', 'vMeasure']);
      plots.draw(measurements, course);
    },
    prepared({ parameters, stepsInAll, trainingExamples, heldOutExamples, ceiling, classEntropy }) {
      course = { ceiling, classEntropy, steps: stepsInAll };
      status.facts(
        `Perceptrons 392–${HIDDEN.join('–')}–|Z|, ${count(parameters)} parameters in all. ${count(trainingExamples)} digits to train on, ` +
          `${count(heldOutExamples)} held out. The labels are compared with afterwards: nothing is trained on them.`,
      );
      plots.draw(measurements, course);
    },
    show(shown) {
      const { measurement } = shown;
      measurements.push(measurement);
      const { step, training, heldOut, standardError, agreement, manyToOne, vMeasure, normalizedInformation } =
        measurement;
      const capped = { codewords: ', capped by log |Z|', examples: ', capped by log n' };
      const why = measurement.capped === undefined ? '' : capped[measurement.capped];
      status.set('bound', `${heldOut.toFixed(3)} ± ${standardError.toFixed(3)} nats${why}`);
      status.set('agreement', percent(agreement));
      status.set('manyToOne', percent(manyToOne));
      status.set('vMeasure', percent(vMeasure));
      table.add([
        String(step),
        ...[training, heldOut, standardError].map((nats) => nats.toFixed(4)),
        ...[agreement, manyToOne, vMeasure, normalizedInformation].map((share) => share.toFixed(4)),
      ]);
      plots.draw(measurements, course);
      pictures.draw(shown);
    },
  });
  host.append(
    intro(),
    element('div', { class: 'console' }, session.controls, status.element),
    element('div', { class: 'views' }, plots.element, pictures.element, table.element),
  );

  session.open();
  return { leave: session.leave };
}
