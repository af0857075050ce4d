import { element } from '../../dom/element.js';
import { choice } from '../../widgets/choice.js';
import { percent } from '../../widgets/numbers.js';
import { panelIntro } from '../../widgets/panel-intro.js';
import { emSession } from '../em-steps/session.js';
import type { MountedPanel } from '../panel.js';
import { ChainRun } from './chain-run.js';
import { modelView } from './model-view.js';
import { sequenceView } from './sequence-view.js';
import type { Kind } from './sources.js';

/** Fills `host` with the panel. */
export function mountHmmPanel(host: HTMLElement): MountedPanel {
  const sequence = sequenceView();
  const model = modelView();
  let kind: Kind = 'numbers';
  const kinds = choice<Kind>({
    label: 'Seen are',
    options: [
      { value: 'numbers', label: 'numbers' },
      { value: 'dice', label: 'dice' },
    ],
    value: kind,
    onChange(next) {
      kind = next;
      session.reset();
    },
  });
  const session = emSession({
    rules: {
      states: {
        label: 'States',
        initial: 3,
        min: 1,
        max: 5,
        integer: true,
        step: 1,
        hint: 'How many the model has. The sequence was made by three.',
      },
      steps: {
        label: 'Length',
        initial: 200,
        min: 20,
        max: 400,
        integer: true,
        step: 20,
        hint: 'Steps of the sequence.',
      },
      seed: {
        label: 'Seed',
        initial: 1,
        min: 0,
        max: Number.MAX_SAFE_INTEGER,
        integer: true,
        step: 1,
        hint: 'The sequence, and where the model starts.',
      },
    },
    choices: [kinds.element],
    per: 'step',
    says: {
      start: 'The states emit at random, and hardly prefer to stay. The model has seen nothing yet.',
      E: 'E step: forward and backward give the exact posterior over all paths at once. The bound touches log p(x).',
      M: 'M step: expected counts become chances, as if they had been seen. The bound rises, and log p(x) above it by at least as much.',
    },
    terms: { viterbi: 'Right by Viterbi', posterior: 'Right by posterior', ceiling: 'By the true model' },
    begin: (settings) => new ChainRun({ kind, ...settings }),
    show(run, status) {
      const decoded = run.decode();
      sequence.draw(run, decoded);
      model.draw(run, decoded);
      status.set('viterbi', percent(decoded.rightByViterbi));
      status.set('posterior', percent(decoded.rightByPosterior));
      status.set('ceiling', percent(run.decode(run.truth).rightByPosterior));
    },
  });
  host.append(
    panelIntro(
      'Hidden Markov model',
      'A hidden state walks, and each step shows only what the state emits. Baum and Welch’s EM finds states from the sequence alone; ' +
        'Viterbi’s path is the single likeliest walk, the posterior says at each step how sure one may be.',
      EQUATION,
    ),
    session.console,
    element('div', { class: 'views' }, sequence.element, model.element, session.plot, session.table),
  );
  session.reset();
  return { leave() {} };
}

const EQUATION =
  '<math display="block"><mi>p</mi><mo stretchy="false">(</mo><mi>x</mi><mo>,</mo><mi>z</mi><mo stretchy="false">)</mo><mo>=</mo><mi>t</mi><mo stretchy="false">(</mo><msub><mi>z</mi><mn>1</mn></msub><mo stretchy="false">)</mo>' +
  '<munder><mo>∏</mo><mrow><mi>i</mi><mo>&gt;</mo><mn>1</mn></mrow></munder><mi>t</mi><mo stretchy="false">(</mo><msub><mi>z</mi><mi>i</mi></msub><mo>|</mo><msub><mi>z</mi><mrow><mi>i</mi><mo>−</mo><mn>1</mn></mrow></msub><mo stretchy="false">)</mo>' +
  '<munder><mo>∏</mo><mi>i</mi></munder><mi>o</mi><mo stretchy="false">(</mo><msub><mi>x</mi><mi>i</mi></msub><mo>|</mo><msub><mi>z</mi><mi>i</mi></msub><mo stretchy="false">)</mo></math>';
