import { element } from '../../dom/element.js';
import { linePlot } from '../../widgets/line-plot.js';
import { plotSection } from '../../widgets/plot-section.js';
import { information } from '../../widgets/units.js';
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
      y: information('digit'),
      floor: -300,
    }),
  }));
  let drawn: readonly Measurement[] = [];
  const section = plotSection({
    id: 'autoencoders-plots',
    title: 'Reconstruction',
    content: [element('div', { class: 'term-plots' }, ...plots.map(({ plot }) => plot.element))],
    draw: (unit) => {
      for (const { shown, plot } of plots) {
        const lines = KINDS.map((name) => ({
          name,
          colour: COLOURS[name],
          points: drawn.map((measurement) => ({ x: measurement.step, y: measurement[shown][name] })),
        }));
        plot.draw(lines, unit);
      }
    },
  });
  return {
    element: section.element,
    draw(measurements) {
      drawn = measurements;
      section.redraw();
    },
  };
}
