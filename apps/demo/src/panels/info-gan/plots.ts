import { element } from '../../dom/element.js';
import { type Line, lineAcross, linePlot } from '../../widgets/line-plot.js';
import { plotSection } from '../../widgets/plot-section.js';
import { information } from '../../widgets/units.js';
import { CODES, type CodeName, type Facts, type Measurement } from './messages.js';

/** What the bounds are compared with, and how long the run is. */
export interface Course extends Pick<Facts, 'ceilings'> {
  readonly steps: number;
}

export interface Plots {
  readonly element: HTMLElement;
  draw(measurements: readonly Measurement[], course: Course | undefined): void;
}

const COLOURS: Readonly<Record<CodeName, string>> = {
  class: 'var(--digit-3)',
  first: 'var(--digit-9)',
  second: 'var(--digit-1)',
};

/** What each code's bound says, under what it cannot pass; and what D's says. */
export function createPlots(): Plots {
  const codes = linePlot({
    title: 'Information of each code, at least',
    caption:
      'The ceiling of the class is its entropy, log 10. That of a number is not, being continuous: Q’s scale, which has a floor, sets it.',
    xLabel: 'step',
    height: 300,
    y: information('image'),
    floor: -0.5,
  });
  const game = linePlot({
    title: 'What D’s bound says of the JSD',
    caption: 'log 2 + V / 2, on training batches. Near 0, G is good, or D is blind to what it lacks.',
    xLabel: 'step',
    height: 300,
    y: information('image'),
    floor: -0.2,
  });
  let shown: { readonly measurements: readonly Measurement[]; readonly course: Course | undefined } = {
    measurements: [],
    course: undefined,
  };
  const section = plotSection({
    id: 'info-gan-plots',
    title: 'What the bounds say',
    content: [element('div', { class: 'term-plots' }, codes.element, game.element)],
    draw: (unit) => {
      const { measurements, course } = shown;
      codes.draw(course === undefined ? [] : boundsOf(measurements, course), unit);
      game.draw(saidOf(measurements), unit);
    },
  });
  return {
    element: section.element,
    draw(measurements, course) {
      shown = { measurements, course };
      section.redraw();
    },
  };
}

function boundsOf(measurements: readonly Measurement[], { ceilings, steps }: Course): Line[] {
  const across = (name: string, y: number, colour: string): Line =>
    lineAcross({ name, colour, dash: '1 4', end: steps, y });
  return [
    across('ceiling of the class', ceilings.class, COLOURS.class),
    across('ceiling of each number', ceilings.first, 'var(--muted)'),
    ...CODES.map(
      (name): Line => ({
        name: name === 'class' ? 'class' : `${name} number`,
        colour: COLOURS[name],
        ...(name === 'second' && { dash: '5 3' }),
        points: measurements.map(({ step, bounds }) => ({ x: step, y: bounds[name] })),
      }),
    ),
  ];
}

function saidOf(measurements: readonly Measurement[]): Line[] {
  const points = measurements.flatMap(({ step, said }) => (said === undefined ? [] : [{ x: step, y: said }]));
  return points.length === 0 ? [] : [{ name: 'what the game says', colour: 'var(--digit-9)', points }];
}
