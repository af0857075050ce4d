import { type Line, type LinePlotOptions, linePlot } from './line-plot.js';
import { type PlotSectionOptions, plotSection } from './plot-section.js';

export interface LineSection {
  readonly element: HTMLElement;
  draw(lines: readonly Line[]): void;
}

/** One plot of lines under a heading of its own. */
export function lineSection(
  plotOptions: LinePlotOptions,
  heading: Pick<PlotSectionOptions, 'id' | 'title' | 'wide'>,
): LineSection {
  const plot = linePlot(plotOptions);
  let shown: readonly Line[] = [];
  const { element, redraw } = plotSection({
    ...heading,
    content: [plot.element],
    draw: (unit) => plot.draw(shown, unit),
  });
  return {
    element,
    draw(lines) {
      shown = lines;
      redraw();
    },
  };
}
