import { labelledSpans } from '@latents/em';
import * as Plot from '@observablehq/plot';
import { element } from '../../dom/element.js';
import type { ChartCell, Parsed } from './parse-sentence.js';

export interface ParseView {
  readonly element: HTMLElement;
  /** Draws a sentence's parse, or nothing. */
  draw(parsed: Parsed | undefined): void;
}

/** Every stretch of words as a cell, as dark as it is likely to be a constituent. */
export function chartView(): ParseView {
  const frame = element('div', { class: 'plot-frame', style: 'min-height: 200px' });
  let shown: Parsed | undefined;

  function paint(): void {
    const width = frame.clientWidth;
    if (width === 0) return;
    frame.replaceChildren(...(shown === undefined ? [] : [chartOf(shown, width)]));
  }

  new ResizeObserver(paint).observe(frame);
  return {
    element: element(
      'section',
      { class: 'plot', 'aria-labelledby': 'pcfg-chart' },
      element('h2', { id: 'pcfg-chart' }, 'The chart'),
      element(
        'p',
        { class: 'hint' },
        'A cell stands over the words that it spans. Its shade is the chance that they are one constituent, summed over all trees by inside and outside; framed are those of the likeliest tree.',
      ),
      frame,
    ),
    draw(parsed) {
      shown = parsed;
      paint();
    },
  };
}

function chartOf({ words, chart, tree }: Parsed, width: number) {
  const n = words.length;
  const framed = new Set(labelledSpans(tree).map(({ from, to }) => `${from} ${to}`));
  const cells = chart.map((cell) => ({
    ...cell,
    x1: (cell.from + cell.to) / 2 - 0.5,
    x2: (cell.from + cell.to) / 2 + 0.5,
    x: (cell.from + cell.to) / 2,
    y: cell.to - cell.from - 0.5,
    best: cell.symbols[0]?.name ?? '',
    inTree: framed.has(`${cell.from} ${cell.to}`) || cell.to - cell.from === 1,
  }));
  const wide = width / n > 44;
  const likely = cells.filter(({ constituent }) => constituent >= 0.005);
  return Plot.plot({
    width,
    height: Math.min(52, Math.max(30, width / n)) * (n + 0.9),
    margin: 2,
    marginBottom: 26,
    ariaLabel: 'The chart',
    ariaDescription: likely
      .filter(({ from, to }) => to - from > 1)
      .map(({ from, to, best, constituent }) => `${words.slice(from, to).join(' ')}: ${best} ${percent(constituent)}`)
      .join('; '),
    style: { background: 'none', fontSize: '11px', fontFamily: 'inherit', overflow: 'visible' },
    x: { axis: null, domain: [0, n] },
    y: { axis: null, domain: [0, n] },
    opacity: { type: 'linear', domain: [0, 1], range: [0, 1] },
    marks: [
      Plot.rect(cells, {
        x1: 'x1',
        x2: 'x2',
        y1: ({ y }: { y: number }) => y - 0.5,
        y2: ({ y }: { y: number }) => y + 0.5,
        fill: 'var(--accent)',
        fillOpacity: 'constituent',
        stroke: 'var(--line)',
        inset: 1,
      }),
      Plot.rect(
        cells.filter(({ inTree }) => inTree),
        {
          x1: 'x1',
          x2: 'x2',
          y1: ({ y }: { y: number }) => y - 0.5,
          y2: ({ y }: { y: number }) => y + 0.5,
          fill: 'none',
          stroke: 'var(--ink)',
          strokeWidth: 1.75,
          inset: 1,
        },
      ),
      Plot.text(likely, {
        x: 'x',
        y: 'y',
        text: ({ best, constituent }: { best: string; constituent: number }) =>
          wide && constituent < 0.995 ? `${best}\n${percent(constituent)}` : best,
        fill: ({ constituent }: ChartCell) => (constituent > 0.7 ? 'var(--on-accent)' : 'var(--ink)'),
        fontSize: wide ? 11 : 9,
      }),
      Plot.text(words, {
        x: (_: string, i: number) => i + 0.5,
        y: 0,
        dy: 12,
        text: (word: string) => word,
        fontSize: wide ? 13 : 9,
        fill: 'var(--ink)',
      }),
      Plot.tip(
        likely,
        Plot.pointer({
          x: 'x',
          y: 'y',
          title: ({ from, to, symbols }: ChartCell) =>
            [
              words.slice(from, to).join(' '),
              ...symbols.map(({ name, probability }) => `${name} ${percent(probability)}`),
            ].join('\n'),
          fill: 'var(--paper)',
          stroke: 'var(--line-strong)',
        }),
      ),
    ],
  });
}

function percent(p: number): string {
  return `${(100 * p).toFixed(p < 0.1 ? 1 : 0)} %`;
}
