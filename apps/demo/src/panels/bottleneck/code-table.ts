import type { Bottleneck } from '@latents/infotheory/tables';
import { element } from '../../dom/element.js';
import { groupsOf } from './groups.js';

export interface CodeTable {
  readonly element: HTMLElement;
  draw(code: Bottleneck | undefined, symbols: readonly string[]): void;
}

/** One code in numbers: p(z | x), shaded, and which symbols share a codeword. */
export function codeTable(): CodeTable {
  const groups = element('p', { class: 'groups', 'data-status': 'groups' });
  const body = element('div', { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': 'p(z | x)' });
  return {
    element: element('div', { class: 'code-table' }, groups, body),
    draw(code, symbols) {
      if (code === undefined) {
        groups.textContent = '';
        body.replaceChildren();
        return;
      }
      const { encoder, marginal, cardinality } = code;
      groups.replaceChildren(
        ...groupsOf(code).map((group) => element('span', { class: 'group' }, group.map((x) => symbols[x]!).join(' '))),
      );
      const head = Array.from(marginal.data, (mass, z) =>
        element('th', { scope: 'col' }, `z${z + 1}`, element('small', {}, share(mass))),
      );
      const rows = symbols.map((symbol, x) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, symbol),
          ...Array.from(encoder.data.subarray(x * cardinality, (x + 1) * cardinality), (q) =>
            element('td', { style: `--share: ${(100 * q).toFixed(1)}%`, class: q > 0.6 ? 'dark' : '' }, share(q)),
          ),
        ),
      );
      body.replaceChildren(
        element(
          'table',
          {},
          element('thead', {}, element('tr', {}, element('td'), ...head)),
          element('tbody', {}, ...rows),
        ),
      );
    },
  };
}

/** Two digits, and nothing for what rounds to 0. */
function share(q: number): string {
  return q > 0.995 ? '1' : q < 0.005 ? '' : q.toFixed(2).slice(1);
}
