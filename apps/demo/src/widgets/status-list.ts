import { element } from '../dom/element.js';

export interface StatusList<N extends string> {
  readonly element: HTMLElement;
  set(name: N, text: string): void;
  /** A paragraph under the list. */
  facts(text: string): void;
  fail(message: string): void;
  /** Forgets the error and empties the entries named. */
  clear(names: readonly N[]): void;
}

/** Where a run stands: named values, what else is to be known of it, and what went wrong. */
export function statusList<N extends string>(terms: Readonly<Record<N, string>>): StatusList<N> {
  const names = Object.keys(terms) as N[];
  const values = Object.fromEntries(
    names.map((name) => [name, element('dd', { 'data-status': name }, '–')]),
  ) as unknown as Record<N, HTMLElement>;
  const facts = element('p', { class: 'hint', 'data-status': 'facts' });
  const alert = element('p', { class: 'alert', role: 'alert', hidden: true });
  const set = (name: N, text: string): void => {
    // Written only when it changes: some of the values are read out.
    if (values[name].textContent !== text) values[name].textContent = text;
  };
  return {
    element: element(
      'section',
      { class: 'status', 'aria-label': 'Status' },
      element('dl', {}, ...names.map((name) => element('div', {}, element('dt', {}, terms[name]), values[name]))),
      facts,
      alert,
    ),
    set,
    facts(text) {
      facts.textContent = text;
    },
    fail(message) {
      alert.textContent = message;
      alert.hidden = false;
    },
    clear(cleared) {
      alert.hidden = true;
      for (const name of cleared) set(name, '–');
    },
  };
}
