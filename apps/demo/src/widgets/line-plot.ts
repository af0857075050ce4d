import * as Plot from '@observablehq/plot';
import { element } from '../dom/element.js';
import { keyEntry } from './plot-key.js';
import type { Measure, Unit } from './units.js';
import { visibleFloor } from './visible-floor.js';

export interface LinePoint {
  readonly x: number;
  /** In nats, or in whatever the {@link LinePlotOptions.y} of the plot measures. */
  readonly y: number;
}

export interface Line {
  readonly name: string;
  /** A CSS colour, a variable say. */
  readonly colour: string;
  /** As in SVG's stroke-dasharray: lines must not differ by colour alone. */
  readonly dash?: string;
  readonly points: readonly LinePoint[];
}

/** A level line from 0 to `end`, with enough points that the pointer finds it anywhere. */
export function lineAcross({
  end,
  y,
  ...line
}: Omit<Line, 'points'> & { readonly end: number; readonly y: number }): Line {
  return { ...line, points: Array.from({ length: FEW + 1 }, (_, i) => ({ x: (i * end) / FEW, y })) };
}

export interface LinePlotOptions {
  readonly title: string;
  /** Under the title: what the lines are. */
  readonly caption: string;
  readonly xLabel: string;
  readonly height: number;
  /** Measure of the vertical axis: {@link information}, or a {@link quantity} such as a density or a count. */
  readonly y: Measure;
  /** Lowest value that is drawn (default: the first points of a run are left out if they lie far below the rest). */
  readonly floor?: number;
}

/** So few points are marked each: a line through one of them would not be seen at all. */
const FEW = 24;

export interface LinePlot {
  readonly element: HTMLElement;
  /** Draws the lines, at most once per frame. `unit` (default nats) is that of information; other measures have one unit. */
  draw(lines: readonly Line[], unit?: Unit): void;
}

/** Lines against a number, training time say, with the value under the pointer. */
export function linePlot({ title, caption, xLabel, height, y: measure, floor: given }: LinePlotOptions): LinePlot {
  const frame = element('div', { class: 'plot-frame', style: `min-height: ${height}px` });
  const note = element('p', { class: 'hint' });
  const key = element('p', { class: 'plot-key', 'aria-hidden': 'true' });
  const figure = element(
    'figure',
    { class: 'plot' },
    element('figcaption', {}, element('h3', {}, title), element('p', { class: 'hint' }, caption), key),
    frame,
    note,
  );
  let lines: readonly Line[] = [];
  let unit: Unit = 'nats';
  let scheduled = false;

  function paint(): void {
    scheduled = false;
    const width = frame.clientWidth;
    if (width === 0) return;
    const points = lines.flatMap(({ name, points: of }) =>
      // A run that diverged ends in a NaN, which has no place on an axis; the status shows it.
      of.filter(({ y }) => Number.isFinite(y)).map(({ x, y }) => ({ name, x, y: measure.value(y, unit) })),
    );
    const floor = given === undefined ? visibleFloor(points.map(({ y }) => y)) : measure.value(given, unit);
    const hidden = points.filter(({ y }) => y < floor).length;
    note.textContent =
      hidden === 0
        ? ''
        : `Points below the axis are left out, down to ${lowest(points).toFixed(0)} ${measure.label(unit)}.`;
    const shown = points.filter(({ y }) => y >= floor);
    const drawn = Plot.plot({
      width,
      height,
      marginLeft: 46,
      marginBottom: 34,
      marginTop: 22,
      ariaLabel: title,
      ariaDescription: described(lines, unit, measure),
      style: { background: 'none', fontSize: '11px', fontFamily: 'inherit', overflow: 'visible' },
      x: { label: `${xLabel} →`, labelArrow: 'none', domain: extent(shown.map(({ x }) => x)) },
      y: {
        label: `↑ ${measure.label(unit)}`,
        labelArrow: 'none',
        grid: true,
        ticks: 5,
        domain: extent(shown.map(({ y }) => y)),
      },
      marks: [
        ...lines.map(({ name, colour, dash }) =>
          Plot.line(
            shown.filter((point) => point.name === name),
            {
              x: 'x',
              y: 'y',
              stroke: colour,
              strokeWidth: 1.75,
              ...(dash && { strokeDasharray: dash }),
              ...(shown.length < FEW && { marker: 'dot' as const }),
            },
          ),
        ),
        Plot.ruleX(shown, Plot.pointerX({ x: 'x', stroke: 'var(--line-strong)' })),
        Plot.tip(
          shown,
          Plot.pointer({
            x: 'x',
            y: 'y',
            title: ({ name, x, y }: { name: string; x: number; y: number }) =>
              `${name}\n${y.toFixed(2)} ${measure.label(unit)}\n${xLabel} ${x.toFixed(2)}`,
            fill: 'var(--paper)',
            stroke: 'var(--line-strong)',
          }),
        ),
      ],
    });
    frame.replaceChildren(drawn);
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(paint);
  }

  new ResizeObserver(schedule).observe(frame);
  return {
    element: figure,
    draw(next, of = 'nats') {
      lines = next;
      unit = of;
      key.replaceChildren(...lines.map(keyEntry));
      schedule();
    },
  };
}

/** From the least to the greatest, or 1 wide if they are the same. */
function extent(values: readonly number[]): [number, number] {
  if (values.length === 0) return [0, 1];
  const low = Math.min(...values);
  const high = Math.max(...values);
  return low < high ? [low, high] : [low, low + 1];
}

function lowest(points: readonly { readonly y: number }[]): number {
  return points.reduce((low, { y }) => Math.min(low, y), Number.POSITIVE_INFINITY);
}

function described(lines: readonly Line[], unit: Unit, { label, value }: Measure): string {
  const parts = lines.flatMap(({ name, points }) => {
    const last = points.at(-1);
    return last === undefined ? [] : [`${name}: ${value(last.y, unit).toFixed(2)} ${label(unit)}`];
  });
  return parts.length === 0 ? 'Nothing measured yet.' : `Latest values. ${parts.join('; ')}.`;
}
