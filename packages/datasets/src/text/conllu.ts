/** A sentence of a treebank, three arrays of equal length: one entry a word. */
export interface TaggedSentence {
  readonly forms: readonly string[];
  /** Universal part-of-speech tags, `_` where unspecified. */
  readonly upos: readonly string[];
  /** The treebank's own tags, `_` where unspecified. */
  readonly xpos: readonly string[];
}

const COLUMNS = 10;
const WORD = /^[1-9]\d*$/;
const RANGE_OR_EMPTY_NODE = /^(?:[1-9]\d*-[1-9]\d*|\d+\.[1-9]\d*)$/;

/**
 * The sentences of a CoNLL-U file (Universal Dependencies): the form and tags of each syntactic word. Comments, the
 * ranges of multiword tokens (`3-4`) and empty nodes (`8.1`) are skipped, as they carry no tag of their own.
 *
 * @example
 * ```ts
 * import { parseConllu } from '@latents/datasets';
 *
 * const row = (id: string, form: string, upos: string) => [id, form, '_', upos, '_', '_', '_', '_', '_', '_'].join('\t');
 * const text = ['# text = don’t', row('1-2', 'don’t', '_'), row('1', 'do', 'AUX'), row('2', 'n’t', 'PART'), ''];
 * const [sentence] = parseConllu(text.join('\n'));
 * sentence?.forms; // => ['do', 'n’t']
 * sentence?.upos; // => ['AUX', 'PART']
 * ```
 * @throws RangeError if a line has not ten columns, words are not numbered 1, 2, ..., a form is empty, a sentence has
 * no words, or there are no sentences. The message names the line.
 * @see https://universaldependencies.org/format.html
 */
export function parseConllu(text: string): TaggedSentence[] {
  const sentences: TaggedSentence[] = [];
  let open: { forms: string[]; upos: string[]; xpos: string[] } | undefined;
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  for (const [index, line] of [...lines, ''].entries()) {
    if (line.startsWith('#') && open === undefined) continue;
    if (line.trim() === '') {
      if (open) sentences.push(finished(open, index));
      open = undefined;
      continue;
    }
    open ??= { forms: [], upos: [], xpos: [] };
    const cells = line.split('\t');
    if (cells.length !== COLUMNS) throw problem(index, `${COLUMNS} columns separated by tabs`, `${cells.length}`);
    const [id, form, , upos, xpos] = cells as [string, string, string, string, string];
    if (RANGE_OR_EMPTY_NODE.test(id)) continue;
    if (!WORD.test(id) || Number(id) !== open.forms.length + 1) {
      throw problem(index, `word ${open.forms.length + 1} of the sentence`, `'${id}'`);
    }
    if (form === '') throw problem(index, 'a form', 'none');
    open.forms.push(form);
    open.upos.push(upos);
    open.xpos.push(xpos);
  }
  if (sentences.length === 0) throw new RangeError('parseConllu(text): expected at least one sentence, got none.');
  return sentences;
}

function finished(sentence: TaggedSentence, index: number): TaggedSentence {
  if (sentence.forms.length === 0) throw problem(index - 1, 'a sentence with words', 'none');
  return sentence;
}

function problem(index: number, expected: string, got: string): RangeError {
  return new RangeError(`parseConllu(text): expected ${expected}, got ${got} in line ${index + 1}.`);
}
