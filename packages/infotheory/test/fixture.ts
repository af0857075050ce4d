import { createRng, type NdArray, ndArray, type Rng } from '@latents/math';

/** A random joint table with about a fifth of its entries zero, and no empty row. */
export function randomJoint(shape: readonly number[], seed: number): NdArray<Float64Array> {
  const rng = createRng(seed);
  const size = shape.reduce((product, n) => product * n, 1);
  const width = shape.at(-1)!;
  const weights = Float64Array.from({ length: size }, (_, i) =>
    i % width > 0 && rng.uniform() < 0.2 ? 0 : rng.exponential(),
  );
  const total = weights.reduce((sum, w) => sum + w, 0);
  return ndArray(
    shape,
    weights.map((w) => w / total),
  );
}

/** Rows uniform over the simplex. */
export function randomChannel(n: number, m: number, rng: Rng): number[][] {
  return Array.from({ length: n }, () => {
    const row = Array.from({ length: m }, () => rng.exponential());
    const total = row.reduce((sum, e) => sum + e, 0);
    return row.map((e) => e / total);
  });
}

/** I(A; B) of a matrix of probabilities by its definition, the plainest way: the authority here. */
export function plainInformation(joint: readonly (readonly number[])[]): number {
  const rows = joint.map((row) => row.reduce((sum, p) => sum + p, 0));
  const columns = joint[0]!.map((_, j) => joint.reduce((sum, row) => sum + row[j]!, 0));
  let nats = 0;
  joint.forEach((row, i) => {
    row.forEach((p, j) => {
      if (p > 0) nats += p * Math.log(p / (rows[i]! * columns[j]!));
    });
  });
  return nats;
}

/** p(z, x) and p(z, y) of a code `[n, k]` of the rows of a joint table `[n, m]`. */
export function codedJoints(joint: NdArray, encoder: readonly (readonly number[])[]) {
  const [n, m] = joint.shape as [number, number];
  const size = encoder[0]!.length;
  const p = (x: number, y: number) => joint.data[x * m + y]!;
  const pX = Array.from({ length: n }, (_, x) => Array.from({ length: m }, (_, y) => p(x, y)).reduce((a, b) => a + b));
  const withX = Array.from({ length: size }, (_, z) => pX.map((mass, x) => mass * encoder[x]![z]!));
  const withY = Array.from({ length: size }, (_, z) =>
    Array.from({ length: m }, (_, y) => encoder.reduce((sum, row, x) => sum + row[z]! * p(x, y), 0)),
  );
  return { withX, withY };
}

/** The rows of a matrix. */
export function rowsOf({ shape, data }: NdArray): number[][] {
  const [n, m] = shape as [number, number];
  return Array.from({ length: n }, (_, i) => [...data.subarray(i * m, (i + 1) * m)]);
}

/** The gradient of f by central differences. */
export function differences(f: (parameters: Float64Array) => number, at: Float64Array): number[] {
  const h = 1e-5;
  return Array.from(at, (_, i) => {
    const moved = (by: number) => f(at.map((v, j) => (j === i ? v + by : v)));
    return (moved(h) - moved(-h)) / (2 * h);
  });
}
