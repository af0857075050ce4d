import { element } from '../../dom/element.js';
import { imageGrid, interleaveRows } from '../../widgets/image-grid.js';
import type { Images } from '../digits/images.js';

export interface Pictures {
  readonly element: HTMLElement;
  inputs(inputs: Images): void;
  draw(reconstructions: Images, samples: Images): void;
}

const COLUMNS = 10;

/** Held-out digits above their reconstructions, and samples from the prior. */
export function createPictures(): Pictures {
  const pairs = imageGrid({
    columns: COLUMNS,
    label: 'Two held-out examples of each digit from 0 to 9, each above its reconstruction.',
  });
  const generated = imageGrid({ columns: COLUMNS, label: 'Forty images decoded from draws from the prior.' });
  let inputs: Images | undefined;
  return {
    element: element(
      'section',
      { class: 'pictures', 'aria-labelledby': 'vae-pictures' },
      element('h2', { id: 'vae-pictures' }, 'What the model draws'),
      element(
        'figure',
        { 'data-grid': 'reconstructions' },
        element(
          'figcaption',
          {},
          element('h3', {}, 'Inputs and reconstructions'),
          element(
            'p',
            { class: 'hint' },
            'First and third row: held-out digits. Below each: the decoded mean of its code.',
          ),
        ),
        pairs.element,
      ),
      element(
        'figure',
        { 'data-grid': 'samples' },
        element(
          'figcaption',
          {},
          element('h3', {}, 'Samples'),
          element('p', { class: 'hint' }, 'Decoded from forty draws of z from the prior, the same draws throughout.'),
        ),
        generated.element,
      ),
    ),
    inputs(images) {
      inputs = images;
    },
    draw(reconstructions, samples) {
      if (inputs !== undefined) pairs.draw(interleaveRows(inputs, reconstructions, COLUMNS));
      generated.draw(samples);
    },
  };
}
