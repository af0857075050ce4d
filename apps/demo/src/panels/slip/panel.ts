import { element } from '../../dom/element.js';
import { linePlot } from '../../widgets/line-plot.js';
import type { NumberRule } from '../../widgets/number-field.js';
import { panelIntro } from '../../widgets/panel-intro.js';
import { information } from '../../widgets/units.js';
import { livePanel } from '../live-panel.js';
import type { MountedPanel } from '../panel.js';
import { ascend, logEvidence, type World } from './ascent.js';

const RULES = {
  x: { label: 'x', initial: 1.5, min: -10, max: 10, step: 0.5, hint: 'The example, the same in each coordinate.' },
  slope: { label: 'Slope', initial: 2, min: 0, max: 10, step: 0.5, hint: 'x | z ~ N(slope × z, 1).' },
  dim: {
    label: 'Latent size',
    initial: 1,
    min: 1,
    max: 784,
    integer: true,
    step: 1,
    hint: 'Coordinates of z and of x.',
  },
} as const satisfies Record<string, NumberRule>;

const STEPS = 150;

const EQUATION =
  '<math display="block" aria-label="z is mu plus sigma epsilon, not mu plus sigma squared epsilon"><mi>z</mi><mo>=</mo><mi>μ</mi><mo>+</mo><mi>σ</mi><mi>ε</mi><mo>,</mo>' +
  '<mspace width="0.6em"/><mtext>not</mtext><mspace width="0.6em"/><mi>μ</mi><mo>+</mo><msup><mi>σ</mi><mn>2</mn></msup><mi>ε</mi></math>';

/** Fills `host` with the panel: a drawing takes less than a millisecond. */
export function mountSlipPanel(host: HTMLElement): MountedPanel {
  const plot = linePlot({
    title: 'Climbing the bound, and what is none',
    caption: 'Damped Newton ascent on the encoder’s mean and variance, from the prior; expectations are exact.',
    xLabel: 'step',
    height: 360,
    y: information('example'),
  });
  const verdict = element('p', { class: 'lesson', 'aria-live': 'polite' });

  function draw(world: World): void {
    const truth = logEvidence(world);
    const right = ascend(world, 'deviation', STEPS).values;
    const slip = ascend(world, 'variance', STEPS).values;
    const points = (values: readonly number[]) => values.map((y, x) => ({ x, y }));
    plot.draw([
      { name: 'log p(x)', colour: 'var(--ink)', points: points(right.map(() => truth)) },
      { name: 'ELBO, z = μ + σε', colour: 'var(--digit-3)', points: points(right) },
      { name: 'the slip, z = μ + σ²ε', colour: 'var(--digit-9)', dash: '5 3', points: points(slip) },
    ]);
    const excess = slip.at(-1)! - truth;
    const where =
      Math.abs(excess) < 5e-4
        ? 'at it: where σ is 1, so is σ²'
        : `${Math.abs(excess).toFixed(3)} ${excess > 0 ? 'above' : 'below'} it`;
    verdict.textContent = `log p(x) is ${signed(truth)} nats. The ELBO ends ${(truth - right.at(-1)!).toFixed(3)} below it, the slip ${where}.`;
  }

  return livePanel(host, {
    intro: panelIntro(
      'The variance in place of the standard deviation',
      'The note draws <i>z</i> with <i>σ</i>² where <i>σ</i> belongs (erratum E9). The rate is then that of one Gaussian and the reconstruction ' +
        'that of another, narrower one, and their difference bounds nothing. In a linear-Gaussian world log <i>p</i>(<i>x</i>) is known: the ELBO ' +
        'climbs up to it and no further; the slip climbs past it, and the number looks better than the truth.',
      EQUATION,
    ),
    rules: RULES,
    label: 'World',
    views: [element('section', { class: 'plots wide' }, verdict, plot.element)],
    draw,
  });
}

function signed(nats: number): string {
  return nats.toFixed(3).replace('-', '−');
}
