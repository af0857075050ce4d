import { createRng } from '@latents/math';
import { element } from '../../dom/element.js';
import { choice } from '../../widgets/choice.js';
import type { NumberRule } from '../../widgets/number-field.js';
import { panelIntro } from '../../widgets/panel-intro.js';
import { livePanel } from '../live-panel.js';
import type { MountedPanel } from '../panel.js';
import { type MethodMap, methodMap } from './method-map.js';
import { fitMethods } from './methods.js';
import { drawPoints, type WorldName, worldOf } from './worlds.js';

const RULES = {
  points: { label: 'Points', initial: 200, min: 10, max: 2000, integer: true, step: 50, hint: 'To learn from.' },
  share: {
    label: 'Share of squares',
    initial: 0.3,
    min: 0.02,
    max: 0.98,
    step: 0.1,
    hint: 'How common class 1 is, among them and among those to be foretold.',
  },
  separation: {
    label: 'Separation',
    initial: 2,
    min: 0,
    max: 6,
    step: 0.5,
    hint: 'How far the means are apart, in standard deviations.',
  },
  newtonSteps: {
    label: 'Newton steps',
    initial: 25,
    min: 1,
    max: 100,
    integer: true,
    step: 1,
    hint: 'At most so many for logistic regression.',
  },
  l2: {
    label: 'Penalty',
    initial: 0,
    min: 0,
    max: 1000,
    step: 1,
    hint: 'Times half the squared weights of logistic regression.',
  },
  seed: {
    label: 'Seed',
    initial: 1,
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    integer: true,
    step: 1,
    hint: 'The points.',
  },
} as const satisfies Record<string, NumberRule>;

type Setting = keyof typeof RULES;

const HELD_OUT = 4000;
const MEASURED =
  'Under each map: how often it is wrong on 4,000 points that it has not seen, and its mean -log p(class | x) there.';

/** Fills `host` with the panel: it fits anew whenever a field changes, which takes a few milliseconds. */
export function mountBoundariesPanel(host: HTMLElement): MountedPanel {
  let name: WorldName = 'axes';
  let printed = true;
  const worlds = choice<WorldName>({
    label: 'The classes',
    options: (['axes', 'tilted', 'own', 'counts'] as const).map((value) => ({ value, label: worldOf(value, 1).label })),
    value: name,
    onChange(next) {
      name = next;
      panel.update();
    },
  });
  const notes = choice<'shown' | 'hidden'>({
    label: 'The note’s intercept',
    options: [
      { value: 'shown', label: 'shown' },
      { value: 'hidden', label: 'hidden' },
    ],
    value: 'shown',
    onChange(next) {
      printed = next === 'shown';
      panel.update();
    },
  });
  const lesson = element('p', { class: 'lesson', 'aria-live': 'polite' });
  const maps = new Map<string, MethodMap>();
  const grid = element('div', { class: 'method-grid wide' });
  const panel = livePanel(host, {
    intro: panelIntro(
      'Linear classifiers',
      'When are log-odds linear? Generative routes model each class and turn around by Bayes’ rule; logistic regression models only the ' +
        'posterior. The note sets <i>b</i> to the log prior odds: it lost the constants <i>c</i> (erratum E62), and dashed is where that puts the boundary.',
      EQUATION,
    ),
    rules: RULES,
    label: 'Data',
    views: [
      element(
        'section',
        { class: 'wide' },
        worlds.element,
        lesson,
        notes.element,
        element('p', { class: 'hint' }, MEASURED),
      ),
      grid,
    ],
    draw,
  });
  return panel;

  function draw(values: Readonly<Record<Setting, number>>): void {
    const world = worldOf(name, values.separation);
    lesson.textContent = world.lesson;
    const rng = createRng(values.seed);
    const training = drawPoints(world, values.points, values.share, rng.split());
    const heldOut = drawPoints(world, HELD_OUT, values.share, rng.split());
    for (const method of fitMethods(world, values.share, training, values)) {
      let map = maps.get(method.title);
      if (map === undefined) {
        map = methodMap(method.title);
        maps.set(method.title, map);
        grid.append(map.element);
      }
      map.draw(method, world, training, heldOut, printed);
    }
  }
}

const log = (above: string, below: string): string =>
  `<mrow><mi>log</mi><mspace width="0.2em"/><mfrac><mrow>${above}</mrow><mrow>${below}</mrow></mfrac></mrow>`;
const posterior = (label: number): string =>
  `<mi>p</mi><mo stretchy="false">(</mo><mn>${label}</mn><mo>|</mo><mi>x</mi><mo stretchy="false">)</mo>`;

const EQUATION =
  `<math display="block">${log(posterior(1), posterior(0))}<mo>=</mo><mi>w</mi><mo>·</mo><mi>x</mi><mo>+</mo><mi>b</mi><mo>,</mo><mspace width="1em"/>` +
  `<mi>b</mi><mo>=</mo>${log('<mi>π</mi>', '<mn>1</mn><mo>−</mo><mi>π</mi>')}<mo>+</mo><munder><mo>∑</mo><mi>i</mi></munder><msub><mi>c</mi><mi>i</mi></msub></math>`;
