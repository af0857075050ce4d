import type { NumberRule } from '../../widgets/number-field.js';

export type SourceKind = 'words' | 'symmetric' | 'gaussian' | 'table';
export type NumberSetting = 'words' | 'noise' | 'crossover' | 'correlation' | 'cells';

/** What the reader may set. */
export interface Settings extends Readonly<Record<NumberSetting, number>> {
  readonly kind: SourceKind;
  /** Of the kind `'table'`. */
  readonly text: string;
}

export const KINDS: readonly { readonly value: SourceKind; readonly label: string }[] = [
  { value: 'words', label: 'words and topics' },
  { value: 'symmetric', label: 'a noisy bit' },
  { value: 'gaussian', label: 'a Gaussian in cells' },
  { value: 'table', label: 'a table of yours' },
];

export const NUMBER_RULES: Readonly<Record<NumberSetting, NumberRule>> = {
  words: {
    label: 'Words',
    initial: 14,
    min: 2,
    max: 21,
    integer: true,
    step: 1,
    hint: 'How many, spread over the list.',
  },
  noise: {
    label: 'Noise',
    initial: 0.05,
    min: 0,
    max: 0.95,
    step: 0.05,
    hint: 'How often a word turns up anywhere, whatever the topic.',
  },
  crossover: {
    label: 'Flipped',
    initial: 0.1,
    min: 0,
    max: 0.49,
    step: 0.05,
    hint: 'How often y is not x.',
  },
  correlation: { label: 'Correlation', initial: 0.75, min: 0.1, max: 0.98, step: 0.05, hint: 'Of x and y.' },
  cells: {
    label: 'Cells',
    initial: 12,
    min: 2,
    max: 20,
    integer: true,
    step: 2,
    hint: 'Into which each line is cut, from −3 to 3 and beyond.',
  },
};

/** Which of the numbers a kind has. */
export const NUMBERS_OF: Readonly<Record<SourceKind, readonly NumberSetting[]>> = {
  words: ['words', 'noise'],
  symmetric: ['crossover'],
  gaussian: ['correlation', 'cells'],
  table: [],
};

/** A table to begin with: what four animals do. */
export const TABLE = `cat   9 1 6
lion  8 2 5
trout 0 9 1
crow  1 0 8`;
