import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type PlotOptions, plot } from '@observablehq/plot';
import { Resvg } from '@resvg/resvg-js';
import { parseHTML } from 'linkedom';

const fonts = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');

/** An Observable Plot as a PNG, with a font of its own so that it looks the same on every machine. */
export function plotPng(options: PlotOptions): Buffer {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const figure = plot({ ...options, document, style: { fontFamily: 'DejaVu Sans', background: 'white' } });
  figure.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const svg = figure.outerHTML.replaceAll('currentColor', '#222');
  return new Resvg(svg, {
    background: 'white',
    fitTo: { mode: 'zoom', value: 2 },
    font: { fontDirs: [fonts], loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
  })
    .render()
    .asPng();
}
