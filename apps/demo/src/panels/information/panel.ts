import { element } from '../../dom/element.js';
import { dataTable } from '../../widgets/data-table.js';
import { count } from '../../widgets/numbers.js';
import { statusList } from '../../widgets/status-list.js';
import type { MountedPanel } from '../panel.js';
import { trainingSession } from '../training/session.js';
import { CONTESTANTS } from './contestants.js';
import { intro } from './intro.js';
import type { Facts, Measurement, Shown, Untrained } from './messages.js';
import { type Course, createPlots } from './plots.js';
import { EMBEDDING, HELD_OUT, HIDDEN, NUMBER_RULES, type NumberSetting, TRAINING } from './settings.js';

/** Fills `host` with the panel and starts its worker. */
export function mountInformationPanel(host: HTMLElement): MountedPanel {
  const status = statusList({
    state: 'State',
    epoch: 'Epoch',
    step: 'Training step',
    speed: 'Pairs/s',
    truth: 'Truth',
    backend: 'Backend',
  });
  const plots = createPlots();
  const table = dataTable('The estimates in numbers, in nats', ['step', ...CONTESTANTS]);
  let measurements: Measurement[] = [];
  let course: Course | undefined;

  const session = trainingSession<NumberSetting, Facts, Shown>({
    host,
    worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
    rules: NUMBER_RULES,
    status,
    begin() {
      measurements = [];
      course = undefined;
      table.clear();
      status.clear(['truth']);
      plots.draw(measurements, course);
    },
    prepared({ truth, ceiling, untrained, parameters, stepsInAll }) {
      course = { truth, ceiling, steps: stepsInAll };
      status.set('truth', `${truth.toFixed(3)} nats`);
      status.facts(factsOf(parameters / CONTESTANTS.length, untrained));
      plots.draw(measurements, course);
    },
    show({ measurement }) {
      measurements.push(measurement);
      const { step, values } = measurement;
      table.add([String(step), ...CONTESTANTS.map((name) => values[name].toFixed(4))]);
      plots.draw(measurements, course);
    },
  });
  host.append(
    intro(),
    element('div', { class: 'console' }, session.controls, status.element),
    element('div', { class: 'views' }, plots.element, table.element),
  );

  session.open();
  return { leave: session.leave };
}

function factsOf(parameters: number, untrained: readonly Untrained[]): string {
  const estimates = untrained.map(
    ({ name, nats, standardError }) => `${name} ${nats.toFixed(2)} ± ${standardError.toFixed(2)}`,
  );
  return (
    `Critics g(x)′h(y), two perceptrons ${HIDDEN.join('–')}–${EMBEDDING}, ${count(parameters)} parameters each, from the same first weights. ` +
    `${count(TRAINING)} pairs to train on, ${count(HELD_OUT)} held out. Without training, on the latter: ${estimates.join('; ')} nats.`
  );
}
