import { checkPositiveInteger } from '@latents/math';
import type { Reading } from './reading.js';

export interface ProgressBarOptions {
  /** How many steps the run has in all. */
  readonly steps: number;
  /** Where to draw: `process.stderr` in Node, or anything that takes text. */
  readonly to: { write(text: string): unknown };
  /** Milliseconds between drawings (default 100). */
  readonly interval?: number;
  /** The clock (default `performance.now`). */
  readonly now?: () => number;
}

const WIDTH = 24;

/**
 * Passes readings on and draws one line: how far the run is, the latest bound of each player in nats per example, and
 * examples per second.
 *
 * @throws RangeError if `steps` is not a positive integer.
 */
export async function* progressBar(
  readings: AsyncIterable<Reading>,
  { steps, to, interval = 100, now = () => performance.now() }: ProgressBarOptions,
): AsyncGenerator<Reading, void, undefined> {
  checkPositiveInteger('progressBar(readings, { steps })', steps);
  const start = now();
  let drawn = -Infinity;
  let examples = 0;
  let lead: string | undefined;
  let line: string | undefined;
  const latest = new Map<string, number>();
  try {
    for await (const reading of readings) {
      lead ??= reading.player;
      if (reading.player === lead) examples += reading.examples;
      latest.set(reading.player, reading.nats);
      const bounds = [...latest].map(([player, nats]) => `${player} ${nats.toFixed(2)}`).join('  ');
      const done = (reading.step + 1) / steps;
      const bar = '█'.repeat(Math.round(Math.min(1, done) * WIDTH)).padEnd(WIDTH, '░');
      const rate = Math.round((1000 * examples) / Math.max(1, now() - start));
      line = `${bar} ${reading.step + 1}/${steps}  ${bounds} nats/example  ${rate} examples/s`;
      if (now() - drawn >= interval) {
        to.write(`\r${line}\u001b[K`);
        drawn = now();
      }
      yield reading;
    }
  } finally {
    // Also where the loop is left early or training throws: what is printed next starts on its own line.
    if (line !== undefined) to.write(`\r${line}\u001b[K\n`);
  }
}
