import { panelIntro } from '../../widgets/panel-intro.js';

/** What the panel shows, in a few sentences. */
export function intro(): HTMLElement {
  return panelIntro(
    'Basic, denoising and variational autoencoders',
    'Three models of one shape learn the same digits. The basic one keeps what it takes to draw <i>x</i> again; the denoising one is shown ' +
      'a digit with pixels masked, and has to draw the whole one; the variational one pays for what its code tells, so that its codes ' +
      'fill the prior. The first reconstructs best; the second repairs; only the third makes digits from draws of ' +
      '<i>z</i> ~ N(0, <i>I</i>): nothing told the others where their codes should lie.',
  );
}
