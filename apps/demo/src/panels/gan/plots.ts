import type { Line } from '../../widgets/line-plot.js';
import { lineSection } from '../../widgets/line-section.js';
import { information } from '../../widgets/units.js';
import type { Standing } from './messages.js';

export interface Plots {
  readonly element: HTMLElement;
  draw(points: readonly Standing[]): void;
}

/** What the bound says, what a fresh discriminator finds, and what is so, against steps. */
export function createPlots(): Plots {
  const section = lineSection(
    {
      title: 'How far generated points are from data: the JSD',
      caption: 'On points that no player has seen. The two bounds lie below the truth, but for their sampling error.',
      xLabel: 'step',
      height: 320,
      y: information('point'),
      // A bound below 0 says nothing that 0 does not.
      floor: -0.2,
    },
    { id: 'gan-plots', title: 'Bound and truth', wide: false },
  );
  return { element: section.element, draw: (points) => section.draw(linesOf(points)) };
}

function linesOf(points: readonly Standing[]): Line[] {
  if (points.length === 0) return [];
  const line = (name: string, colour: string, of: (point: Standing) => number, dash?: string): Line => ({
    name,
    colour,
    ...(dash && { dash }),
    points: points.map((point) => ({ x: point.step + 1, y: of(point) })),
  });
  return [
    line('truth', 'var(--ink)', ({ truth }) => truth),
    line('a fresh discriminator', 'var(--digit-3)', ({ fresh }) => fresh, '5 3'),
    line('what the game says', 'var(--digit-9)', ({ reported }) => reported),
  ];
}
