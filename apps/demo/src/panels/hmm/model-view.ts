import { CategoricalEmission, GaussianEmission } from '@latents/em';
import * as Plot from '@observablehq/plot';
import { element } from '../../dom/element.js';
import type { ChainRun, Decoded } from './chain-run.js';
import { FACES, type Hmm } from './sources.js';
import { stateColour, stateName } from './states.js';

export interface ModelView {
  readonly element: HTMLElement;
  draw(run: ChainRun, decoded: Decoded): void;
}

/** What each state emits and where it goes, found beside true. */
export function modelView(): ModelView {
  const emissions = element('div', { class: 'plot-frame', style: 'min-height: 220px' });
  const moves = element('div', { class: 'plot-frame', style: 'min-height: 144px' });
  let shown: [ChainRun, Decoded] | undefined;

  function paint(): void {
    const width = emissions.clientWidth;
    if (width === 0 || shown === undefined) return;
    const [run, { names }] = shown;
    emissions.replaceChildren(emitted(run, names, width));
    moves.replaceChildren(transitions(run, names, Math.min(width, 460)));
  }

  new ResizeObserver(paint).observe(emissions);
  return {
    element: element(
      'section',
      { class: 'plot', 'aria-labelledby': 'hmm-model' },
      element('h2', { id: 'hmm-model' }, 'The model'),
      element(
        'p',
        { class: 'hint' },
        'What each state emits: dashed, or hollow, the states that made the sequence. States have no names of their own: each is called after the true one that its path agrees with most.',
      ),
      emissions,
      element('p', { class: 'hint' }, 'From state (row) to state (column), in per cent.'),
      moves,
    ),
    draw(run, decoded) {
      shown = [run, decoded];
      paint();
    },
  };
}

const style = { background: 'none', fontSize: '11px', fontFamily: 'inherit' };

function emitted(run: ChainRun, names: readonly number[], width: number) {
  const options = { width, height: 220, marginLeft: 40, style, ariaLabel: 'What each state emits' };
  const trueNames = Array.from({ length: run.truth.states }, (_, i) => i);
  if (run.kind === 'dice') {
    const points = (model: Hmm, called: readonly number[]) => {
      const { emission } = model;
      if (!(emission instanceof CategoricalEmission)) return [];
      return Array.from(emission.probabilities, (p, i) => ({
        face: (i % FACES) + 1 + 0.12 * (called[Math.floor(i / FACES)]! - 1),
        p,
        colour: stateColour(called[Math.floor(i / FACES)]!),
      }));
    };
    return Plot.plot({
      ...options,
      x: { label: 'face', ticks: FACES, domain: [0.6, FACES + 0.5], labelArrow: 'none' },
      y: { label: '↑ chance', labelArrow: 'none', grid: true, ticks: 4, zero: true },
      marks: [
        Plot.ruleX(points(run.model, names), { x: 'face', y1: 0, y2: 'p', stroke: 'colour', strokeWidth: 4 }),
        Plot.dot(points(run.truth, trueNames), { x: 'face', y: 'p', stroke: 'colour', r: 4, strokeWidth: 1.5 }),
      ],
    });
  }
  const curves = (model: Hmm, called: readonly number[], dashed: boolean) =>
    called.map((name, state) =>
      Plot.line(densityOf(model, state), {
        x: 'x',
        y: 'density',
        stroke: stateColour(name),
        strokeWidth: dashed ? 1.25 : 2.25,
        ...(dashed && { strokeDasharray: '4 3' }),
      }),
    );
  return Plot.plot({
    ...options,
    x: { label: 'number', labelArrow: 'none', ticks: 6 },
    y: { label: '↑ density', labelArrow: 'none', grid: true, ticks: 4 },
    marks: [...curves(run.model, names, false), ...curves(run.truth, trueNames, true)],
  });
}

function densityOf({ emission }: Hmm, state: number): { x: number; density: number }[] {
  if (!(emission instanceof GaussianEmission)) return [];
  const loc = emission.gaussians.means().data[state]!;
  const scale = Math.sqrt(emission.gaussians.covariances().data[state]!);
  return Array.from({ length: 161 }, (_, i) => {
    const x = -5.5 + (11.5 * i) / 160;
    return { x, density: Math.exp(-0.5 * ((x - loc) / scale) ** 2) / (scale * Math.sqrt(2 * Math.PI)) };
  });
}

function transitions(run: ChainRun, names: readonly number[], width: number) {
  const cells = (model: Hmm, called: readonly number[], of: string) =>
    Array.from(model.transitions.data, (p, i) => ({
      of,
      from: stateName(called[Math.floor(i / model.states)]!),
      to: stateName(called[i % model.states]!),
      p,
    }));
  const all = [...cells(run.model, names, 'found'), ...cells(run.truth, [0, 1, 2], 'true')];
  const domain = [...new Set(all.map(({ from }) => from))].sort();
  return Plot.plot({
    width,
    height: 60 + 28 * domain.length,
    marginLeft: 24,
    style,
    ariaLabel: 'Transitions, found and true',
    fx: { label: null, domain: ['found', 'true'] },
    x: { label: null, domain, tickSize: 0 },
    y: { label: null, domain, tickSize: 0 },
    marks: [
      Plot.cell(all, { fx: 'of', x: 'to', y: 'from', fill: 'var(--accent)', fillOpacity: 'p', inset: 1 }),
      Plot.text(all, {
        fx: 'of',
        x: 'to',
        y: 'from',
        text: ({ p }: { p: number }) => (100 * p).toFixed(0),
        fill: ({ p }: { p: number }) => (p > 0.5 ? 'var(--on-accent)' : 'var(--ink)'),
      }),
    ],
    opacity: { type: 'linear', domain: [0, 1], range: [0.04, 1] },
  });
}
