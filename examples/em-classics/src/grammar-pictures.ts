import { labelledSpans, type TreebankGrammar } from '@latents/em';
import { plotPng } from '@latents/pictures';
import * as Plot from '@observablehq/plot';
import { savePicture } from './files.js';

/** The posterior over a sentence's constituents: a cell for each stretch of words, framed in the likeliest tree. */
export async function saveChart(name: string, parser: TreebankGrammar, words: readonly string[]): Promise<void> {
  const best = parser.parse(words);
  if (best === undefined) return;
  const framed = new Set(labelledSpans(best.tree).map(({ from, to }) => `${from} ${to}`));
  const cells = parser.grammar.chart(parser.encode(words)).map(({ from, to, probabilities }) => {
    const top = probabilities.indexOf(Math.max(...probabilities));
    const p = probabilities.reduce((sum, value) => sum + value, 0);
    return {
      x: (from + to) / 2,
      y: to - from - 0.5,
      p,
      text: p < 0.005 ? '' : `${parser.symbols[top]}${p > 0.995 ? '' : `\n${(100 * p).toFixed(0)} %`}`,
      framed: framed.has(`${from} ${to}`),
    };
  });
  type Cell = (typeof cells)[number];
  const square = {
    x1: ({ x }: Cell) => x - 0.5,
    x2: ({ x }: Cell) => x + 0.5,
    y1: ({ y }: Cell) => y - 0.5,
    y2: ({ y }: Cell) => y + 0.5,
  };
  const png = plotPng({
    width: 78 * words.length,
    height: 44 * (words.length + 1),
    margin: 6,
    marginBottom: 30,
    x: { axis: null, domain: [0, words.length] },
    y: { axis: null, domain: [0, words.length] },
    color: { scheme: 'Blues', domain: [0, 1.3] },
    marks: [
      Plot.rect(cells, { ...square, fill: 'p', stroke: '#ddd', inset: 1 }),
      Plot.rect(
        cells.filter((cell) => cell.framed),
        { ...square, stroke: '#222', strokeWidth: 2, inset: 1 },
      ),
      Plot.text(cells, { x: 'x', y: 'y', text: 'text', fill: ({ p }: Cell) => (p > 0.6 ? 'white' : '#222') }),
      Plot.text(words, { x: (_, i: number) => i + 0.5, y: 0, dy: 14, fontSize: 13 }),
    ],
  });
  await savePicture(name, png);
}

/** log p of each restart by iteration. */
export async function saveTraces(
  name: string,
  runs: readonly { readonly name: string; readonly traces: readonly (readonly number[])[] }[],
  reference?: number,
): Promise<void> {
  const points = runs.flatMap((run) =>
    run.traces.flatMap((trace, restart) =>
      trace.map((nats, iteration) => ({ run: run.name, key: `${run.name} ${restart}`, iteration, nats })),
    ),
  );
  const longest = Math.max(...points.map(({ iteration }) => iteration));
  const png = plotPng({
    width: 720,
    height: 380,
    marginLeft: 55,
    marginRight: 110,
    marginTop: 30,
    color: { domain: runs.map((run) => run.name), scheme: 'Tableau10' },
    x: { label: 'iteration', domain: [0, longest] },
    y: { label: 'nats a word', grid: true },
    marks: [
      ...(reference === undefined
        ? []
        : [
            Plot.ruleY([reference], { stroke: '#222', strokeDasharray: '5 3' }),
            Plot.text([reference], {
              x: longest,
              y: reference,
              dx: 6,
              textAnchor: 'start',
              text: () => 'the grammar itself',
            }),
          ]),
      Plot.line(points, { x: 'iteration', y: 'nats', z: 'key', stroke: 'run', strokeOpacity: 0.8 }),
      Plot.text(
        runs.map((run) => ({
          run: run.name,
          nats: Math.max(...run.traces.map((trace) => trace.at(-1)!)),
          at: Math.max(...run.traces.map((trace) => trace.length)),
        })),
        {
          x: 'at',
          y: 'nats',
          dx: 4,
          textAnchor: 'start',
          text: 'run',
          fill: 'run',
          fontWeight: 'bold',
        },
      ),
    ],
  });
  await savePicture(name, png);
}
