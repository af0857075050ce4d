import { element } from '../../dom/element.js';
import { classMap } from '../../widgets/class-map.js';
import { imageGrid } from '../../widgets/image-grid.js';
import { Latest } from '../../workers/latest.js';
import type { Images } from '../digits/images.js';
import type { LatentMapData, Point } from './messages.js';

export interface LatentMap {
  readonly element: HTMLElement;
  draw(map: LatentMapData): void;
  decoded(at: Point, image: Images): void;
  clear(): void;
}

/** The held-out digits where the encoder puts them, and what the decoder makes of the place pointed at. */
export function createLatentMap(decode: (at: Point) => void): LatentMap {
  const places = new Latest(decode);
  const map = classMap({
    label: 'Map of the codes of the held-out digits. The place pointed at is decoded into an image.',
    onProbe: (at) => places.put(at),
  });
  const image = imageGrid({ columns: 1, label: 'The image decoded from the place pointed at.' });
  const place = element('output', { class: 'map-place' }, 'Point at the map to decode a place.');
  const caption = element('p', { class: 'hint' });
  const digits = Array.from({ length: 10 }, (_, digit) =>
    element('li', { style: `color: var(--digit-${digit})` }, String(digit)),
  );
  return {
    element: element(
      'section',
      { class: 'latent', 'aria-labelledby': 'vae-map' },
      element('h2', { id: 'vae-map' }, 'The latent space'),
      caption,
      element(
        'div',
        { class: 'latent-body' },
        map.element,
        element(
          'aside',
          { class: 'probe', 'aria-label': 'Decoded' },
          element('div', { class: 'probe-image', 'data-grid': 'decoded' }, image.element),
          place,
          element('ul', { class: 'digit-key', 'aria-label': 'Colours of the digits' }, ...digits),
        ),
      ),
    ),
    draw(data) {
      map.draw(data);
      const count = data.labels.length.toLocaleString('en');
      caption.textContent = `Posterior means of ${count} held-out digits, drawn as the digits they are: ${data.plane}.`;
    },
    decoded(at, pixels) {
      image.draw(pixels);
      place.textContent = `decoded at (${at.map((x) => x.toFixed(2)).join(', ')})`;
      places.answered();
    },
    clear: () => places.clear(),
  };
}
