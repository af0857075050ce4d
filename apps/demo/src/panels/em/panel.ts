import { element } from '../../dom/element.js';
import { dataTable } from '../../widgets/data-table.js';
import { linePlot } from '../../widgets/line-plot.js';
import { panelIntro } from '../../widgets/panel-intro.js';
import type { MountedPanel } from '../panel.js';
import { createEmControls } from './controls.js';
import { mixtureMap } from './mixture-map.js';
import { MixtureRun } from './mixture-run.js';

const SAYS = {
  start: 'The components lie on points drawn at random. Nothing says yet which point is whose.',
  E: 'E step: the posterior is exact, and the bound touches log p(x). No other step closes the gap.',
  M: 'M step: the components move to where the posterior wants them. The bound rises, and log p(x) above it by at least as much.',
} as const;

/** Fills `host` with the panel. A half-step takes well under a millisecond, so there is no worker. */
export function mountEmPanel(host: HTMLElement): MountedPanel {
  const controls = createEmControls({ onStep: () => step(1), onRun: () => step(20), onReset: reset });
  const says = element('p', { class: 'hint', 'aria-live': 'polite' });
  const map = mixtureMap();
  const plot = linePlot({
    title: 'log p(x) and the bound',
    caption: 'After each half-step. They meet at each E step; neither ever falls.',
    xLabel: 'half-step',
    height: 300,
  });
  const table = dataTable('The steps in numbers, in nats per point', ['step', 'move', 'log p(x)', 'bound', 'gap']);
  const status = element('section', { class: 'status', 'aria-label': 'Status' });
  host.append(
    panelIntro(
      'Expectation-maximisation',
      'Each point <i>x</i> was made by one of a few Gaussians <i>z</i>, and nobody noted by which. Two players raise one lower ' +
        'bound on log <i>p</i>(<i>x</i>) in turn: the posterior <i>q</i>(<i>z</i> | <i>x</i>) makes it touch, the model lifts it.',
    ),
    element('div', { class: 'console' }, controls.element, says, status),
    element('div', { class: 'views' }, map.element, plot.element, table.element),
  );

  let run = new MixtureRun({ components: 1, seed: 0 });

  function show(): void {
    const { readings } = run;
    const last = readings.at(-1)!;
    controls.next(run.next);
    says.textContent = SAYS[last.move];
    status.replaceChildren(
      element(
        'dl',
        {},
        ...Object.entries({
          'log p(x)': `${last.logMarginal.toFixed(4)} nats`,
          bound: last.bound === undefined ? '–' : `${last.bound.toFixed(4)} nats`,
          'half-steps': `${readings.length - 1}`,
        }).map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
      ),
    );
    map.draw(run);
    plot.draw(
      [
        {
          name: 'log p(x)',
          colour: 'var(--series-training)',
          points: readings.map(({ logMarginal: nats }, x) => ({ x, nats })),
        },
        {
          name: 'bound',
          colour: 'var(--series-held-out)',
          dash: '5 3',
          points: readings.flatMap(({ bound: nats }, x) => (nats === undefined ? [] : [{ x, nats }])),
        },
      ],
      'nats',
    );
  }

  function tell(): void {
    const { logMarginal, bound, move } = run.readings.at(-1)!;
    table.add([
      String(run.readings.length - 1),
      move,
      logMarginal.toFixed(6),
      bound === undefined ? '–' : bound.toFixed(6),
      bound === undefined ? '–' : Math.max(0, logMarginal - bound).toFixed(6),
    ]);
  }

  function step(times: number): void {
    for (let i = 0; i < times; i++) {
      run.move();
      tell();
    }
    show();
  }

  function reset(): void {
    const settings = controls.read();
    if (settings === undefined) return;
    run = new MixtureRun(settings);
    table.clear();
    tell();
    show();
  }

  reset();
  return { leave() {} };
}
