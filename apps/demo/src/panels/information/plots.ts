import { element } from '../../dom/element.js';
import { choice } from '../../widgets/choice.js';
import { type Line, linePlot } from '../../widgets/line-plot.js';
import { UNITS, type Unit } from '../../widgets/units.js';
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
  const race = linePlot({
    title: 'Estimates of I(X; Y)',
    caption: 'On held-out pairs. Dashed: estimates that may lie on either side of the truth.',
    xLabel: 'step',
    height: 380,
    per: 'pair',
    // No information is below 0; an untrained critic's bound may be, a little.
    floor: -0.5,
  });
  let unit: Unit = 'nats';
  let shown: { readonly measurements: readonly Measurement[]; readonly course: Course | undefined } = {
    measurements: [],
    course: undefined,
  };
  const draw = (): void => race.draw(linesOf(shown.measurements, shown.course), unit);
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
      { class: 'plots wide', 'aria-labelledby': 'information-plots' },
      element('div', { class: 'section-head' }, element('h2', { id: 'information-plots' }, 'The race'), units.element),
      race.element,
    ),
    draw(measurements, course) {
      shown = { measurements, course };
      draw();
    },
  };
}

function linesOf(measurements: readonly Measurement[], course: Course | undefined): Line[] {
  if (course === undefined) return [];
  const across = (name: string, nats: number, colour: string, dash?: string): Line => ({
    name,
    colour,
    ...(dash && { dash }),
    points: Array.from({ length: 25 }, (_, i) => ({ x: (i * course.steps) / 24, nats })),
  });
  return [
    across('truth', course.truth, 'var(--ink)'),
    ...(course.ceiling < 1.6 * course.truth
      ? [across('ceiling of InfoNCE', course.ceiling, 'var(--muted)', '1 4')]
      : []),
    ...CONTESTANTS.map((name) => ({
      name,
      colour: COLOURS[name],
      ...(SIDES[name] === 'none' && { dash: '5 3' }),
      points: measurements.map(({ step, values }) => ({ x: step, nats: values[name] })),
    })),
  ];
}
