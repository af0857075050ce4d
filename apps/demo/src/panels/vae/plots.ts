import { element } from '../../dom/element.js';
import { choice } from '../../widgets/choice.js';
import { type Line, type LinePlot, linePlot } from '../../widgets/line-plot.js';
import { UNITS, type Unit } from '../../widgets/units.js';
import type { Terms } from '../training/messages.js';
import type { Measurement } from './messages.js';

export interface Plots {
  readonly element: HTMLElement;
  draw(measurements: readonly Measurement[]): void;
}

interface Curve {
  readonly plot: LinePlot;
  readonly of: (terms: Terms) => number;
}

export const elboOf = ({ reconstruction, rate }: Terms): number => reconstruction - rate;

/** The bound and its two terms against epochs, training beside held-out. */
export function createPlots(): Plots {
  const curves: Curve[] = [
    {
      plot: linePlot({
        title: 'ELBO',
        caption: 'The lower bound on log p(x). Higher is better.',
        xLabel: 'epoch',
        height: 300,
      }),
      of: elboOf,
    },
    {
      plot: linePlot({
        title: 'Reconstruction',
        caption: 'E log p(x | z): how well codes are decoded.',
        xLabel: 'epoch',
        height: 190,
      }),
      of: ({ reconstruction }) => reconstruction,
    },
    {
      plot: linePlot({
        title: 'Rate',
        caption: 'KL(q(z | x) ‖ p(z)): what the codes tell of the digits.',
        xLabel: 'epoch',
        height: 190,
      }),
      of: ({ rate }) => rate,
    },
  ];
  let unit: Unit = 'nats';
  let shown: readonly Measurement[] = [];

  function draw(): void {
    for (const { plot, of } of curves) plot.draw(linesOf(shown, of), unit);
  }

  const units = choice({
    label: 'Axes in',
    options: UNITS.map((value) => ({ value, label: value })),
    value: unit,
    onChange: (next) => {
      unit = next;
      draw();
    },
  });
  const [bound, ...terms] = curves.map(({ plot }) => plot.element);
  return {
    element: element(
      'section',
      { class: 'plots wide', 'aria-labelledby': 'vae-plots' },
      element(
        'div',
        { class: 'section-head' },
        element('h2', { id: 'vae-plots' }, 'The bound and its terms'),
        units.element,
      ),
      bound!,
      element('div', { class: 'term-plots' }, ...terms),
    ),
    draw(measurements) {
      shown = measurements;
      draw();
    },
  };
}

function linesOf(measurements: readonly Measurement[], of: (terms: Terms) => number): Line[] {
  const heldOut = measurements.map((row) => ({ x: row.epoch, nats: of(row.heldOut) }));
  // A mean over the steps since the row before belongs between the two.
  const training = measurements.flatMap(({ epoch, training }, i) =>
    training === undefined ? [] : [{ x: (epoch + (measurements[i - 1]?.epoch ?? 0)) / 2, nats: of(training) }],
  );
  return [
    { name: 'training, mean of the batches', colour: 'var(--series-training)', dash: '5 3', points: training },
    { name: 'held out', colour: 'var(--series-held-out)', points: heldOut },
  ];
}
