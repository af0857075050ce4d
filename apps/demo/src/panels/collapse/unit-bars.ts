import * as Plot from '@observablehq/plot';
import { element } from '../../dom/element.js';
import type { Measurement } from './messages.js';

export interface UnitBars {
  readonly element: HTMLElement;
  draw(measurement: Measurement): void;
}

const HEIGHT = 220;
const ACTIVE = 'var(--digit-3)';
const COLLAPSED = 'var(--line-strong)';

/** What each coordinate of z tells, in nats: those that have collapsed are grey, and crossed out on the axis. */
export function unitBars(): UnitBars {
  const frame = element('div', { class: 'plot-frame', style: `min-height: ${HEIGHT}px` });
  let shown: Measurement | undefined;

  function paint(): void {
    const width = frame.clientWidth;
    if (width === 0 || shown === undefined) return;
    const { unitRates, collapsed } = shown;
    const bars = unitRates.map((nats, unit) => ({ unit: unit + 1, nats, gone: collapsed.includes(unit) }));
    const drawn = Plot.plot({
      width,
      height: HEIGHT,
      marginLeft: 46,
      marginBottom: 34,
      marginTop: 22,
      ariaLabel: 'The rate of each coordinate',
      ariaDescription: `${unitRates.length - collapsed.length} of ${unitRates.length} coordinates tell something.`,
      style: { background: 'none', fontSize: '11px', fontFamily: 'inherit', overflow: 'visible' },
      x: {
        label: 'coordinate of z →',
        labelArrow: 'none',
        type: 'band',
        tickFormat: (unit: number) => (unit % 5 === 0 || unit === 1 ? String(unit) : ''),
        tickSize: 0,
      },
      y: {
        label: '↑ nats per digit',
        labelArrow: 'none',
        grid: true,
        ticks: 4,
        domain: [0, Math.max(1, ...unitRates)],
      },
      marks: [
        Plot.barY(bars, {
          x: 'unit',
          y: 'nats',
          fill: ({ gone }: { gone: boolean }) => (gone ? COLLAPSED : ACTIVE),
          title: ({ unit, nats }: { unit: number; nats: number }) => `coordinate ${unit}: ${nats.toFixed(3)} nats`,
        }),
        Plot.text(
          bars.filter(({ gone }) => gone),
          { x: 'unit', y: 0, dy: -7, text: () => '×', fill: 'var(--muted)' },
        ),
      ],
    });
    frame.replaceChildren(drawn);
  }

  new ResizeObserver(paint).observe(frame);
  return {
    element: element(
      'figure',
      { class: 'plot' },
      element(
        'figcaption',
        {},
        element('h3', {}, 'What each coordinate tells'),
        element(
          'p',
          { class: 'hint' },
          'The mean rate of each. Crossed: below 0.01 nats on 99 % of the digits, collapsed.',
        ),
      ),
      frame,
    ),
    draw(measurement) {
      shown = measurement;
      paint();
    },
  };
}
