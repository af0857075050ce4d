import type { Bottleneck } from '@latents/infotheory/tables';
import { resolveColour, resolveRgb } from '../../dom/colour.js';
import { element } from '../../dom/element.js';
import { THEME_CHANGED } from '../../shell/theme-changed.js';
import { leadersOf } from './groups.js';
import { huesOf, mixedHues } from './mixed-colours.js';

export interface MergeData {
  readonly symbols: readonly string[];
  readonly pX: ArrayLike<number>;
  readonly betas: readonly number[];
  readonly codes: readonly (Bottleneck | undefined)[];
  readonly onset: number;
  readonly instability: number;
  /** An index of `betas`. */
  readonly chosen: number;
}

export interface MergePicture {
  readonly element: HTMLElement;
  draw(data: MergeData): void;
}

const LEFT = 76;
const ROW = 17;
const TOP = 16;
const BOTTOM = 34;
const FONT = '11px ui-sans-serif, system-ui, sans-serif';
/** OKLab's lightness on a light and on a dark page, and the largest distance from grey. */
const LIGHTNESS = { light: 0.68, dark: 0.66 };
const CHROMA = 0.14;

/** Symbols by betas, each in the colours of those with whom it shares codewords; a beta can be chosen. */
export function mergePicture(onChoose: (at: number) => void): MergePicture {
  const canvas = element('canvas', { class: 'merges', role: 'img' });
  const slider = element('input', { type: 'range', min: 0, max: 1, step: 1, value: 0, 'aria-label': 'β' });
  let data: MergeData | undefined;

  const columnWidth = (count: number): number => (canvas.clientWidth - LEFT) / count;

  function paint(): void {
    if (data === undefined || canvas.clientWidth === 0) return;
    const { symbols, betas, codes, chosen } = data;
    const [width, height] = [canvas.clientWidth, TOP + ROW * symbols.length + BOTTOM];
    canvas.style.height = `${height}px`;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    const context = canvas.getContext('2d')!;
    context.scale(devicePixelRatio, devicePixelRatio);
    const [ink, muted, paper] = ['--ink', '--muted', '--paper'].map((name) => resolveColour(canvas, `var(${name})`));
    const lightness = resolveRgb(canvas, 'var(--paper)')[0] > 128 ? LIGHTNESS.light : LIGHTNESS.dark;
    const column = columnWidth(betas.length);
    const hues = huesOf(symbols.length);
    for (const [i, code] of codes.entries()) {
      if (code === undefined) continue;
      const leaders = leadersOf(code);
      for (const [x, [a, b]] of mixedHues(code, data.pX, hues).entries()) {
        context.fillStyle = `oklab(${lightness} ${CHROMA * a} ${CHROMA * b})`;
        // A little wider than it is, so that no seam shows between columns.
        context.fillRect(LEFT + i * column, TOP + x * ROW, column + 0.5, ROW + 0.5);
      }
      context.fillStyle = paper!;
      for (let x = 1; x < symbols.length; x++) {
        if (leaders[x] !== leaders[x - 1]) context.fillRect(LEFT + i * column, TOP + x * ROW - 1, column + 0.5, 2);
      }
    }
    context.font = FONT;
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    context.fillStyle = ink!;
    for (const [x, symbol] of symbols.entries()) context.fillText(symbol, LEFT - 8, TOP + (x + 0.5) * ROW, LEFT - 10);
    paintAxis(context, data, muted!, ink!);
    context.strokeStyle = resolveColour(canvas, 'var(--alarm)');
    context.lineWidth = 1.5;
    context.strokeRect(LEFT + chosen * column, TOP - 2, column, ROW * symbols.length + 4);
  }

  function paintAxis(context: CanvasRenderingContext2D, of: MergeData, muted: string, ink: string): void {
    const { symbols, betas, onset, instability } = of;
    const column = columnWidth(betas.length);
    const [low, high] = [betas[0]!, betas.at(-1)!];
    // Columns are equally wide in log beta, and a beta lies in the middle of its column.
    const place = (beta: number) =>
      LEFT + column * (0.5 + ((betas.length - 1) * Math.log(beta / low)) / Math.log(high / low));
    const foot = TOP + ROW * symbols.length;
    context.textAlign = 'center';
    context.fillStyle = context.strokeStyle = muted;
    context.lineWidth = 1;
    for (const beta of [1, 2, 3, 5, 10, 20, 50, 100, 200, 500]) {
      if (beta < low || beta > high) continue;
      context.fillRect(place(beta), foot + 2, 1, 4);
      context.fillText(String(beta), place(beta), foot + 14);
    }
    context.textAlign = 'left';
    context.fillText('β', 4, foot + 14);
    context.setLineDash([4, 3]);
    for (const [beta, colour] of [
      [onset, ink],
      [instability, muted],
    ] as const) {
      if (!(beta >= low && beta <= high)) continue;
      context.strokeStyle = colour;
      context.beginPath();
      context.moveTo(place(beta), TOP - 8);
      context.lineTo(place(beta), foot + 6);
      context.stroke();
    }
    context.setLineDash([]);
    // Where codewords part: ticks above.
    context.fillStyle = ink;
    for (const [i, above] of of.codes.entries()) {
      const below = of.codes[i - 1];
      if (above === undefined || below === undefined || above.cardinality === below.cardinality) continue;
      const x = LEFT + i * column;
      context.beginPath();
      context.moveTo(x, TOP - 3);
      context.lineTo(x - 4, TOP - 10);
      context.lineTo(x + 4, TOP - 10);
      context.fill();
    }
    context.textAlign = 'center';
    context.fillStyle = muted;
    if (Number.isFinite(onset))
      context.fillText(`critical β ${onset.toFixed(3)}`, Math.max(LEFT + 34, place(onset)), foot + 28);
  }

  slider.addEventListener('input', () => onChoose(Number(slider.value)));
  function point(event: PointerEvent): void {
    if (data === undefined || (event.type === 'pointermove' && event.buttons === 0)) return;
    const at = Math.floor(
      (event.clientX - canvas.getBoundingClientRect().left - LEFT) / columnWidth(data.betas.length),
    );
    if (at >= 0 && at < data.betas.length) onChoose(at);
  }
  canvas.addEventListener('pointerdown', point);
  canvas.addEventListener('pointermove', point);
  document.addEventListener(THEME_CHANGED, paint);
  new ResizeObserver(paint).observe(canvas);
  return {
    element: element('div', { class: 'merge-frame' }, canvas, slider),
    draw(next) {
      data = next;
      const { betas, codes, chosen } = next;
      slider.max = String(betas.length - 1);
      slider.value = String(chosen);
      const code = codes[chosen];
      const words = code === undefined ? '' : `, ${code.cardinality} codeword${code.cardinality === 1 ? '' : 's'}`;
      slider.setAttribute('aria-valuetext', `${betas[chosen]!.toPrecision(3)}${words}`);
      const counts = codes.flatMap((of) => (of === undefined ? [] : [of.cardinality]));
      canvas.setAttribute(
        'aria-label',
        `How symbols share codewords as β rises from ${betas[0]!.toPrecision(3)} to ${betas.at(-1)!.toPrecision(3)}: codewords ${counts.join(', ')}.`,
      );
      paint();
    },
  };
}
