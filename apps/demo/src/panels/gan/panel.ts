import { element } from '../../dom/element.js';
import { dataTable } from '../../widgets/data-table.js';
import { fieldMap } from '../../widgets/field-map.js';
import { statusList } from '../../widgets/status-list.js';
import type { MountedPanel } from '../panel.js';
import { trainingSession } from '../training/session.js';
import { intro } from './intro.js';
import type { Facts, Shown, Standing } from './messages.js';
import { createPlots } from './plots.js';
import {
  CHOICES,
  type ChoiceSetting,
  FIELD,
  HELD_OUT,
  HIDDEN,
  NUMBER_RULES,
  type NumberSetting,
  PRESETS,
  VIEW,
} from './settings.js';
import { verdictOf } from './verdict.js';

/** Fills `host` with the panel and starts its worker. */
export function mountGanPanel(host: HTMLElement): MountedPanel {
  const status = statusList({
    state: 'State',
    epoch: 'Epoch',
    step: 'Training step',
    speed: 'Points/s',
    modes: 'Modes found',
    verdict: 'Verdict',
    backend: 'Backend',
  });
  const map = fieldMap('Real points, generated points, and what the discriminator takes for real');
  const plots = createPlots();
  const table = dataTable('The bounds in numbers, in nats', [
    'step',
    'said',
    'fresh',
    'truth',
    'spread',
    'coverage',
    'modes lost',
  ]);
  let trace: Standing[] = [];
  let facts: Facts | undefined;
  let latest: Extract<Shown, { kind: 'drawn' }> | undefined;

  function draw(): void {
    if (facts === undefined || latest === undefined) return;
    const { real, modes: inAll } = facts;
    const { logits, points, modes, highQuality } = latest;
    map.draw({
      logOdds: logits,
      side: FIELD,
      points: Float64Array.from([...real, ...points]),
      labels: Uint8Array.from({ length: (real.length + points.length) / 2 }, (_, i) => Number(i < real.length / 2)),
      view: VIEW,
    });
    status.set('modes', `${modes} of ${inAll}, ${(100 * highQuality).toFixed(0)} % within 3 σ`);
  }

  const session = trainingSession<NumberSetting, Facts, Shown, never, ChoiceSetting>({
    host,
    worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
    rules: NUMBER_RULES,
    choices: CHOICES,
    presets: PRESETS,
    status,
    begin() {
      trace = [];
      facts = latest = undefined;
      table.clear();
      status.clear(['modes', 'verdict']);
      plots.draw(trace);
    },
    prepared(report) {
      facts = report;
      const count = report.parameters.toLocaleString('en');
      status.facts(
        `Two perceptrons ${HIDDEN.join('–')}, ${count} parameters together. The truth: ${HELD_OUT.toLocaleString('en')} generated points in the ` +
          'cells of a grid against the data’s own density; the noise of so many adds less than 0.01 nats. Found: a mode with a point within 3 σ. Lost: one with less than a quarter of its share.',
      );
      draw();
    },
    show(report) {
      if (report.kind === 'drawn') {
        latest = report;
        draw();
        return;
      }
      const { point } = report;
      trace.push(point);
      const { step, reported, fresh, truth, spread, coverage, lost } = point;
      table.add([
        String(step + 1),
        ...[reported, fresh, truth, spread, coverage].map((value) => value.toFixed(4)),
        String(lost),
      ]);
      status.set('verdict', verdictOf(point, facts!));
      plots.draw(trace);
    },
  });
  host.append(
    intro(),
    element('div', { class: 'console' }, session.controls, status.element),
    element(
      'div',
      { class: 'views' },
      element(
        'section',
        { 'aria-labelledby': 'gan-map' },
        element('h2', { id: 'gan-map' }, 'The game'),
        map.element,
        element(
          'p',
          { class: 'hint' },
          'Squares: data. Dots: generated. Shaded: which of the two D takes a point for.',
        ),
      ),
      plots.element,
      table.element,
    ),
  );

  session.open();
  return { leave: session.leave };
}
