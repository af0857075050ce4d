import { binaryUnit, checkList, checkNdArray, type NdArray, ndArray, sizeOfShape } from '@latents/math';

/** Largest distance of a sum of probabilities from 1. Probabilities in float32, as a softmax on a GPU gives, are rounded more. */
function toleranceOf(data: ArrayLike<number>): number {
  return data instanceof Float32Array ? 1e-5 : 1e-8;
}

/**
 * Returns a table that is a joint distribution: finite entries, none negative, with sum 1 to 1e-8. A table in float32 may be 1e-5 from
 * it, and is returned in float64, divided by its sum.
 *
 * @throws TypeError for what is not a table.
 * @throws RangeError that names the entry at fault.
 */
export function checkJoint(where: string, joint: NdArray): NdArray {
  checkNdArray(where, 'joint', joint, { finite: false });
  if (joint.shape.length === 0 || joint.data.length === 0) {
    throw new RangeError(
      `${where}: expected a table with at least one axis and one entry, whose sizes multiply to its ${joint.data.length} entries, got shape [${joint.shape}].`,
    );
  }
  let total = 0;
  for (let i = 0; i < joint.data.length; i++) {
    const p = joint.data[i]!;
    if (!(p >= 0 && p < Infinity)) {
      throw new RangeError(`${where}: expected finite probabilities >= 0, got ${p} at [${indexOf(joint, i)}].`);
    }
    total += p;
  }
  if (Math.abs(total - 1) > toleranceOf(joint.data)) {
    throw new RangeError(
      `${where}: expected probabilities with sum 1, got sum ${total}. Counts become one by jointOf.`,
    );
  }
  if (!(joint.data instanceof Float32Array)) return joint;
  return { shape: joint.shape, data: Float64Array.from(joint.data, (p) => p / total) };
}

function indexOf({ shape }: NdArray, flat: number): number[] {
  const index: number[] = [];
  for (let axis = shape.length - 1, rest = flat; axis >= 0; axis--) {
    index.unshift(rest % shape[axis]!);
    rest = Math.floor(rest / shape[axis]!);
  }
  return index;
}

/**
 * The joint distribution with probabilities proportional to a table of counts or weights.
 *
 * @example
 * ```ts
 * import { jointOf } from '@latents/infotheory/tables';
 *
 * jointOf([[3, 1], [0, 4]]).data; // => Float64Array.of(0.375, 0.125, 0, 0.5)
 * ```
 * @throws TypeError for what is not a list of rows.
 * @throws RangeError for rows of different lengths, a negative or non-finite weight, or weights that are all zero.
 */
export function jointOf(weights: readonly ArrayLike<number>[]): NdArray<Float64Array> {
  const where = 'jointOf(weights)';
  checkList(where, 'weights', weights);
  for (const row of weights) checkList(where, 'every row of weights', row);
  const columns = weights[0]?.length ?? 0;
  const data = new Float64Array(weights.length * columns);
  let most = 0;
  for (const [i, row] of weights.entries()) {
    if (row.length !== columns) {
      throw new RangeError(`${where}: expected rows of equal length, got ${row.length} after ${columns} in row ${i}.`);
    }
    for (let j = 0; j < columns; j++) {
      const weight = row[j]!;
      if (typeof weight !== 'number' || !(weight >= 0 && weight < Infinity)) {
        throw new RangeError(
          `${where}: expected finite weights >= 0, got ${typeof weight === 'number' ? weight : typeof weight} at [${i},${j}].`,
        );
      }
      data[i * columns + j] = weight;
      most = Math.max(most, weight);
    }
  }
  if (most === 0) throw new RangeError(`${where}: expected weights with a positive finite sum, got 0.`);
  // Neither the sum of huge weights nor a quotient of tiny ones leaves the range of numbers.
  const unit = binaryUnit(most);
  const total = data.reduce((sum, weight) => sum + weight / unit, 0);
  return ndArray(
    [weights.length, columns],
    data.map((weight) => weight / unit / total),
  );
}

/**
 * The marginal distribution over the given axes, in the order given; no axes gives the total, of shape `[]`.
 *
 * @throws RangeError if the table is not a joint distribution; for an axis that it has not, or one given twice.
 */
export function marginal(joint: NdArray, axes: readonly number[]): NdArray<Float64Array> {
  return marginalOf(checkJoint('marginal(joint, axes)', joint), axes);
}

/** {@link marginal} of a table that has been checked. */
export function marginalOf({ shape, data }: NdArray, axes: readonly number[]): NdArray<Float64Array> {
  for (const [i, axis] of axes.entries()) {
    if (!Number.isInteger(axis) || axis < 0 || axis >= shape.length || axes.indexOf(axis) !== i) {
      throw new RangeError(
        `marginal(joint, axes): expected distinct axes from 0 to ${shape.length - 1}, got [${axes}] for shape [${shape}].`,
      );
    }
  }
  const kept = axes.map((axis) => shape[axis]!);
  const strides = shape.map(() => 0);
  for (let i = axes.length - 1, stride = 1; i >= 0; i--) {
    strides[axes[i]!] = stride;
    stride *= kept[i]!;
  }
  const out = new Float64Array(sizeOfShape(kept));
  const index = shape.map(() => 0);
  for (let i = 0, at = 0; i < data.length; i++) {
    out[at]! += data[i]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      at -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return ndArray(kept, out);
}
