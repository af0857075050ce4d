import { element } from '../dom/element.js';

/** How something is drawn, in a plot's key. */
export interface KeyEntry {
  readonly name: string;
  /** A CSS colour, a variable say. */
  readonly colour: string;
  /** As in SVG's stroke-dasharray; here any is drawn as dashes. */
  readonly dash?: string;
}

export function keyEntry({ name, colour, dash }: KeyEntry): HTMLElement {
  const style = `border-top: 2px ${dash === undefined ? 'solid' : 'dashed'} ${colour}`;
  return element('span', { class: 'key-entry' }, element('span', { class: 'key-line', style }), name);
}
