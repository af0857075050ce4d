import { element } from '../dom/element.js';
import { choice } from './choice.js';
import { UNITS, type Unit } from './units.js';

export interface PlotSectionOptions {
  /** Of the heading, on the page. */
  readonly id: string;
  readonly title: string;
  readonly content: readonly HTMLElement[];
  /** Whether it takes the whole width (default). */
  readonly wide?: boolean;
  /** Draws what is to be seen now, in this unit. */
  readonly draw: (unit: Unit) => void;
}

export interface PlotSection {
  readonly element: HTMLElement;
  /** To be called when there is something new to be seen. */
  redraw(): void;
}

/** Plots under one heading, whose axes the reader may have in nats or in bits. */
export function plotSection({ id, title, content, wide = true, draw }: PlotSectionOptions): PlotSection {
  let unit: Unit = 'nats';
  const redraw = (): void => draw(unit);
  const units = choice({
    label: 'Axes in',
    options: UNITS.map((value) => ({ value, label: value })),
    value: unit,
    onChange(next) {
      unit = next;
      redraw();
    },
  });
  return {
    element: element(
      'section',
      { class: wide ? 'plots wide' : 'plots', 'aria-labelledby': id },
      element('div', { class: 'section-head' }, element('h2', { id }, title), units.element),
      ...content,
    ),
    redraw,
  };
}
