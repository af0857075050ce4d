import * as Plot from '@observablehq/plot';
import { element } from '../dom/element.js';
import { keyEntry } from './plot-key.js';
import { inUnit, type Unit } from './units.js';
import { visibleFloor } from './visible-floor.js';

export interface LinePoint {
  readonly x: number;
  readonly nats: number;
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
  nats,
  ...line
}: Omit<Line, 'points'> & { readonly end: number; readonly nats: number }): Line {
  return { ...line, points: Array.from({ length: FEW + 1 }, (_, i) => ({ x: (i * end) / FEW, nats })) };
}

export interface LinePlotOptions {
  readonly title: string;
  /** Under the title: what the lines are. */
  readonly caption: string;
  readonly xLabel: string;
  readonly height: number;
  /** What the nats are counted per (default `'example'`). */
  readonly per?: string;
  /** In nats: what lies below is not drawn (default: the first points of a run that start far below the rest). */
  readonly floor?: number;
}

/** So few points are marked each: a line through one of them would not be seen at all. */
const FEW = 24;

export interface LinePlot {
  readonly element: HTMLElement;
  /** Draws the lines, at most once a frame. */
  draw(lines: readonly Line[], unit: Unit): void;
}

/** Lines against training time, in nats or bits per example, with the value under the pointer. */
export function linePlot({ title, caption, xLabel, height, per = 'example', floor: given }: LinePlotOptions): LinePlot {
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
      of.filter(({ nats }) => Number.isFinite(nats)).map(({ x, nats }) => ({ name, x, y: inUnit(nats, unit) })),
    );
    const floor = given === undefined ? visibleFloor(points.map(({ y }) => y)) : inUnit(given, unit);
    const hidden = points.filter(({ y }) => y < floor).length;
    note.textContent =
      hidden === 0 ? '' : `Points below the axis are left out, down to ${lowest(points).toFixed(0)} ${unit}.`;
    const shown = points.filter(({ y }) => y >= floor);
    const drawn = Plot.plot({
      width,
      height,
      marginLeft: 46,
      marginBottom: 34,
      marginTop: 22,
      ariaLabel: title,
      ariaDescription: described(lines, unit, per),
      style: { background: 'none', fontSize: '11px', fontFamily: 'inherit', overflow: 'visible' },
      x: { label: `${xLabel} →`, labelArrow: 'none', domain: extent(shown.map(({ x }) => x)) },
      y: {
        label: `↑ ${unit} per ${per}`,
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
              `${name}\n${y.toFixed(2)} ${unit} per ${per}\n${xLabel} ${x.toFixed(2)}`,
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
    draw(next, of) {
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

function described(lines: readonly Line[], unit: Unit, per: string): string {
  const parts = lines.flatMap(({ name, points }) => {
    const last = points.at(-1);
    return last === undefined ? [] : [`${name}: ${inUnit(last.nats, unit).toFixed(2)} ${unit} per ${per}`];
  });
  return parts.length === 0 ? 'Nothing measured yet.' : `Latest values. ${parts.join('; ')}.`;
}
