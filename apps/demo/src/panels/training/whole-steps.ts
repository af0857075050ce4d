import type { Reading } from '@latents/training';

/** Of several players, each of whom moves once a step, the reading of the last. */
export async function* wholeSteps(readings: AsyncIterable<Reading>): AsyncGenerator<Reading> {
  for await (const reading of readings) if (reading.endsStep) yield reading;
}
