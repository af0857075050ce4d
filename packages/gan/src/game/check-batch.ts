import { isNdArray, type NdArray } from '@latents/math';

/** Throws a RangeError unless the batch holds examples that a game can be played on. */
export function checkBatch(
  where: string,
  batch: NdArray,
  { dataShape, packing, updates }: { dataShape: readonly number[]; packing: number; updates: number },
): void {
  if (!isNdArray(batch) || batch.shape.slice(1).join() !== dataShape.join()) {
    const got = isNdArray(batch) ? `[${batch.shape}]` : typeof batch;
    throw new RangeError(`${where}: expected a batch [rows, ${dataShape}], got ${got}.`);
  }
  const rows = batch.shape[0]!;
  if (rows % (packing * updates) !== 0 || rows / updates < 2) {
    const terms = `packing (${packing}) times criticSteps (${updates})`;
    throw new RangeError(
      `${where}: expected rows in multiples of ${terms}, at least 2 per update, got ${rows}. Use batches(data, { size, last: 'drop' }).`,
    );
  }
  const width = batch.data.length / rows;
  if (batch.data.every((value, i) => value === batch.data[i % width])) {
    throw new RangeError(
      `${where}: expected at least two different examples, got ${rows} times the same one. A constant generates a data set of one point.`,
    );
  }
}
