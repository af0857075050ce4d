import { element } from '../dom/element.js';
import { type NumberRule, numberField } from '../widgets/number-field.js';
import type { MountedPanel } from './panel.js';

/** A page without a worker, for what takes milliseconds: it computes anew whenever a field changes. */
export interface LivePanelOptions<Rules extends Readonly<Record<string, NumberRule>>> {
  readonly intro: HTMLElement;
  readonly rules: Rules;
  /** Name of the group of fields, for screen readers. */
  readonly label: string;
  /** Plots and words, in the right column. */
  readonly views: readonly HTMLElement[];
  /** Draws the views. An Error that it throws is shown under the fields. */
  draw(values: Readonly<Record<keyof Rules & string, number>>): void;
}

export interface LivePanel extends MountedPanel {
  /** Draws anew, for a control of the panel's own. */
  update(): void;
}

/** Fills `host` with the introduction, the fields and the views, and draws. While a field is refused, the views stay as they are. */
export function livePanel<Rules extends Readonly<Record<string, NumberRule>>>(
  host: HTMLElement,
  { intro, rules, label, views, draw }: LivePanelOptions<Rules>,
): LivePanel {
  const fields = Object.entries(rules).map(([key, rule]) => [key, numberField(rule, update)] as const);
  const form = element('form', { class: 'controls', 'aria-label': label }, ...fields.map(([, field]) => field.element));
  form.addEventListener('submit', (event) => event.preventDefault());
  const alert = element('p', { class: 'alert', role: 'alert', hidden: true });

  function update(): void {
    // All fields are read, so that each shows what is wrong with it.
    const parsed = fields.map(([key, field]) => [key, field.read()] as const);
    const values = parsed.flatMap(([key, read]) => ('error' in read ? [] : [[key, read.value] as const]));
    if (values.length < fields.length) return;
    alert.hidden = true;
    try {
      draw(Object.fromEntries(values) as Record<keyof Rules & string, number>);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      alert.textContent = error.message;
      alert.hidden = false;
    }
  }

  host.append(intro, element('div', { class: 'console' }, form, alert), element('div', { class: 'views' }, ...views));
  update();
  // Nothing runs while the reader is elsewhere.
  return { update, leave() {} };
}
