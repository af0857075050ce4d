import { resolveColour } from '../dom/colour.js';
import { element } from '../dom/element.js';
import { THEME_CHANGED } from '../shell/theme-changed.js';

export interface ClassMapData {
  /** Two numbers a point. */
  readonly points: Float32Array;
  /** The class of each, 0 to 9. */
  readonly labels: Uint8Array;
  readonly axes: readonly [string, string];
}

export interface ClassMapOptions {
  readonly label: string;
  /** The reader points at a place, in the coordinates of the data. */
  readonly onProbe: (at: readonly [number, number]) => void;
}

export interface ClassMap {
  readonly element: HTMLElement;
  draw(data: ClassMapData): void;
}

interface View {
  readonly centre: readonly [number, number];
  /** Half of what the smaller side shows. */
  readonly reach: number;
}

/** A scatter of labelled points, each drawn as the digit that it is, that one can point at with a mouse, a finger or the arrow keys. */
export function classMap({ label, onProbe }: ClassMapOptions): ClassMap {
  const canvas = element('canvas', {
    class: 'class-map',
    tabindex: 0,
    role: 'application',
    'aria-roledescription': 'map',
    'aria-label': `${label} Move with the arrow keys.`,
  });
  const xLabel = element('p', { class: 'map-x' });
  const yLabel = element('p', { class: 'map-y' });
  let data: ClassMapData | undefined;
  let view: View = { centre: [0, 0], reach: 3 };
  let probe: readonly [number, number] | undefined;

  const scale = (): number => Math.min(canvas.clientWidth, canvas.clientHeight) / (2 * view.reach);
  const toPage = (x: number, y: number): [number, number] => [
    canvas.clientWidth / 2 + (x - view.centre[0]) * scale(),
    canvas.clientHeight / 2 - (y - view.centre[1]) * scale(),
  ];

  function paint(): void {
    const ratio = devicePixelRatio;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (width === 0) return;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const context = canvas.getContext('2d')!;
    context.scale(ratio, ratio);
    paintAxes(context, width, height);
    if (data === undefined) return;
    const colours = Array.from({ length: 10 }, (_, digit) => resolveColour(canvas, `var(--digit-${digit})`));
    context.font = '600 11px ui-sans-serif, system-ui, sans-serif';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    for (const [i, digit] of data.labels.entries()) {
      context.fillStyle = colours[digit]!;
      context.fillText(String(digit), ...toPage(data.points[2 * i]!, data.points[2 * i + 1]!));
    }
    if (probe !== undefined) paintProbe(context, ...toPage(...probe));
  }

  function paintAxes(context: CanvasRenderingContext2D, width: number, height: number): void {
    const [x, y] = toPage(0, 0);
    context.strokeStyle = resolveColour(canvas, 'var(--line)');
    context.beginPath();
    context.moveTo(0, y);
    context.lineTo(width, y);
    context.moveTo(x, 0);
    context.lineTo(x, height);
    context.stroke();
  }

  function paintProbe(context: CanvasRenderingContext2D, x: number, y: number): void {
    context.strokeStyle = resolveColour(canvas, 'var(--ink)');
    context.lineWidth = 1.5;
    context.beginPath();
    context.arc(x, y, 7, 0, 2 * Math.PI);
    context.stroke();
  }

  function pointAt(at: readonly [number, number]): void {
    probe = at;
    paint();
    onProbe(at);
  }

  function followPointer(event: PointerEvent): void {
    const { left, top } = canvas.getBoundingClientRect();
    const x = view.centre[0] + (event.clientX - left - canvas.clientWidth / 2) / scale();
    const y = view.centre[1] - (event.clientY - top - canvas.clientHeight / 2) / scale();
    pointAt([x, y]);
  }

  canvas.addEventListener('pointerdown', followPointer);
  canvas.addEventListener('pointermove', followPointer);
  canvas.addEventListener('keydown', (event) => {
    const direction = ARROWS[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    const [x, y] = probe ?? view.centre;
    pointAt([x + (direction[0] * view.reach) / 15, y + (direction[1] * view.reach) / 15]);
  });
  document.addEventListener(THEME_CHANGED, paint);
  new ResizeObserver(paint).observe(canvas);
  return {
    element: element('div', { class: 'map-frame' }, yLabel, canvas, xLabel),
    draw(next) {
      data = next;
      view = viewOf(next.points);
      [xLabel.textContent, yLabel.textContent] = next.axes;
      paint();
    },
  };
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** A square around all points, with a margin; of a size from a few, so that it does not jump at each update. */
function viewOf(points: Float32Array): View {
  const [x0, x1] = range(points, 0);
  const [y0, y1] = range(points, 1);
  const half = Math.max(x1 - x0, y1 - y0) / 2;
  const reach = 1.5 ** Math.ceil(Math.log(Math.max(half, 0.2) * 1.05) / Math.log(1.5));
  return { centre: [(x0 + x1) / 2, (y0 + y1) / 2], reach };
}

function range(points: Float32Array, axis: 0 | 1): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = axis; i < points.length; i += 2) {
    low = Math.min(low, points[i]!);
    high = Math.max(high, points[i]!);
  }
  return points.length === 0 ? [-1, 1] : [low, high];
}
