import { type NdArray, ndArray } from '@latents/math';
import type { RowMap } from './maps.js';
import type { Pair } from './pair.js';

/** A pair seen through one-to-one maps of x and of y, which change no mutual information. */
export function mappedPair(base: Pair, maps: { readonly x: RowMap; readonly y: RowMap }): Pair {
  const width = (map: RowMap, d: number) => map(new Float64Array(d).fill(0.5)).length;
  return {
    dx: width(maps.x, base.dx),
    dy: width(maps.y, base.dy),
    mutualInformation: base.mutualInformation,
    sample(n, rng) {
      const { x, y } = base.sample(n, rng);
      return { x: mapped(x, maps.x), y: mapped(y, maps.y) };
    },
  };
}

function mapped({ shape, data }: NdArray<Float64Array>, map: RowMap): NdArray<Float64Array> {
  const [n, d] = shape as [number, number];
  const rows = Array.from({ length: n }, (_, i) => map(data.subarray(i * d, (i + 1) * d)));
  const width = rows[0]!.length;
  const out = new Float64Array(n * width);
  rows.forEach((row, i) => {
    out.set(row, i * width);
  });
  return ndArray([n, width], out);
}
