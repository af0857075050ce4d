import { element } from '../../dom/element.js';
import { choice } from '../../widgets/choice.js';
import { linePlot } from '../../widgets/line-plot.js';
import { UNITS, type Unit } from '../../widgets/units.js';
import { KINDS, type Kind, type Measurement } from './messages.js';

export interface Plots {
  readonly element: HTMLElement;
  draw(measurements: readonly Measurement[]): void;
}

const COLOURS: Readonly<Record<Kind, string>> = {
  basic: 'var(--digit-3)',
  denoising: 'var(--digit-9)',
  variational: 'var(--digit-1)',
};

/** log p(x | z) of held-out digits against steps, the encoder shown them clean, and corrupted. */
export function createPlots(): Plots {
  const plots = (['clean', 'corrupted'] as const).map((shown) => ({
    shown,
    plot: linePlot({
      title: shown === 'clean' ? 'Shown the digit' : 'Shown it masked',
      caption: 'log p(x | z) of the whole held-out digit, at the mean code.',
      xLabel: 'step',
      height: 260,
      per: 'digit',
      floor: -300,
    }),
  }));
  let unit: Unit = 'nats';
  let drawn: readonly Measurement[] = [];
  const draw = (): void => {
    for (const { shown, plot } of plots) {
      const lines = KINDS.map((name) => ({
        name,
        colour: COLOURS[name],
        points: drawn.map((measurement) => ({ x: measurement.step, nats: measurement[shown][name] })),
      }));
      plot.draw(lines, unit);
    }
  };
  const units = choice({
    label: 'Axis in',
    options: UNITS.map((value) => ({ value, label: value })),
    value: unit,
    onChange(next) {
      unit = next;
      draw();
    },
  });
  return {
    element: element(
      'section',
      { class: 'plots wide', 'aria-labelledby': 'autoencoders-plots' },
      element(
        'div',
        { class: 'section-head' },
        element('h2', { id: 'autoencoders-plots' }, 'Reconstruction'),
        units.element,
      ),
      element('div', { class: 'term-plots' }, ...plots.map(({ plot }) => plot.element)),
    ),
    draw(measurements) {
      drawn = measurements;
      draw();
    },
  };
}
