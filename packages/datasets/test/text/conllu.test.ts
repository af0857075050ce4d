import { parseConllu } from '@latents/datasets';
import { describe, expect, it } from 'vitest';

const row = (id: string, form = 'w', upos = 'X', xpos = '_') => `${id}\t${form}\t_\t${upos}\t${xpos}\t_\t_\t_\t_\t_`;

describe('parseConllu', () => {
  it('reads forms, UPOS and XPOS; skips comments, multiword ranges and empty nodes', () => {
    const text = [
      '# newdoc id = a',
      '# text = I can’t swim, you skiing.',
      row('1', 'I', 'PRON', 'PRP'),
      row('2-3', 'can’t', '_'),
      row('2', 'ca', 'AUX', 'MD'),
      row('3', 'n’t', 'PART', 'RB'),
      row('4', 'swim', 'VERB', 'VB'),
      row('5', ',', 'PUNCT', ','),
      row('6', 'you', 'PRON', 'PRP'),
      row('6.1', 'go', 'VERB', 'VBP'),
      row('7', 'skiing', 'NOUN', 'NN'),
      '',
      '# second',
      row('1', 'Yes', 'INTJ', 'UH'),
      '',
    ].join('\n');
    expect(parseConllu(text)).toEqual([
      {
        forms: ['I', 'ca', 'n’t', 'swim', ',', 'you', 'skiing'],
        upos: ['PRON', 'AUX', 'PART', 'VERB', 'PUNCT', 'PRON', 'NOUN'],
        xpos: ['PRP', 'MD', 'RB', 'VB', ',', 'PRP', 'NN'],
      },
      { forms: ['Yes'], upos: ['INTJ'], xpos: ['UH'] },
    ]);
  });

  it('reads Windows line ends, a byte order mark, repeated blank lines, no line end at the end', () => {
    const text = `\ufeff${row('1', 'a')}\r\n\r\n\r\n${row('1', 'b')}`;
    expect(parseConllu(text).map(({ forms }) => forms)).toEqual([['a'], ['b']]);
  });

  it('keeps a form that is # or holds a space, and an empty node before the first word', () => {
    const text = [row('0.1', 'e'), row('1', '#'), row('2', '1 000'), ''].join('\n');
    expect(parseConllu(text)[0]!.forms).toEqual(['#', '1 000']);
  });

  it.each([
    ['an empty file', '', 'expected at least one sentence, got none'],
    ['comments alone', '# a\n\n', 'expected at least one sentence, got none'],
    ['too few columns', `${row('1')}\n2\tcut off`, 'expected 10 columns separated by tabs, got 2 in line 2'],
    ['a comment inside a sentence', `${row('1')}\n# late\n`, 'expected 10 columns separated by tabs, got 1 in line 2'],
    ['spaces for tabs', row('1').replaceAll('\t', ' '), 'expected 10 columns separated by tabs, got 1 in line 1'],
    ['a word left out', `${row('1')}\n${row('3')}\n`, "expected word 2 of the sentence, got '3' in line 2"],
    ['a lost blank line', `${row('1')}\n${row('1')}\n`, "expected word 2 of the sentence, got '1' in line 2"],
    ['an id that is none', `${row('x')}\n`, "got 'x' in line 1"],
    ['an empty form', `${row('1', '')}\n`, 'expected a form, got none in line 1'],
    ['a sentence of a range alone', `${row('1-2')}\n`, 'expected a sentence with words, got none in line 1'],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseConllu(text)).toThrow(RangeError);
    expect(() => parseConllu(text)).toThrow(message);
  });
});
