import { type LabelledTree, printTree } from '@latents/em';
import * as Plot from '@observablehq/plot';
import { element } from '../../dom/element.js';
import type { ParseView } from './chart-view.js';
import type { Parsed } from './parse-sentence.js';

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly isWord: boolean;
}

interface Link {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** The likeliest tree, its words on one line. */
export function treeView(): ParseView {
  const frame = element('div', { class: 'plot-frame', style: 'min-height: 200px' });
  const printed = element('p', { class: 'brackets' });
  let shown: Parsed | undefined;

  function paint(): void {
    const width = frame.clientWidth;
    if (width === 0) return;
    frame.replaceChildren(...(shown === undefined ? [] : [treeOf(shown, width)]));
  }

  new ResizeObserver(paint).observe(frame);
  return {
    element: element(
      'section',
      { class: 'plot', 'aria-labelledby': 'pcfg-tree' },
      element('h2', { id: 'pcfg-tree' }, 'The likeliest tree'),
      frame,
      printed,
    ),
    draw(parsed) {
      shown = parsed;
      printed.textContent = parsed === undefined ? '' : printTree(parsed.tree);
      paint();
    },
  };
}

function treeOf({ tree, words }: Parsed, width: number) {
  const { nodes, links, height } = placed(tree);
  const wide = width / words.length > 44;
  return Plot.plot({
    width,
    height: 40 * (height + 1),
    margin: 12,
    ariaLabel: 'The likeliest tree',
    ariaDescription: printTree(tree),
    style: { background: 'none', fontSize: '11px', fontFamily: 'inherit', overflow: 'visible' },
    x: { axis: null, domain: [0, words.length] },
    y: { axis: null, domain: [-1, height] },
    marks: [
      Plot.link(links, { x1: 'x1', y1: 'y1', x2: 'x2', y2: 'y2', stroke: 'var(--line-strong)', strokeWidth: 1.5 }),
      Plot.text(nodes, {
        x: 'x',
        y: 'y',
        text: 'text',
        fill: ({ isWord }: Placed) => (isWord ? 'var(--ink)' : 'var(--accent)'),
        fontWeight: 600,
        stroke: 'var(--paper)',
        strokeWidth: 6,
        fontSize: wide ? 13 : 9,
      }),
    ],
  });
}

/** A phrase stands over the middle of its children, a level above the highest of them. */
function placed(tree: LabelledTree): { nodes: Placed[]; links: Link[]; height: number } {
  const nodes: Placed[] = [];
  const links: Link[] = [];
  let words = 0;
  const visit = ({ label, children }: LabelledTree): Placed => {
    if (typeof children === 'string') {
      const x = words++ + 0.5;
      const node = { x, y: 0, text: label, isWord: false };
      nodes.push(node, { x, y: -1, text: children, isWord: true });
      links.push({ x1: x, y1: 0, x2: x, y2: -1 });
      return node;
    }
    const below = children.map(visit);
    const node = {
      x: below.reduce((sum, { x }) => sum + x, 0) / below.length,
      y: 1 + Math.max(...below.map(({ y }) => y)),
      text: label,
      isWord: false,
    };
    nodes.push(node);
    links.push(...below.map(({ x, y }) => ({ x1: node.x, y1: node.y, x2: x, y2: y })));
    return node;
  };
  return { nodes, links, height: visit(tree).y };
}
