import { crc32, deflateSync } from 'node:zlib';
import type { NdArray } from '@latents/math';

/** Points on points, `[count, 2]` each, as the bytes of a PNG: the data grey, the generated ones blue. */
export function scatter(data: NdArray, generated: NdArray, size = 480): Uint8Array {
  const reach = 1.15 * Math.max(...Array.from(data.data, Math.abs));
  const pixels = new Uint8Array(size * size * 3).fill(255);
  const dot = (points: NdArray, radius: number, colour: readonly [number, number, number]) => {
    for (let i = 0; i < points.shape[0]!; i++) {
      const column = Math.round(((points.data[2 * i]! / reach + 1) / 2) * (size - 1));
      const row = Math.round(((1 - points.data[2 * i + 1]! / reach) / 2) * (size - 1));
      for (let y = row - radius; y <= row + radius; y++) {
        for (let x = column - radius; x <= column + radius; x++) {
          if (x >= 0 && x < size && y >= 0 && y < size) pixels.set(colour, 3 * (y * size + x));
        }
      }
    }
  };
  dot(data, 2, [190, 190, 190]);
  dot(generated, 0, [20, 70, 200]);
  return encode(pixels, size);
}

function encode(pixels: Uint8Array, size: number): Uint8Array {
  const rows = new Uint8Array(size * (1 + 3 * size));
  for (let y = 0; y < size; y++) rows.set(pixels.subarray(3 * size * y, 3 * size * (y + 1)), y * (1 + 3 * size) + 1);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, size);
  view.setUint32(4, size);
  header.set([8, 2, 0, 0, 0], 8);
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array()),
  ];
  return Buffer.concat(parts);
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const bytes = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const frame = Buffer.alloc(bytes.length + 8);
  frame.writeUInt32BE(body.length, 0);
  bytes.copy(frame, 4);
  frame.writeUInt32BE(crc32(bytes), bytes.length + 4);
  return frame;
}
