import { element } from '../../dom/element.js';
import { fieldMap } from '../../widgets/field-map.js';
import { type Method, type Score, scoreOf } from './methods.js';
import type { Labelled, World } from './worlds.js';

export interface MethodMap {
  readonly element: HTMLElement;
  draw(method: Method, world: World, training: Labelled, heldOut: Labelled, printed: boolean): void;
}

const SIDE = 64;

/** One method's posterior over the plane, and how well it does on points that it has not seen. */
export function methodMap(title: string): MethodMap {
  const map = fieldMap(title);
  const remark = element('p', { class: 'hint' });
  const facts = element('p', { class: 'method-facts' });
  return {
    element: element(
      'figure',
      { class: 'method', 'data-method': title },
      element('figcaption', {}, element('h3', {}, title), remark),
      map.element,
      facts,
    ),
    draw(method, world, training, heldOut, printed) {
      const { from, side } = world.view;
      const grid = Float64Array.from({ length: 2 * SIDE * SIDE }, (_, i) => {
        const cell = i >> 1;
        return from[i & 1]! + (side * ((i & 1 ? Math.floor(cell / SIDE) : cell % SIDE) + 0.5)) / SIDE;
      });
      const { linear, printedIntercept } = method;
      const showPrinted = printed && linear !== undefined && printedIntercept !== undefined;
      map.draw({
        logOdds: method.logOdds(grid),
        side: SIDE,
        points: training.x.data,
        labels: training.y,
        view: world.view,
        ...(showPrinted && {
          line: { weights: [linear.weights[0]!, linear.weights[1]!], intercept: printedIntercept },
        }),
      });
      remark.textContent = method.remark;
      const odds = method.logOdds(heldOut.x.data);
      const lines = [inWords(scoreOf(odds, heldOut.y))];
      if (linear !== undefined) lines.push(`b = ${linear.intercepts[0]!.toFixed(3)}`);
      if (showPrinted) {
        const shift = printedIntercept - linear.intercepts[0]!;
        const wrong = scoreOf(
          odds.map((value) => value + shift),
          heldOut.y,
        );
        lines.push(`as printed, b = ${printedIntercept.toFixed(3)}: ${inWords(wrong)}`);
      }
      facts.replaceChildren(...lines.map((line) => element('span', {}, line)));
    },
  };
}

function inWords({ nats, errorRate }: Score): string {
  return `${(100 * errorRate).toFixed(1)} % wrong, ${nats.toFixed(3)} nats`;
}
