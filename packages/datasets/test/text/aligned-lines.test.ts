import { readFileSync } from 'node:fs';
import { parseAlignedLines } from '@latents/datasets';
import { sharedPath } from '@latents/testing';
import { describe, expect, it } from 'vitest';

describe('parseAlignedLines', () => {
  it('reads any number of aligned texts, whatever their line ends', () => {
    expect(parseAlignedLines({ forms: 'a b\r\nc', upos: 'X  Y\nZ\n', xpos: '1 2 \n3\n' })).toEqual([
      { forms: ['a', 'b'], upos: ['X', 'Y'], xpos: ['1', '2'] },
      { forms: ['c'], upos: ['Z'], xpos: ['3'] },
    ]);
  });

  it('splits at spaces only: a no-break space is part of a word', () => {
    expect(parseAlignedLines({ forms: '1\u00a0000 b' })[0]!.forms).toEqual(['1\u00a0000', 'b']);
  });

  it.each([
    ['no texts', {}, 'expected at least one line, got none'],
    ['empty texts', { a: '', b: '' }, 'expected at least one line, got none'],
    ['texts of different length', { a: 'x\ny\n', b: 'x\n' }, "expected 2 lines as in 'a', got 1 in 'b'"],
    [
      'lines of different length',
      { a: 'x\ny z\n', b: 'x\ny\n' },
      "expected 2 entries as in 'a', got 1 in line 2 of 'b'",
    ],
    ['an empty line', { a: 'x\n\ny\n' }, "expected an entry, got none in line 2 of 'a'"],
  ] as [string, Record<string, string>, string][])('refuses %s', (_, texts, message) => {
    expect(() => parseAlignedLines(texts)).toThrow(RangeError);
    expect(() => parseAlignedLines(texts)).toThrow(message);
  });
});

const path = (part: string) => sharedPath(`data/ud/en_ewt/dev.${part}`);
const [words, upos, xpos] = [path('words'), path('upos'), path('xpos')];

describe.skipIf(words === undefined || upos === undefined || xpos === undefined)('the dev set of English EWT', () => {
  it('has the sentences and words that its statistics state', () => {
    const read = (file: string) => readFileSync(file, 'utf8');
    const sentences = parseAlignedLines({ forms: read(words!), upos: read(upos!), xpos: read(xpos!) });
    expect(sentences).toHaveLength(2001);
    expect(sentences.reduce((count, { forms }) => count + forms.length, 0)).toBe(25147);
    expect(new Set(sentences.flatMap((sentence) => sentence.upos)).size).toBe(17);
  });
});
