import { element } from '../../dom/element.js';
import { dataTable } from '../../widgets/data-table.js';
import { statusList } from '../../widgets/status-list.js';
import type { MountedPanel } from '../panel.js';
import { elboOf } from '../training/messages.js';
import { trainingSession } from '../training/session.js';
import { objectiveOf, signed } from '../training/settings.js';
import { intro } from './intro.js';
import type { Facts, Measurement, Shown } from './messages.js';
import { createPlots } from './plots.js';
import { createRolls } from './rolls.js';
import { BATCH, CHORDS, HELD_OUT, NUMBER_RULES, type NumberSetting, TRAINING } from './settings.js';

const COLUMNS = ['step', 'epoch', 'held-out ELBO', 'held-out reconstruction', 'held-out rate'] as const;

/** Fills `host` with the panel and starts its worker. */
export function mountVrnnPanel(host: HTMLElement): MountedPanel {
  const status = statusList({
    state: 'State',
    epoch: 'Epoch',
    step: 'Training step',
    speed: 'Pieces/s',
    bound: 'Held-out ELBO',
    rate: 'of which rate',
    backend: 'Backend',
  });
  const plots = createPlots();
  const rolls = createRolls();
  const table = dataTable('The measurements in numbers, in nats per step of a piece', COLUMNS);
  let measurements: Measurement[] = [];

  const session = trainingSession<NumberSetting, Facts, Shown>({
    host,
    worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
    rules: NUMBER_RULES,
    status,
    begin() {
      measurements = [];
      table.clear();
      status.clear(['bound', 'rate']);
      plots.draw([], []);
    },
    prepared({ parameters, example }, { beta }) {
      status.facts(factsOf(parameters, beta));
      rolls.example(example);
    },
    show({ measurement, overTime, generated }) {
      measurements.push(measurement);
      const { step, epoch, heldOut } = measurement;
      status.set('bound', `${signed(elboOf(heldOut))} nats per step`);
      status.set('rate', `${heldOut.rate.toFixed(2)} nats per step`);
      const numbers = [elboOf(heldOut), heldOut.reconstruction, heldOut.rate].map((nats) => nats.toFixed(4));
      table.add([String(step), epoch.toFixed(2), ...numbers]);
      plots.draw(measurements, overTime);
      rolls.draw(generated);
    },
  });
  host.append(
    intro(),
    element('div', { class: 'console' }, session.controls, status.element),
    element('div', { class: 'views' }, plots.element, rolls.element, table.element),
  );

  session.open();
  return {
    leave() {
      rolls.stop();
      session.leave();
    },
  };
}

function factsOf(parameters: number, beta: number): string {
  return (
    `${parameters.toLocaleString('en')} parameters, GRU, prior that follows the state; Adam, batches of ${BATCH}. ` +
    `${TRAINING} pieces of ${CHORDS} chords to train on, ${HELD_OUT} held out, all made in this page. ${objectiveOf(beta)}`
  ).trim();
}
