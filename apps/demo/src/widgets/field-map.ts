import { resolveColour, resolveRgb } from '../dom/colour.js';
import { element } from '../dom/element.js';
import { THEME_CHANGED } from '../shell/theme-changed.js';
import { contourSegments } from './contour-segments.js';

export interface FieldMapData {
  /** log-odds of class 1 at a grid of `side` by `side` points over the view, rows from below. */
  readonly logOdds: Float64Array;
  readonly side: number;
  /** Two numbers a point, and its class. */
  readonly points: Float64Array;
  readonly labels: ArrayLike<number>;
  readonly view: { readonly from: readonly [number, number]; readonly side: number };
  /** Another boundary, dashed: where `weights . x + intercept` is 0. */
  readonly line?: { readonly weights: readonly [number, number]; readonly intercept: number };
}

export interface FieldMap {
  readonly element: HTMLElement;
  draw(data: FieldMapData): void;
}

const COLOURS = ['var(--digit-3)', 'var(--digit-9)'] as const;

/** A square of the plane with its axes: shaded by p(class), with the boundary where it is 1/2, and points, round and square by class. */
export function fieldMap(label: string): FieldMap {
  const canvas = element('canvas', { class: 'field-map', role: 'img', 'aria-label': label });
  let data: FieldMapData | undefined;

  function paint(): void {
    const size = canvas.clientWidth;
    if (size === 0 || data === undefined) return;
    canvas.width = canvas.height = Math.round(size * devicePixelRatio);
    const context = canvas.getContext('2d')!;
    const { logOdds, side, points, labels, view, line } = data;
    context.imageSmoothingEnabled = true;
    context.drawImage(shades(canvas, logOdds, side), 0, 0, canvas.width, canvas.height);
    context.scale(devicePixelRatio, devicePixelRatio);
    const scale = size / view.side;
    const place = (x: number, y: number): [number, number] => [
      (x - view.from[0]) * scale,
      size - (y - view.from[1]) * scale,
    ];
    const [originX, originY] = place(0, 0);
    context.strokeStyle = resolveColour(canvas, 'var(--line-strong)');
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(originX, 0);
    context.lineTo(originX, size);
    context.moveTo(0, originY);
    context.lineTo(size, originY);
    context.stroke();
    const inks = COLOURS.map((colour) => resolveColour(canvas, colour));
    context.strokeStyle = resolveColour(canvas, 'var(--raised)');
    context.lineWidth = 0.75;
    for (let i = 0; i < labels.length; i++) {
      const [x, y] = place(points[2 * i]!, points[2 * i + 1]!);
      context.fillStyle = inks[labels[i]!]!;
      context.beginPath();
      if (labels[i] === 1) context.rect(x - 2.2, y - 2.2, 4.4, 4.4);
      else context.arc(x, y, 2.4, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
    context.strokeStyle = resolveColour(canvas, 'var(--ink)');
    context.lineWidth = 2;
    context.beginPath();
    const cell = size / side;
    for (const [a, b, c, d] of contourSegments(logOdds, side)) {
      context.moveTo((a + 0.5) * cell, size - (b + 0.5) * cell);
      context.lineTo((c + 0.5) * cell, size - (d + 0.5) * cell);
    }
    context.stroke();
    if (line === undefined) return;
    const [[p, q], [r, s]] = endsOf(line, view);
    context.setLineDash([6, 4]);
    context.strokeStyle = resolveColour(canvas, 'var(--alarm)');
    context.beginPath();
    context.moveTo(...place(p, q));
    context.lineTo(...place(r, s));
    context.stroke();
  }

  document.addEventListener(THEME_CHANGED, paint);
  new ResizeObserver(paint).observe(canvas);
  return {
    element: canvas,
    draw(next) {
      data = next;
      paint();
    },
  };
}

/** One pixel a grid point, from one class's colour through that of the paper to the other's. */
function shades(at: HTMLElement, logOdds: Float64Array, side: number): HTMLCanvasElement {
  const small = element('canvas', { width: side, height: side });
  const context = small.getContext('2d')!;
  const image = context.createImageData(side, side);
  const paper = resolveRgb(at, 'var(--raised)');
  const inks = COLOURS.map((colour) => resolveRgb(at, colour));
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const p = 1 / (1 + Math.exp(-logOdds[row * side + column]!));
      const ink = inks[p > 0.5 ? 1 : 0]!;
      const share = 0.55 * Math.abs(2 * p - 1);
      const to = 4 * ((side - 1 - row) * side + column);
      for (let c = 0; c < 3; c++) image.data[to + c] = paper[c]! + share * (ink[c]! - paper[c]!);
      image.data[to + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
  return small;
}

/** Two points of a line, far outside the view. */
function endsOf(
  { weights: [u, v], intercept }: NonNullable<FieldMapData['line']>,
  { from, side }: FieldMapData['view'],
) {
  const square = u * u + v * v;
  const centre = [from[0] + side / 2, from[1] + side / 2] as const;
  // From the centre straight to the line, and then along it.
  const away = (u * centre[0] + v * centre[1] + intercept) / square;
  const [x, y] = [centre[0] - away * u, centre[1] - away * v];
  const reach = (2 * side) / Math.sqrt(square);
  return [
    [x - reach * v, y + reach * u],
    [x + reach * v, y - reach * u],
  ] as const;
}
