import {
  gaussianNaiveBayes,
  linearDiscriminant,
  logisticRegression,
  quadraticDiscriminant,
} from '@latents/classifiers';
import { parseCsv } from '@latents/datasets/csv';
import { column, fromRows, ndArray, normalizeColumns, standardize } from '@latents/math';
import { plotPng } from '@latents/pictures';
import * as Plot from '@observablehq/plot';
import { savePicture, sharedText } from './files.js';

const SIDE = 120;

/** Wine by two of its measurements: where four classifiers draw their boundaries, generative and discriminative. */
export async function wine(): Promise<void> {
  const text = sharedText('sklearn_small/wine.csv');
  if (text === undefined) return;
  const table = parseCsv(text, { label: 'target' });
  const [across, up] = ['flavanoids', 'color_intensity'] as const;
  const [first, second] = [across, up].map((name) => column(table.features, table.columns.indexOf(name)));
  const measured = fromRows(Array.from(first!, (value, i) => [value, second![i]!]));
  const x = normalizeColumns(measured, standardize(measured));
  const y = Int32Array.from(table.labels, Number);
  const classifiers = {
    'linear discriminant': linearDiscriminant({ x, y }),
    'quadratic discriminant': quadraticDiscriminant({ x, y }),
    'Gaussian naive Bayes': gaussianNaiveBayes({ x, y }),
    'logistic regression': logisticRegression({ x, y }, { l2: 1 }).classifier,
  };
  const cells: { across: number; up: number; found: string; classifier: string }[] = [];
  const grid = Float64Array.from({ length: SIDE * SIDE * 2 }, (_, i) => {
    const cell = i >> 1;
    return -2.5 + (6 * ((i & 1 ? Math.floor(cell / SIDE) : cell % SIDE) + 0.5)) / SIDE;
  });
  const points: { across: number; up: number; wine: string; classifier: string }[] = [];
  for (const [name, classifier] of Object.entries(classifiers)) {
    const errors = classifier.predict(x).filter((found, i) => found !== y[i]).length;
    console.log(`wine, two features, ${name}: ${errors} of ${y.length} misclassified`);
    const title = `${name}: ${errors} errors`;
    classifier.predict(ndArray([SIDE * SIDE, 2], grid)).forEach((found, i) => {
      cells.push({ across: grid[2 * i]!, up: grid[2 * i + 1]!, found: `${found}`, classifier: title });
    });
    y.forEach((label, i) => {
      points.push({ across: x.data[2 * i]!, up: x.data[2 * i + 1]!, wine: `${label}`, classifier: title });
    });
  }
  const half = 3 / SIDE;
  const png = plotPng({
    width: 1100,
    height: 350,
    marginTop: 40,
    color: { domain: ['0', '1', '2'], scheme: 'Tableau10' },
    fx: { label: null },
    x: { label: `${across} (standardised)`, domain: [-2.5, 3.5] },
    y: { label: `${up} (standardised)`, domain: [-2.5, 3.5] },
    marks: [
      Plot.rect(cells, {
        fx: 'classifier',
        x1: (cell) => cell.across - half,
        x2: (cell) => cell.across + half,
        y1: (cell) => cell.up - half,
        y2: (cell) => cell.up + half,
        fill: 'found',
        fillOpacity: 0.22,
        stroke: 'none',
        shapeRendering: 'crispEdges',
      }),
      Plot.dot(points, {
        fx: 'classifier',
        x: 'across',
        y: 'up',
        fill: 'wine',
        stroke: 'white',
        strokeWidth: 0.5,
        r: 3,
      }),
    ],
  });
  await savePicture('wine-boundaries.png', png);
}
