/**
 * The largest sum of entries of a matrix, no two of them in one row or column: the Hungarian algorithm, with row and column
 * potentials, of about rows^2 * columns operations.
 *
 * @param weights `[rows][columns]`, finite and not negative; rows or columns that are left over stay unmatched.
 * @see Kuhn 1955; Jonker & Volgenant 1987
 */
export function maximumMatching(weights: readonly (readonly number[])[]): number {
  const wide = weights.length <= weights[0]!.length;
  const rows = wide ? weights.length : weights[0]!.length;
  const columns = wide ? weights[0]!.length : weights.length;
  // Costs are minus the weights, so that the cheapest matching is the heaviest.
  const cost = (i: number, j: number) => -(wide ? weights[i]![j]! : weights[j]![i]!);
  const u = new Float64Array(rows + 1);
  const v = new Float64Array(columns + 1);
  // The row (from 1) that holds each column; column 0 holds the row being placed.
  const holder = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    const previous = new Int32Array(columns + 1);
    const slack = new Float64Array(columns + 1).fill(Infinity);
    const visited = new Uint8Array(columns + 1);
    holder[0] = row;
    let column = 0;
    while (holder[column] !== 0) {
      visited[column] = 1;
      const from = holder[column]!;
      let next = 0;
      let delta = Infinity;
      for (let j = 1; j <= columns; j++) {
        if (visited[j]) continue;
        const reduced = cost(from - 1, j - 1) - u[from]! - v[j]!;
        if (reduced < slack[j]!) {
          slack[j] = reduced;
          previous[j] = column;
        }
        if (slack[j]! < delta) {
          delta = slack[j]!;
          next = j;
        }
      }
      for (let j = 0; j <= columns; j++) {
        if (visited[j]) {
          u[holder[j]!]! += delta;
          v[j]! -= delta;
        } else slack[j]! -= delta;
      }
      column = next;
    }
    while (column !== 0) {
      const before = previous[column]!;
      holder[column] = holder[before]!;
      column = before;
    }
  }
  let total = 0;
  for (let j = 1; j <= columns; j++) if (holder[j]! > 0) total -= cost(holder[j]! - 1, j - 1);
  return total;
}
