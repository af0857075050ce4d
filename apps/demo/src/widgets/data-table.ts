import { element } from '../dom/element.js';

/** A table that grows downwards, folded away: what the plots show, in numbers. */
export function dataTable(
  title: string,
  columns: readonly string[],
): {
  readonly element: HTMLElement;
  add(row: readonly string[]): void;
  clear(): void;
} {
  const body = element('tbody');
  const head = element('tr', {}, ...columns.map((column) => element('th', { scope: 'col' }, column)));
  return {
    element: element(
      'details',
      { class: 'data-table wide' },
      element('summary', {}, title),
      element(
        'div',
        { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': title },
        element('table', {}, element('thead', {}, head), body),
      ),
    ),
    add: (row) => body.append(element('tr', {}, ...row.map((cell) => element('td', {}, cell)))),
    clear: () => body.replaceChildren(),
  };
}
