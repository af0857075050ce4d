import { type Line, lineAcross } from '../../widgets/line-plot.js';
import { lineSection } from '../../widgets/line-section.js';
import { information } from '../../widgets/units.js';
import { CONTESTANTS, type Contestant, SIDES } from './contestants.js';
import type { Measurement } from './messages.js';

/** What the lines are compared with, in nats, and how long the race is. */
export interface Course {
  readonly truth: number;
  readonly ceiling: number;
  readonly steps: number;
}

export interface Plots {
  readonly element: HTMLElement;
  draw(measurements: readonly Measurement[], course: Course | undefined): void;
}

const COLOURS: Readonly<Record<Contestant, string>> = {
  InfoNCE: 'var(--digit-3)',
  NWJ: 'var(--digit-9)',
  'Jensen-Shannon': 'var(--digit-1)',
  MINE: 'var(--digit-4)',
  SMILE: 'var(--digit-5)',
};

/** The estimates against steps, with the truth across. */
export function createPlots(): Plots {
  const section = lineSection(
    {
      title: 'Estimates of I(X; Y)',
      caption: 'On held-out pairs. Dashed: estimates that may lie on either side of the truth.',
      xLabel: 'step',
      height: 380,
      y: information('pair'),
      // No information is below 0; an untrained critic's bound may be, a little.
      floor: -0.5,
    },
    { id: 'information-plots', title: 'The race' },
  );
  return {
    element: section.element,
    draw: (measurements, course) => section.draw(course === undefined ? [] : linesOf(measurements, course)),
  };
}

function linesOf(measurements: readonly Measurement[], course: Course): Line[] {
  const { truth, ceiling, steps } = course;
  return [
    lineAcross({ name: 'truth', colour: 'var(--ink)', end: steps, y: truth }),
    ...(ceiling < 1.6 * truth
      ? [lineAcross({ name: 'ceiling of InfoNCE', colour: 'var(--muted)', dash: '1 4', end: steps, y: ceiling })]
      : []),
    ...CONTESTANTS.map((name) => ({
      name,
      colour: COLOURS[name],
      ...(SIDES[name] === 'none' && { dash: '5 3' }),
      points: measurements.map(({ step, values }) => ({ x: step, y: values[name] })),
    })),
  ];
}
