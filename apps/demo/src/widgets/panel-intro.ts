import { element } from '../dom/element.js';
import { markup } from '../dom/markup.js';

/** The head of a panel: what it shows, in a few sentences of trusted markup, and an equation if it has one. */
export function panelIntro(title: string, text: string, equation?: string): HTMLElement {
  const header = element('header', { class: 'intro' }, element('h1', {}, title), element('p', {}, markup(text)));
  if (equation !== undefined) header.append(element('div', { class: 'equation' }, markup(equation)));
  return header;
}
