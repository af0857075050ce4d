// Iris, wine, digits and tagged English: `pnpm start [--seed 0]`. Pictures go to output/. Data come from ../shared; what is absent is
// skipped, and said so.
import { parseArgs } from 'node:util';
import { digits } from './digits.js';
import { iris } from './iris.js';
import { tagging } from './tagging.js';
import { wine } from './wine.js';

const { values } = parseArgs({
  // pnpm hands a separating `--` on to the program.
  args: process.argv.slice(2).filter((arg) => arg !== '--'),
  options: { seed: { type: 'string', default: '0' } },
});
const seed = Number(values.seed);

await iris(seed);
await wine();
await digits(seed);
await tagging();
