import { type Line, lineAcross } from '../../widgets/line-plot.js';
import { lineSection } from '../../widgets/line-section.js';
import { information } from '../../widgets/units.js';
import type { Facts, Measurement } from './messages.js';

/** What the bound is compared with, and how long the run is. */
export interface Course extends Pick<Facts, 'ceiling' | 'classEntropy'> {
  readonly steps: number;
}

export interface Plots {
  readonly element: HTMLElement;
  draw(measurements: readonly Measurement[], course: Course | undefined): void;
}

/** The bound against steps, with what it cannot pass. */
export function createPlots(): Plots {
  const section = lineSection(
    {
      title: 'The bound of I(left; right)',
      caption: 'On 1,000 held-out digits, and, optimistic, on 1,000 of those trained on.',
      xLabel: 'step',
      height: 320,
      y: information('digit'),
      floor: -0.5,
    },
    { id: 'cotrain-plots', title: 'What the halves share' },
  );
  return {
    element: section.element,
    draw: (measurements, course) => section.draw(course === undefined ? [] : linesOf(measurements, course)),
  };
}

/** Closer than this, in nats, two lines would be one. */
const SAME = 0.02;

function linesOf(measurements: readonly Measurement[], { ceiling, classEntropy, steps }: Course): Line[] {
  const across = (name: string, y: number, colour: string, dash: string): Line =>
    lineAcross({ name, colour, dash, end: steps, y });
  const caps =
    Math.abs(ceiling - classEntropy) < SAME
      ? [across('log |Z|, and the entropy of the digit', ceiling, 'var(--ink)', '1 4')]
      : [
          across('log |Z|', ceiling, 'var(--ink)', '1 4'),
          across('entropy of the digit', classEntropy, 'var(--muted)', '5 3'),
        ];
  const of = (name: string, colour: string, value: (measurement: Measurement) => number, dash?: string): Line => ({
    name,
    colour,
    ...(dash && { dash }),
    points: measurements.map((measurement) => ({ x: measurement.step, y: value(measurement) })),
  });
  return [
    ...caps,
    of('trained on', 'var(--series-training)', ({ training }) => training, '5 3'),
    of('held out', 'var(--series-held-out)', ({ heldOut }) => heldOut),
  ];
}
