import { panelIntro } from '../../widgets/panel-intro.js';
import { elboEquation, LOG, probability } from '../training/elbo-equation.js';

const [X, Z] = ['<mi>x</mi>', '<mi>z</mi>'];

/** What the panel shows, in a few sentences and an equation. */
export function intro(): HTMLElement {
  return panelIntro(
    'Posterior collapse and beta',
    'A coordinate of <i>z</i> whose posterior equals the prior says nothing of <i>x</i>: it has collapsed. Each must pay for what it says, <i>β</i> nats ' +
      'of reconstruction for a nat of rate. The dearer the rate, the less they say, until none pays and the decoder, alone, draws one grey ' +
      'digit for all. That state holds itself: a decoder that ignores <i>z</i> gives the encoder no reason to speak. Free nats, for which nothing is ' +
      'charged, keep the line open.',
    elboEquation({
      label:
        'log p of x is at least the expected log p of x given z, minus beta times the K L divergence of q of z given x from p of z',
      reconstruction: `<msub><mi>E</mi><mrow>${probability('q', Z, X)}</mrow></msub><mo stretchy="false">[</mo>${LOG}${probability('p', X, Z)}<mo stretchy="false">]</mo>`,
      posterior: probability('q', Z, X),
      prior: probability('p', Z),
    }),
  );
}
