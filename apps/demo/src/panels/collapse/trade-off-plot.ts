import * as Plot from '@observablehq/plot';
import { element } from '../../dom/element.js';
import type { Run } from './runs.js';

export interface TradeOffPlot {
  readonly element: HTMLElement;
  draw(runs: readonly Run[]): void;
}

const HEIGHT = 340;

/** Runs in the plane of rate and distortion: each a trail that ends in a dot with its name. */
export function tradeOffPlot(onForget: () => void): TradeOffPlot {
  const frame = element('div', { class: 'plot-frame', style: `min-height: ${HEIGHT}px` });
  const forget = element('button', { type: 'button', class: 'pick' }, 'Forget the runs before');
  forget.addEventListener('click', onForget);
  let shown: readonly Run[] = [];

  function paint(): void {
    const width = frame.clientWidth;
    const points = shown.flatMap(({ trail, id }) => trail.map((point) => ({ ...point, id })));
    if (width === 0 || points.length === 0) return;
    const ends = shown.flatMap(({ trail, name, id }) => (trail.length === 0 ? [] : [{ ...trail.at(-1)!, name, id }]));
    const widest = Math.max(5, ...points.map(({ rate }) => rate));
    const [low, high] = [
      Math.min(...points.map(({ distortion }) => distortion)),
      Math.max(...points.map(({ distortion }) => distortion)),
    ];
    const room = Math.max(5, 0.08 * (high - low));
    const sums = levels(points.map(({ rate, distortion }) => rate + distortion));
    const drawn = Plot.plot({
      width,
      height: HEIGHT,
      marginLeft: 46,
      marginBottom: 34,
      marginTop: 22,
      marginRight: 70,
      ariaLabel: 'Distortion against rate',
      ariaDescription: ends
        .map(
          ({ name, rate, distortion }) => `${name}: rate ${rate.toFixed(2)}, distortion ${distortion.toFixed(2)} nats`,
        )
        .join('; '),
      style: { background: 'none', fontSize: '11px', fontFamily: 'inherit', overflow: 'visible' },
      x: { label: 'rate, nats per digit →', labelArrow: 'none', domain: [0, 1.1 * widest] },
      y: {
        label: '↑ distortion, nats per digit',
        labelArrow: 'none',
        grid: true,
        ticks: 5,
        domain: [low - room, high + room],
      },
      marks: [
        Plot.line(
          sums.flatMap((sum) => [0, 1.1 * widest].map((rate) => ({ sum, rate, distortion: sum - rate }))),
          { x: 'rate', y: 'distortion', z: 'sum', stroke: 'var(--line-strong)', strokeDasharray: '2 4', clip: true },
        ),
        Plot.line(points, {
          x: 'rate',
          y: 'distortion',
          z: 'id',
          stroke: colour,
          strokeWidth: 1.25,
          strokeOpacity: 0.6,
          clip: true,
        }),
        Plot.dot(ends, { x: 'rate', y: 'distortion', fill: colour, r: 4.5 }),
        Plot.text(ends, {
          x: 'rate',
          y: 'distortion',
          text: 'name',
          dx: 8,
          textAnchor: 'start',
          fill: 'var(--ink)',
          stroke: 'var(--paper)',
          strokeWidth: 3,
        }),
      ],
    });
    frame.replaceChildren(drawn);
  }

  new ResizeObserver(paint).observe(frame);
  return {
    element: element(
      'figure',
      { class: 'plot', 'data-plot': 'trade-off' },
      element(
        'figcaption',
        {},
        element('h3', {}, 'Rate against distortion'),
        element(
          'p',
          { class: 'hint' },
          'Each run’s way, on held-out digits; along a dotted line the ELBO is the same. Left: all collapsed.',
        ),
      ),
      frame,
      element('div', {}, forget),
    ),
    draw(runs) {
      shown = runs;
      paint();
    },
  };
}

const COLOURS = [3, 9, 1, 4, 0, 5, 7, 6, 2, 8];

function colour({ id }: { readonly id: number }): string {
  return `var(--digit-${COLOURS[id % COLOURS.length]!})`;
}

/** Round values of minus the ELBO, from below the least reached to above the greatest. */
function levels(sums: readonly number[]): number[] {
  const from = Math.floor(Math.min(...sums) / 20) * 20;
  const to = Math.ceil(Math.max(...sums) / 20) * 20;
  return Array.from({ length: Math.min(20, (to - from) / 20 + 1) }, (_, i) => from + 20 * i);
}
