import { panelIntro } from '../../widgets/panel-intro.js';
import { elboEquation, LOG, probability } from '../training/elbo-equation.js';

const [X, Z] = ['<mi>x</mi>', '<mi>z</mi>'];

/** What the panel shows, in three sentences and an equation. */
export function intro(): HTMLElement {
  return panelIntro(
    'Variational autoencoder',
    'A decoder turns a code <i>z</i>, drawn from a standard normal, into the probability of each pixel of a digit <i>x</i>. ' +
      'How likely it makes the data cannot be computed, but an encoder that guesses <i>z</i> from <i>x</i> bounds it from below, ' +
      'and training moves both up that bound. Watch it rise, the reconstructions sharpen, new digits form from nothing but ' +
      'noise, and the codes of like digits gather.',
    elboEquation({
      label:
        'log p of x is at least the expectation under q of z given x of log p of x given z, minus the K L divergence of q of z given x from p of z',
      reconstruction: `<msub><mi>E</mi><mrow>${probability('q', Z, X)}</mrow></msub><mo stretchy="false">[</mo>${LOG}${probability('p', X, Z)}<mo stretchy="false">]</mo>`,
      posterior: probability('q', Z, X),
      prior: probability('p', Z),
    }),
  );
}
