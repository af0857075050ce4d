import type { GaussianMixture } from '@latents/em';
import * as Plot from '@observablehq/plot';
import { element } from '../../dom/element.js';
import type { MixtureRun } from './mixture-run.js';

export interface MixtureMap {
  readonly element: HTMLElement;
  draw(run: MixtureRun): void;
}

const colour = (component: number): string => `var(--digit-${component})`;

/** The points, coloured by the component that most likely made them and as strongly as it is sure, and the components' ellipses. */
export function mixtureMap(): MixtureMap {
  const frame = element('div', { class: 'plot-frame', style: 'min-height: 300px' });
  let shown: MixtureRun | undefined;

  function paint(): void {
    const width = Math.min(frame.clientWidth, 640);
    if (width === 0 || shown === undefined) return;
    const { data: x, model, responsibilities } = shown;
    const k = model.components;
    const points = Array.from({ length: x.shape[0]! }, (_, i) => {
      const row = responsibilities?.subarray(i * k, (i + 1) * k);
      const share = row ? Math.max(...row) : 0;
      return {
        x: x.data[2 * i]!,
        y: x.data[2 * i + 1]!,
        share,
        fill: row ? colour(row.indexOf(share)) : 'var(--muted)',
      };
    });
    const components = Array.from({ length: k }, (_, c) => c);
    const drawn = Plot.plot({
      width,
      height: width * 0.9,
      marginLeft: 34,
      ariaLabel: 'Points and components',
      ariaDescription: `${k} components with means ${components.map((c) => mean(model, c)).join('; ')}.`,
      style: { background: 'none', fontSize: '11px', fontFamily: 'inherit' },
      x: { domain: [-6, 6], label: null, ticks: 5 },
      y: { domain: [-5.4, 5.4], label: null, ticks: 5 },
      marks: [
        Plot.dot(points, {
          x: 'x',
          y: 'y',
          r: 2.5,
          fill: 'fill',
          fillOpacity: ({ share }: { share: number }) => Math.max(0.25, share),
        }),
        ...components.flatMap((c) =>
          [1, 2].map((radius) =>
            Plot.line(ellipse(model, c, radius), {
              stroke: colour(c),
              strokeWidth: radius === 1 ? 2.5 : 1.5,
              ...(radius === 2 && { strokeDasharray: '5 3' }),
              clip: true,
            }),
          ),
        ),
        Plot.text(components, {
          x: (c: number) => model.means.data[2 * c]!,
          y: (c: number) => model.means.data[2 * c + 1]!,
          text: (c: number) => `${c + 1}`,
          fill: (c: number) => colour(c),
          stroke: 'var(--paper)',
          strokeWidth: 4,
          fontWeight: 'bold',
          fontSize: 15,
        }),
      ],
    });
    frame.replaceChildren(drawn);
  }

  new ResizeObserver(paint).observe(frame);
  return {
    element: element(
      'section',
      { class: 'plot', 'aria-labelledby': 'em-map' },
      element('h2', { id: 'em-map' }, 'Points and components'),
      element(
        'p',
        { class: 'hint' },
        'Ellipses at one and, dashed, two standard deviations. A point has the colour of its likeliest component, paler where others claim it too.',
      ),
      frame,
    ),
    draw(run) {
      shown = run;
      paint();
    },
  };
}

function mean(model: GaussianMixture, c: number): string {
  return `${model.means.data[2 * c]!.toFixed(1)}, ${model.means.data[2 * c + 1]!.toFixed(1)}`;
}

/** The points at so many standard deviations from a component's mean: the image of a circle under the Cholesky factor. */
function ellipse(model: GaussianMixture, c: number, radius: number): [number, number][] {
  const [xx = 1, xy = 0, , yy = 1] = model.covarianceOf(c).data;
  const a = Math.sqrt(xx);
  const b = xy / a;
  const r = Math.sqrt(Math.max(0, yy - b * b));
  return Array.from({ length: 65 }, (_, i) => {
    const [u, v] = [Math.cos((i * Math.PI) / 32), Math.sin((i * Math.PI) / 32)];
    return [model.means.data[2 * c]! + radius * a * u, model.means.data[2 * c + 1]! + radius * (b * u + r * v)];
  });
}
