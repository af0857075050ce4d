import { element } from '../../dom/element.js';
import { dataTable } from '../../widgets/data-table.js';
import { count } from '../../widgets/numbers.js';
import { statusList } from '../../widgets/status-list.js';
import { Latest } from '../../workers/latest.js';
import type { MountedPanel } from '../panel.js';
import { trainingSession } from '../training/session.js';
import { createCodeControls } from './code-controls.js';
import { intro } from './intro.js';
import { type Asked, CODES, type Facts, type Measurement, type PresentCode, type Shown } from './messages.js';
import { type Course, createPlots } from './plots.js';
import { BATCH, FILTERS, NUMBER_RULES, type NumberSetting, PRESETS, SIDE } from './settings.js';
import { createTraversals } from './traversals.js';

/** Fills `host` with the panel and starts its worker. */
export function mountInfoGanPanel(host: HTMLElement): MountedPanel {
  const status = statusList({
    state: 'State',
    epoch: 'Epoch',
    step: 'Training step',
    speed: 'Digits/s',
    bound: 'I(class; image) ≥',
    named: 'Digits named by class',
    backend: 'Backend',
  });
  const questions = new Latest<PresentCode>((code) => session.ask({ kind: 'make', code }));
  const controls = createCodeControls((code) => questions.put(code));
  const traversals = createTraversals();
  const plots = createPlots();
  const table = dataTable('The run in numbers: bounds in nats', [
    'step',
    ...CODES.map((name) => `I(${name}; image)`),
    'JSD, says D',
    'named',
  ]);
  let measurements: Measurement[] = [];
  let course: Course | undefined;

  function measured(measurement: Measurement): void {
    measurements.push(measurement);
    const { step, bounds, said, named } = measurement;
    status.set('bound', `${bounds.class.toFixed(2)} of ${course?.ceilings.class.toFixed(2) ?? '–'} nats`);
    status.set('named', `${(100 * named).toFixed(0)} %`);
    table.add([
      String(step),
      ...CODES.map((name) => bounds[name].toFixed(4)),
      said === undefined ? '–' : said.toFixed(4),
      named.toFixed(3),
    ]);
    plots.draw(measurements, course);
  }

  const session = trainingSession<NumberSetting, Facts, Shown, Asked>({
    host,
    worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
    rules: NUMBER_RULES,
    presets: PRESETS,
    status,
    begin() {
      measurements = [];
      course = undefined;
      questions.clear();
      table.clear();
      status.clear(['bound', 'named']);
      plots.draw(measurements, course);
    },
    prepared({ parameters, stepsInAll, trainingExamples, heldOutExamples, ceilings }) {
      course = { ceilings, steps: stepsInAll };
      status.facts(
        `Convolutions of ${FILTERS.join(' and ')} filters, ${count(parameters)} parameters in all; batches of ${BATCH}. ${count(trainingExamples)} ` +
          `digits at ${SIDE} × ${SIDE} pixels to train on. Named: of ${count(heldOutExamples)} held-out digits, the share that is the commonest ` +
          'digit of the class that Q gives it. No label is trained on.',
      );
      plots.draw(measurements, course);
      questions.put(controls.code());
    },
    show(report) {
      if (report.kind === 'made') {
        controls.draw(report.images);
        if (report.answer) questions.answered();
        return;
      }
      measured(report.measurement);
      controls.name(report.digits);
      traversals.draw(report.traversals);
    },
  });
  host.append(
    intro(),
    element('div', { class: 'console' }, session.controls, status.element),
    element('div', { class: 'views' }, controls.element, traversals.element, plots.element, table.element),
  );

  session.open();
  return { leave: session.leave };
}
