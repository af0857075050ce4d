import * as Plot from '@observablehq/plot';
import { element } from '../../dom/element.js';
import type { ChainRun, Decoded } from './chain-run.js';
import { FACES } from './sources.js';
import { stateColour, stateName } from './states.js';

export interface SequenceView {
  readonly element: HTMLElement;
  draw(run: ChainRun, decoded: Decoded): void;
}

const MARGIN = { left: 64, right: 8 } as const;
/** From the top: where each band lies, one unit high but for the posterior's two. */
const BANDS = { truth: 5, viterbi: 3.5, posterior: 1 } as const;

/** The sequence, and under it the true path, the likeliest one and the posterior of each step. */
export function sequenceView(): SequenceView {
  const frame = element('div', { class: 'plot-frame', style: 'min-height: 330px' });
  const key = element('p', { class: 'plot-key', 'aria-hidden': 'true' });
  let shown: [ChainRun, Decoded] | undefined;

  function paint(): void {
    const width = frame.clientWidth;
    if (width === 0 || shown === undefined) return;
    const [run, decoded] = shown;
    key.replaceChildren(
      ...[...new Set([0, 1, 2, ...decoded.names])]
        .sort()
        .map((name) =>
          element(
            'span',
            { class: 'key-entry' },
            element('span', { class: 'key-swatch', style: `background: ${stateColour(name)}` }),
            `state ${stateName(name)}`,
          ),
        ),
    );
    frame.replaceChildren(observed(run, decoded, width), bands(run, decoded, width));
  }

  new ResizeObserver(paint).observe(frame);
  return {
    element: element(
      'section',
      { class: 'wide', 'aria-labelledby': 'hmm-sequence' },
      element('h2', { id: 'hmm-sequence' }, 'What is seen, and what made it'),
      element(
        'p',
        { class: 'hint' },
        'What is seen has the colour of the likeliest path. A mark under that path is a step it has wrong. The posterior fills each step in proportion: where it is divided, a single path would hide it.',
      ),
      key,
      frame,
    ),
    draw(run, decoded) {
      shown = [run, decoded];
      paint();
    },
  };
}

function observed(run: ChainRun, { viterbi, names }: Decoded, width: number) {
  const dice = run.kind === 'dice';
  const points = Array.from(run.observations.data, (value, t) => ({
    t,
    value: dice ? value + 1 : value,
    fill: stateColour(names[viterbi[t]!]!),
  }));
  return Plot.plot({
    ...frameOf(width),
    height: 150,
    marginBottom: 6,
    ariaLabel: 'The sequence',
    x: { axis: null, domain: [-0.5, points.length - 0.5] },
    y: {
      label: null,
      grid: true,
      ...(dice ? { domain: [0.5, FACES + 0.5], ticks: FACES } : { ticks: 5 }),
    },
    marks: [
      ...(dice ? [] : [Plot.line(points, { x: 't', y: 'value', stroke: 'var(--line-strong)', strokeWidth: 0.75 })]),
      Plot.dot(points, { x: 't', y: 'value', fill: 'fill', r: points.length > 200 ? 2 : 3 }),
    ],
  });
}

function bands(run: ChainRun, decoded: Decoded, width: number) {
  const { viterbi, posterior, names, rightByViterbi } = decoded;
  const k = names.length;
  const wrong = Array.from(viterbi.keys()).filter((t) => names[viterbi[t]!] !== run.path[t]);
  const band = (states: ArrayLike<number>, from: number) =>
    runsOf(states).map(({ state, begin, end }) => ({
      x1: begin - 0.5,
      x2: end - 0.5,
      y1: from,
      y2: from + 1,
      fill: stateColour(state),
    }));
  // In the order of the names, so that a state keeps its place in the pile.
  const order = Array.from(names.keys()).sort((a, b) => names[a]! - names[b]!);
  const piles = Array.from(viterbi.keys()).flatMap((t) => {
    let from: number = BANDS.posterior;
    return order.flatMap((state) => {
      const height = 2 * posterior[t * k + state]!;
      const y1 = from;
      from += height;
      const fill = stateColour(names[state]!);
      return height < 0.004 ? [] : [{ x1: t - 0.5, x2: t + 0.5, y1, y2: from, fill }];
    });
  });
  const rect = { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', fill: 'fill', shapeRendering: 'crispEdges' };
  return Plot.plot({
    ...frameOf(width),
    height: 180,
    marginTop: 4,
    marginBottom: 30,
    ariaLabel: 'The path',
    ariaDescription: `The likeliest path is right at ${(100 * rightByViterbi).toFixed(1)} % of ${run.path.length} steps.`,
    x: { label: 'step →', labelArrow: 'none', domain: [-0.5, run.path.length - 0.5] },
    y: {
      label: null,
      domain: [0.9, 6],
      ticks: [BANDS.truth + 0.5, BANDS.viterbi + 0.5, BANDS.posterior + 1],
      tickSize: 0,
      tickFormat: (y: number) => (y > BANDS.truth ? 'truth' : y > BANDS.viterbi ? 'Viterbi' : 'posterior'),
    },
    marks: [
      Plot.rect(band(run.path, BANDS.truth), rect),
      Plot.rect(
        band(
          Array.from(viterbi, (state) => names[state]!),
          BANDS.viterbi,
        ),
        rect,
      ),
      Plot.rect(piles, rect),
      Plot.ruleX(wrong, { y1: BANDS.viterbi - 0.3, y2: BANDS.viterbi - 0.08, stroke: 'var(--ink)', strokeWidth: 1.5 }),
    ],
  });
}

function frameOf(width: number) {
  return {
    width,
    marginLeft: MARGIN.left,
    marginRight: MARGIN.right,
    style: { background: 'none', fontSize: '11px', fontFamily: 'inherit' },
  };
}

/** Stretches of one state. */
function runsOf(states: ArrayLike<number>): { state: number; begin: number; end: number }[] {
  const runs: { state: number; begin: number; end: number }[] = [];
  for (let t = 0; t < states.length; t++) {
    const last = runs.at(-1);
    if (last !== undefined && last.state === states[t]) last.end = t + 1;
    else runs.push({ state: states[t]!, begin: t, end: t + 1 });
  }
  return runs;
}
