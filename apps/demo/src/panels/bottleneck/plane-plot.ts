import type { Bottleneck } from '@latents/infotheory/tables';
import * as Plot from '@observablehq/plot';
import { element } from '../../dom/element.js';
import { keyEntry } from '../../widgets/plot-key.js';
import type { Source } from './sources.js';

export interface PlaneData {
  /** At each beta, ascending, as far as they are known yet. */
  readonly codes: readonly (Bottleneck | undefined)[];
  readonly hard: readonly Bottleneck[];
  readonly information: number;
  readonly known?: Source['known'];
  readonly chosen?: Bottleneck | undefined;
}

export interface PlanePlot {
  readonly element: HTMLElement;
  /** At most once a frame. */
  draw(data: PlaneData): void;
}

const HEIGHT = 380;

/** The information plane: what codes keep of y against what they cost, under what no code can pass. */
export function planePlot(): PlanePlot {
  const frame = element('div', { class: 'plot-frame', style: `min-height: ${HEIGHT}px` });
  const key = element('p', { class: 'plot-key', 'aria-hidden': 'true' });
  let data: PlaneData | undefined;
  let scheduled = false;

  function paint(): void {
    scheduled = false;
    if (data === undefined || frame.clientWidth === 0) return;
    const { information, known, chosen } = data;
    const codes = data.codes.filter((code) => code !== undefined);
    const hard = data.hard.filter(({ cardinality }) => cardinality > 1);
    // Where the number of codewords changes: the code above the transition.
    const parted = codes.filter((code, i) => i > 0 && codes[i - 1]!.cardinality !== code.cardinality);
    const right = 1.04 * Math.max(0.01, ...codes.map(({ rate }) => rate), ...hard.map(({ rate }) => rate));
    const top = 1.1 * Math.max(0.01, information);
    const corner = Math.min(right, top);
    const at = { x: 'rate', y: 'relevance' } as const;
    const drawn = Plot.plot({
      width: frame.clientWidth,
      height: HEIGHT,
      marginLeft: 46,
      marginBottom: 36,
      marginTop: 22,
      ariaLabel: 'The information plane',
      ariaDescription: described(data),
      clip: true,
      style: { background: 'none', fontSize: '11px', fontFamily: 'inherit', overflow: 'visible' },
      x: { label: 'I(X; Z), nats →', labelArrow: 'none', domain: [0, right] },
      y: { label: '↑ I(Y; Z), nats', labelArrow: 'none', grid: true, ticks: 5, domain: [0, top] },
      marks: [
        Plot.line(
          [
            { rate: 0, relevance: 0 },
            { rate: corner, relevance: corner },
          ],
          {
            ...at,
            stroke: COLOURS.diagonal,
            strokeDasharray: '1 4',
          },
        ),
        Plot.ruleY([information], { stroke: COLOURS.bound, strokeDasharray: '6 3' }),
        ...(known === undefined
          ? []
          : [Plot.line(known.points, { ...at, stroke: COLOURS.known, strokeWidth: 4, strokeOpacity: 0.45 })]),
        ...(chosen === undefined ? [] : [tangent(chosen, right)]),
        Plot.line(codes, { ...at, stroke: COLOURS.curve, strokeWidth: 1.75 }),
        Plot.dot(codes, { ...at, r: 1.8, fill: COLOURS.curve }),
        Plot.dot(hard, { ...at, r: 4, symbol: 'square', stroke: COLOURS.hard, strokeWidth: 1.25 }),
        Plot.dot(parted, { ...at, r: 4.5, stroke: COLOURS.curve, fill: 'var(--paper)', strokeWidth: 1.5 }),
        ...(chosen === undefined ? [] : [Plot.dot([chosen], { ...at, r: 6, fill: COLOURS.chosen })]),
        Plot.tip(
          codes,
          Plot.pointer({
            ...at,
            title: ({ beta, cardinality, rate, relevance }: Bottleneck) =>
              `β ${beta.toPrecision(4)}, ${cardinality} codewords\nI(X; Z) ${rate.toFixed(4)}\nI(Y; Z) ${relevance.toFixed(4)}`,
            fill: 'var(--paper)',
            stroke: 'var(--line-strong)',
          }),
        ),
      ],
    });
    frame.replaceChildren(drawn);
    key.replaceChildren(
      ...[
        { name: 'the curve', colour: COLOURS.curve },
        { name: 'I(X; Y), which no code passes', colour: COLOURS.bound, dash: '6 3' },
        { name: 'all that is told is of y', colour: COLOURS.diagonal, dash: '1 4' },
        ...(known === undefined ? [] : [{ name: known.what, colour: COLOURS.known }]),
        ...(hard.length === 0 ? [] : [{ name: '□ hard codes', colour: COLOURS.hard }]),
        { name: '○ codewords part', colour: COLOURS.curve },
        { name: 'slope 1 / β', colour: COLOURS.chosen },
      ].map(keyEntry),
    );
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(paint);
  }

  new ResizeObserver(schedule).observe(frame);
  return {
    element: element(
      'figure',
      { class: 'plot' },
      element(
        'figcaption',
        {},
        element('h3', {}, 'What codes keep against what they cost'),
        element('p', { class: 'hint' }, 'Each dot is the best code at one β. No code lies above the curve.'),
        key,
      ),
      frame,
    ),
    draw(next) {
      data = next;
      schedule();
    },
  };
}

const COLOURS = {
  curve: 'var(--series-held-out)',
  bound: 'var(--ink)',
  diagonal: 'var(--muted)',
  known: 'var(--digit-6)',
  hard: 'var(--series-training)',
  chosen: 'var(--alarm)',
} as const;

/** The line of codes that are worth as much as this one at its beta: none lies above it. */
function tangent({ beta, rate, relevance }: Bottleneck, right: number) {
  const height = (x: number) => ({ rate: x, relevance: relevance + (x - rate) / beta });
  return Plot.line([height(0), height(right)], { x: 'rate', y: 'relevance', stroke: COLOURS.chosen, strokeWidth: 1 });
}

function described({ codes, information, chosen }: PlaneData): string {
  const known = codes.filter((code) => code !== undefined);
  const parts = [`${known.length} of ${codes.length} points of the curve`, `I(X; Y) is ${information.toFixed(3)} nats`];
  if (chosen !== undefined) {
    parts.push(`chosen: I(X; Z) ${chosen.rate.toFixed(3)}, I(Y; Z) ${chosen.relevance.toFixed(3)} nats`);
  }
  return `${parts.join('; ')}.`;
}
