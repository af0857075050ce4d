import { element } from '../../dom/element.js';
import { choice } from '../../widgets/choice.js';
import { numberField } from '../../widgets/number-field.js';
import {
  KINDS,
  NUMBER_RULES,
  NUMBERS_OF,
  type NumberSetting,
  type Settings,
  type SourceKind,
  TABLE,
} from './settings.js';

export interface SourceForm {
  readonly element: HTMLElement;
  /** What is chosen, or undefined if a field is refused (it then says why). */
  read(): Settings | undefined;
}

/** Which X and Y: a kind of source, and what that kind may be told. */
export function sourceForm(onEdit: () => void): SourceForm {
  let kind: SourceKind = 'words';
  const names = Object.keys(NUMBER_RULES) as NumberSetting[];
  const fields = new Map(names.map((name) => [name, numberField(NUMBER_RULES[name], onEdit)]));
  const text = element('textarea', {
    id: 'bottleneck-table',
    rows: 6,
    spellcheck: 'false',
    'aria-describedby': 'bottleneck-table-hint',
  });
  text.value = TABLE;
  text.addEventListener('input', onEdit);
  const table = element(
    'div',
    { class: 'table-field' },
    element('label', { for: 'bottleneck-table' }, 'The table'),
    text,
    element(
      'p',
      { id: 'bottleneck-table-hint', class: 'hint' },
      'A line for each x: a name, if you like, then how often it met each y.',
    ),
  );
  const own = element('div', { class: 'controls' });
  const show = (): void =>
    own.replaceChildren(
      ...NUMBERS_OF[kind].map((name) => fields.get(name)!.element),
      ...(kind === 'table' ? [table] : []),
    );
  const kinds = choice<SourceKind>({
    label: 'X and Y',
    options: KINDS,
    value: kind,
    onChange(next) {
      kind = next;
      show();
      onEdit();
    },
  });
  show();
  const form = element('form', { class: 'controls kinds', 'aria-label': 'Source' }, kinds.element, own);
  form.addEventListener('submit', (event) => event.preventDefault());
  return {
    element: form,
    read() {
      const values: Partial<Record<NumberSetting, number>> = {};
      let refused = false;
      for (const [name, field] of fields) {
        const parsed = field.read();
        if (!('error' in parsed)) values[name] = parsed.value;
        else if (NUMBERS_OF[kind].includes(name)) refused = true;
        // What does not show is not used.
        else values[name] = NUMBER_RULES[name].initial;
      }
      return refused ? undefined : { ...(values as Record<NumberSetting, number>), kind, text: text.value };
    },
  };
}
