import { element } from '../../dom/element.js';
import { type Line, type LinePlot, linePlot } from '../../widgets/line-plot.js';
import { plotSection } from '../../widgets/plot-section.js';
import { information } from '../../widgets/units.js';
import { elboOf, type Terms } from '../training/messages.js';
import type { Measurement } from './messages.js';

export interface Plots {
  readonly element: HTMLElement;
  draw(measurements: readonly Measurement[]): void;
}

interface Curve {
  readonly plot: LinePlot;
  readonly of: (terms: Terms) => number;
}

/** The bound and its two terms against epochs, training beside held-out. */
export function createPlots(): Plots {
  const curves: Curve[] = [
    {
      plot: linePlot({
        title: 'ELBO',
        caption: 'The lower bound on log p(x). Higher is better.',
        xLabel: 'epoch',
        height: 300,
        y: information('example'),
      }),
      of: elboOf,
    },
    {
      plot: linePlot({
        title: 'Reconstruction',
        caption: 'E log p(x | z): how well codes are decoded.',
        xLabel: 'epoch',
        height: 190,
        y: information('example'),
      }),
      of: ({ reconstruction }) => reconstruction,
    },
    {
      plot: linePlot({
        title: 'Rate',
        caption: 'KL(q(z | x) ‖ p(z)): what the codes tell of the digits.',
        xLabel: 'epoch',
        height: 190,
        y: information('example'),
      }),
      of: ({ rate }) => rate,
    },
  ];
  let shown: readonly Measurement[] = [];

  const [bound, ...terms] = curves.map(({ plot }) => plot.element);
  const section = plotSection({
    id: 'vae-plots',
    title: 'The bound and its terms',
    content: [bound!, element('div', { class: 'term-plots' }, ...terms)],
    draw: (unit) => {
      for (const { plot, of } of curves) plot.draw(linesOf(shown, of), unit);
    },
  });
  return {
    element: section.element,
    draw(measurements) {
      shown = measurements;
      section.redraw();
    },
  };
}

function linesOf(measurements: readonly Measurement[], of: (terms: Terms) => number): Line[] {
  const heldOut = measurements.map((row) => ({ x: row.epoch, y: of(row.heldOut) }));
  // A mean over the steps since the row before belongs between the two.
  const training = measurements.flatMap(({ epoch, training }, i) =>
    training === undefined ? [] : [{ x: (epoch + (measurements[i - 1]?.epoch ?? 0)) / 2, y: of(training) }],
  );
  return [
    { name: 'training, mean of the batches', colour: 'var(--series-training)', dash: '5 3', points: training },
    { name: 'held out', colour: 'var(--series-held-out)', points: heldOut },
  ];
}
