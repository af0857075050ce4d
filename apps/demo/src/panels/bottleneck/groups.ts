import type { Bottleneck } from '@latents/infotheory/tables';

/** Symbols by their likeliest codeword, in the order of their first members; symbols by index. */
export function groupsOf({ encoder, cardinality }: Bottleneck): number[][] {
  const groups = new Map<number, number[]>();
  for (let x = 0; x < encoder.shape[0]!; x++) {
    const row = encoder.data.subarray(x * cardinality, (x + 1) * cardinality);
    const z = row.reduce((best, q, i) => (q > row[best]! + 1e-9 ? i : best), 0);
    groups.set(z, [...(groups.get(z) ?? []), x]);
  }
  return [...groups.values()];
}

/** Of each symbol the first member of its group: equal for those who share a likeliest codeword. */
export function leadersOf(code: Bottleneck): number[] {
  const leaders: number[] = [];
  for (const group of groupsOf(code)) for (const x of group) leaders[x] = group[0]!;
  return leaders;
}
