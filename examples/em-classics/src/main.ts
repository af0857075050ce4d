// `pnpm start [--seed 0] [iris wine digits tagging grammar tag-grammar]`, all of them if none is named. Pictures go to output/. Data
// come from ../shared; what is absent is skipped, and said so.
import { parseArgs } from 'node:util';
import { digits } from './digits.js';
import { grammar } from './grammar.js';
import { iris } from './iris.js';
import { tagGrammar } from './tag-grammar.js';
import { tagging } from './tagging.js';
import { wine } from './wine.js';

const EXAMPLES: Readonly<Record<string, (seed: number) => Promise<void>>> = {
  iris,
  wine,
  digits,
  tagging,
  grammar,
  'tag-grammar': tagGrammar,
};

const { values, positionals } = parseArgs({
  // pnpm hands a separating `--` on to the program.
  args: process.argv.slice(2).filter((arg) => arg !== '--'),
  options: { seed: { type: 'string', default: '0' } },
  allowPositionals: true,
});
for (const name of positionals.length > 0 ? positionals : Object.keys(EXAMPLES)) {
  const example = EXAMPLES[name];
  if (example === undefined)
    throw new RangeError(`main: expected one of ${Object.keys(EXAMPLES).join(', ')}, got ${name}.`);
  await example(Number(values.seed));
}
