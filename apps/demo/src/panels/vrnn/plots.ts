import { element } from '../../dom/element.js';
import { type Line, linePlot } from '../../widgets/line-plot.js';
import { plotSection } from '../../widgets/plot-section.js';
import type { Unit } from '../../widgets/units.js';
import { information } from '../../widgets/units.js';
import { elboOf, type Terms } from '../training/messages.js';
import type { Measurement } from './messages.js';

export interface Plots {
  readonly element: HTMLElement;
  draw(measurements: readonly Measurement[], overTime: readonly Terms[]): void;
}

/** The bound and its terms against epochs, and the terms at each step of a piece. */
export function createPlots(): Plots {
  const per = 'step';
  const bound = linePlot({
    title: 'ELBO',
    caption: 'The lower bound on log p(x) of held-out pieces. Higher is better.',
    xLabel: 'epoch',
    height: 260,
    y: information(per),
  });
  const terms = linePlot({
    title: 'What a chord costs',
    caption: 'The bound, negated, is the sum of the two: nats to tell the chord once z is known, and to tell z.',
    xLabel: 'epoch',
    height: 220,
    y: information(per),
  });
  const time = linePlot({
    title: 'Along the piece',
    caption: 'The same two at each chord of the held-out pieces, now. The last two are always V, I.',
    xLabel: 'chord',
    height: 220,
    y: information(per),
  });
  let shown: { readonly measurements: readonly Measurement[]; readonly overTime: readonly Terms[] } = {
    measurements: [],
    overTime: [],
  };

  function draw(unit: Unit): void {
    const { measurements, overTime } = shown;
    const points = measurements.map(({ epoch, heldOut }) => ({ x: epoch, y: elboOf(heldOut) }));
    bound.draw([{ name: 'held out', colour: 'var(--series-held-out)', points }], unit);
    const costs = measurements.map(({ epoch, heldOut }) => ({ x: epoch, ...heldOut }));
    terms.draw(costLines(costs), unit);
    time.draw(costLines(overTime.map((of, t) => ({ x: t + 1, ...of }))), unit);
  }

  const section = plotSection({
    id: 'vrnn-plots',
    title: 'The bound and its terms',
    content: [bound.element, element('div', { class: 'term-plots' }, terms.element, time.element)],
    draw,
  });
  return {
    element: section.element,
    draw(measurements, overTime) {
      shown = { measurements, overTime };
      section.redraw();
    },
  };
}

function costLines(of: readonly (Terms & { readonly x: number })[]): Line[] {
  return [
    {
      name: 'minus reconstruction',
      colour: 'var(--series-held-out)',
      points: of.map(({ x, reconstruction }) => ({ x, y: -reconstruction })),
    },
    {
      name: 'rate',
      colour: 'var(--series-training)',
      dash: '5 3',
      points: of.map(({ x, rate }) => ({ x, y: rate })),
    },
  ];
}
