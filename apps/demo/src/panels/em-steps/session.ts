import { element } from '../../dom/element.js';
import { dataTable } from '../../widgets/data-table.js';
import { linePlot } from '../../widgets/line-plot.js';
import type { NumberRule } from '../../widgets/number-field.js';
import { type StatusList, statusList } from '../../widgets/status-list.js';
import { information } from '../../widgets/units.js';
import { stepControls } from './controls.js';
import type { EmReading } from './half-steps.js';

/** What a session needs of EM. */
interface Steps {
  readonly readings: readonly EmReading[];
  readonly next: 'E' | 'M';
  move(): void;
}

export interface EmSessionOptions<N extends string, T extends string, R extends Steps> {
  readonly rules: Readonly<Record<N, NumberRule>>;
  readonly choices?: readonly HTMLElement[];
  /** What the nats are counted per. */
  readonly per: string;
  /** What has just happened, in words. */
  readonly says: Readonly<Record<EmReading['move'], string>>;
  /** What the panel says of itself beside the bound. */
  readonly terms: Readonly<Record<T, string>>;
  readonly begin: (settings: Readonly<Record<N, number>>) => R;
  /** Draws the run as it is now. */
  readonly show: (run: R, status: StatusList<T>) => void;
}

export interface EmSession {
  /** Controls, what has happened, status. */
  readonly console: HTMLElement;
  readonly plot: HTMLElement;
  readonly table: HTMLElement;
  /** Starts anew with what the fields hold, unless one is refused. */
  reset(): void;
}

/** EM that the reader steps through: buttons, the bound under log p(x), and the same in numbers. It takes no worker: a half-step is short. */
export function emSession<N extends string, T extends string, R extends Steps>(
  options: EmSessionOptions<N, T, R>,
): EmSession {
  const { rules, choices = [], per, says, terms, begin, show } = options;
  const controls = stepControls({ rules, choices, onStep: () => step(1), onRun: () => step(20), onReset: reset });
  const said = element('p', { class: 'hint', 'aria-live': 'polite' });
  const status = statusList<'marginal' | 'bound' | 'steps' | T>({
    marginal: 'log p(x)',
    bound: 'Bound',
    steps: 'Half-steps',
    ...terms,
  });
  const plot = linePlot({
    title: 'log p(x) and the bound',
    caption: 'After each half-step. They meet at each E step; neither ever falls.',
    xLabel: 'half-step',
    height: 300,
    y: information(per),
    floor: Number.NEGATIVE_INFINITY,
  });
  const table = dataTable(`The steps in numbers, in nats per ${per}`, ['step', 'move', 'log p(x)', 'bound', 'gap']);
  let run: R | undefined;

  function draw({ readings, next }: R): void {
    const last = readings.at(-1)!;
    controls.next(next);
    said.textContent = says[last.move];
    status.set('marginal', `${last.logMarginal.toFixed(4)} nats`);
    status.set('bound', last.bound === undefined ? '–' : `${last.bound.toFixed(4)} nats`);
    status.set('steps', String(readings.length - 1));
    plot.draw(
      [
        {
          name: 'log p(x)',
          colour: 'var(--series-training)',
          points: readings.map(({ logMarginal: y }, x) => ({ x, y })),
        },
        {
          name: 'bound',
          colour: 'var(--series-held-out)',
          dash: '5 3',
          points: readings.flatMap(({ bound: y }, x) => (y === undefined ? [] : [{ x, y }])),
        },
      ],
      'nats',
    );
  }

  function tell({ readings }: R): void {
    const { logMarginal, bound, move } = readings.at(-1)!;
    table.add([
      String(readings.length - 1),
      move,
      logMarginal.toFixed(6),
      bound === undefined ? '–' : bound.toFixed(6),
      bound === undefined ? '–' : Math.max(0, logMarginal - bound).toFixed(6),
    ]);
  }

  /** What goes wrong is said in the page. */
  function guarded(act: () => void): void {
    status.clear([]);
    try {
      act();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      status.fail(error.message);
    }
    if (run === undefined) return;
    draw(run);
    show(run, status);
  }

  function step(times: number): void {
    guarded(() => {
      for (let i = 0; run !== undefined && i < times; i++) {
        run.move();
        tell(run);
      }
    });
  }

  function reset(): void {
    const settings = controls.read();
    if (settings === undefined) return;
    guarded(() => {
      run = begin(settings);
      table.clear();
      tell(run);
    });
  }

  return {
    console: element('div', { class: 'console' }, controls.element, said, status.element),
    plot: plot.element,
    table: table.element,
    reset,
  };
}
