import { resolveRgb } from '../dom/colour.js';
import { element } from '../dom/element.js';
import { THEME_CHANGED } from '../shell/theme-changed.js';

const SIDE = 28;

export interface ImageGridOptions {
  readonly columns: number;
  /** Pixels of an image each way (default 28). */
  readonly side?: number;
  /** For those who cannot see it. */
  readonly label: string;
}

export interface ImageGrid {
  readonly element: HTMLCanvasElement;
  /** Shows images of `side` by `side` numbers from 0 (paper) to 1 (ink), row by row. */
  draw(images: Float32Array): void;
}

/** Images side by side in the colours of the page. */
export function imageGrid({ columns, side = SIDE, label }: ImageGridOptions): ImageGrid {
  const gap = Math.ceil(side / 14);
  const size = side ** 2;
  const canvas = element('canvas', { class: 'image-grid', role: 'img', 'aria-label': label });
  let shown: Float32Array | undefined;

  function paint(): void {
    if (shown === undefined) return;
    const count = shown.length / size;
    canvas.width = columns * (side + gap) - gap;
    canvas.height = Math.ceil(count / columns) * (side + gap) - gap;
    const context = canvas.getContext('2d')!;
    const paper = resolveRgb(canvas, 'var(--image-paper)');
    const ink = resolveRgb(canvas, 'var(--image-ink)');
    const pixels = context.createImageData(side, side);
    for (let image = 0; image < count; image++) {
      for (let i = 0; i < size; i++) {
        const value = shown[image * size + i]!;
        for (let c = 0; c < 3; c++) pixels.data[4 * i + c] = paper[c]! + value * (ink[c]! - paper[c]!);
        pixels.data[4 * i + 3] = 255;
      }
      context.putImageData(pixels, (image % columns) * (side + gap), Math.floor(image / columns) * (side + gap));
    }
  }

  document.addEventListener(THEME_CHANGED, paint);
  return {
    element: canvas,
    draw(images) {
      shown = images;
      paint();
    },
  };
}

/** Rows of `columns` images of the first and the second in turn, to be compared above and below. */
export function interleaveRows(above: Float32Array, below: Float32Array, columns: number): Float32Array {
  const row = columns * SIDE * SIDE;
  const both = new Float32Array(above.length + below.length);
  for (let at = 0; at < above.length; at += row) {
    both.set(above.subarray(at, at + row), 2 * at);
    both.set(below.subarray(at, at + row), 2 * at + row);
  }
  return both;
}
