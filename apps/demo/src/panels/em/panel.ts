import { element } from '../../dom/element.js';
import { panelIntro } from '../../widgets/panel-intro.js';
import { emSession } from '../em-steps/session.js';
import type { MountedPanel } from '../panel.js';
import { mixtureMap } from './mixture-map.js';
import { MixtureRun } from './mixture-run.js';

/** Fills `host` with the panel. */
export function mountEmPanel(host: HTMLElement): MountedPanel {
  const map = mixtureMap();
  const session = emSession({
    rules: {
      components: {
        label: 'Components',
        initial: 4,
        min: 1,
        max: 8,
        integer: true,
        step: 1,
        hint: 'How many Gaussians are fitted. The points come from four.',
      },
      seed: {
        label: 'Seed',
        initial: 1,
        min: 0,
        max: Number.MAX_SAFE_INTEGER,
        integer: true,
        step: 1,
        hint: 'The points, and where the components start.',
      },
    },
    per: 'point',
    says: {
      start: 'The components lie on points drawn at random. Nothing says yet which point is whose.',
      E: 'E step: the posterior is exact, and the bound touches log p(x). No other step closes the gap.',
      M: 'M step: the components move to where the posterior wants them. The bound rises, and log p(x) above it by at least as much.',
    },
    terms: {},
    begin: (settings) => new MixtureRun(settings),
    show: (run) => map.draw(run),
  });
  host.append(
    panelIntro(
      'Expectation-maximisation',
      'Each point <i>x</i> was made by one of a few Gaussians <i>z</i>, and nobody noted by which. Two players raise one lower ' +
        'bound on log <i>p</i>(<i>x</i>) in turn: the posterior <i>q</i>(<i>z</i> | <i>x</i>) makes it touch, the model lifts it.',
    ),
    session.console,
    element('div', { class: 'views' }, map.element, session.plot, session.table),
  );
  session.reset();
  return { leave() {} };
}
