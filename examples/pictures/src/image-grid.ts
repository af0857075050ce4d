import { PNG } from 'pngjs';

export interface ImageGridOptions {
  readonly imageShape: readonly [height: number, width: number];
  readonly columns: number;
  /** Each pixel becomes a square of this side (default 2). */
  readonly zoom?: number;
}

/** The PNG of a grid of grey images, values 0 to 1, one after another in `pixels`. */
export function imageGrid(pixels: ArrayLike<number>, { imageShape, columns, zoom = 2 }: ImageGridOptions): Buffer {
  const [height, width] = imageShape;
  const count = pixels.length / (height * width);
  const rows = Math.ceil(count / columns);
  const gap = 2;
  const cell = [height * zoom + gap, width * zoom + gap] as const;
  const png = new PNG({ width: columns * cell[1] + gap, height: rows * cell[0] + gap, colorType: 0 });
  png.data.fill(255);
  for (let image = 0; image < count; image++) {
    const top = Math.floor(image / columns) * cell[0] + gap;
    const left = (image % columns) * cell[1] + gap;
    for (let y = 0; y < height * zoom; y++) {
      for (let x = 0; x < width * zoom; x++) {
        const value = pixels[image * height * width + Math.floor(y / zoom) * width + Math.floor(x / zoom)]!;
        png.data.fill(
          Math.round(255 * value),
          4 * ((top + y) * png.width + left + x),
          4 * ((top + y) * png.width + left + x) + 3,
        );
      }
    }
  }
  return PNG.sync.write(png, { colorType: 0 });
}
