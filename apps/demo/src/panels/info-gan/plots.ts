import { element } from '../../dom/element.js';
import { choice } from '../../widgets/choice.js';
import { type Line, linePlot } from '../../widgets/line-plot.js';
import { UNITS, type Unit } from '../../widgets/units.js';
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
  const information = linePlot({
    title: 'Information of each code, at least',
    caption:
      'The ceiling of the class is its entropy, log 10. That of a number is not, being continuous: Q’s scale, which has a floor, sets it.',
    xLabel: 'step',
    height: 300,
    per: 'image',
    floor: -0.5,
  });
  const game = linePlot({
    title: 'What D’s bound says of the JSD',
    caption: 'log 2 + V / 2, on training batches. Near 0, G is good, or D is blind to what it lacks.',
    xLabel: 'step',
    height: 300,
    per: 'image',
    floor: -0.2,
  });
  let unit: Unit = 'nats';
  let shown: { readonly measurements: readonly Measurement[]; readonly course: Course | undefined } = {
    measurements: [],
    course: undefined,
  };
  const draw = (): void => {
    const { measurements, course } = shown;
    information.draw(course === undefined ? [] : boundsOf(measurements, course), unit);
    game.draw(saidOf(measurements), unit);
  };
  const units = choice({
    label: 'Axes in',
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
      { class: 'plots wide', 'aria-labelledby': 'info-gan-plots' },
      element(
        'div',
        { class: 'section-head' },
        element('h2', { id: 'info-gan-plots' }, 'What the bounds say'),
        units.element,
      ),
      element('div', { class: 'term-plots' }, information.element, game.element),
    ),
    draw(measurements, course) {
      shown = { measurements, course };
      draw();
    },
  };
}

function boundsOf(measurements: readonly Measurement[], { ceilings, steps }: Course): Line[] {
  const across = (name: string, nats: number, colour: string): Line => ({
    name,
    colour,
    dash: '1 4',
    points: Array.from({ length: 25 }, (_, i) => ({ x: (i * steps) / 24, nats })),
  });
  return [
    across('ceiling of the class', ceilings.class, COLOURS.class),
    across('ceiling of each number', ceilings.first, 'var(--muted)'),
    ...CODES.map(
      (name): Line => ({
        name: name === 'class' ? 'class' : `${name} number`,
        colour: COLOURS[name],
        ...(name === 'second' && { dash: '5 3' }),
        points: measurements.map(({ step, bounds }) => ({ x: step, nats: bounds[name] })),
      }),
    ),
  ];
}

function saidOf(measurements: readonly Measurement[]): Line[] {
  const points = measurements.flatMap(({ step, said }) => (said === undefined ? [] : [{ x: step, nats: said }]));
  return points.length === 0 ? [] : [{ name: 'what the game says', colour: 'var(--digit-9)', points }];
}
