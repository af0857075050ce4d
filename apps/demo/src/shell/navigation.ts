import { element } from '../dom/element.js';
import type { Panel, Topic } from '../panels/panel.js';

export interface Navigation {
  readonly element: HTMLElement;
  /** Says which panel is shown. */
  mark(panel: Panel): void;
}

/** Links to the panels, by topic. Where they would fill a small screen they are folded behind a button that names the one shown. */
export function navigation(panels: readonly Panel[]): Navigation {
  const links = new Map(panels.map(({ id, label }) => [id, element('a', { href: `#/${id}` }, label)]));
  const shown = element('strong');
  const toggle = element(
    'button',
    { type: 'button', class: 'nav-toggle', 'aria-expanded': 'false', 'aria-controls': 'nav-topics' },
    'Models ',
    shown,
  );
  const topics = element(
    'div',
    { class: 'nav-topics', id: 'nav-topics' },
    ...[...byTopic(panels)].map(([topic, of], i) =>
      element(
        'div',
        { class: 'nav-topic' },
        element('p', { id: `nav-topic-${i}` }, topic),
        element(
          'ul',
          { 'aria-labelledby': `nav-topic-${i}` },
          ...of.map(({ id }) => element('li', {}, links.get(id)!)),
        ),
      ),
    ),
  );
  const nav = element('nav', { class: 'models', 'aria-label': 'Models' }, toggle, topics);

  const unfolded = (): boolean => toggle.getAttribute('aria-expanded') === 'true';
  const unfold = (open: boolean): void => toggle.setAttribute('aria-expanded', String(open));
  toggle.addEventListener('click', () => unfold(!unfolded()));
  topics.addEventListener('click', (event) => {
    if (!(event.target instanceof HTMLAnchorElement) || !unfolded()) return;
    unfold(false);
    // The link that had the focus is out of sight now.
    toggle.focus();
  });
  nav.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !unfolded()) return;
    unfold(false);
    toggle.focus();
  });

  return {
    element: nav,
    mark(panel) {
      shown.textContent = panel.label;
      for (const [id, link] of links) {
        if (id === panel.id) link.setAttribute('aria-current', 'page');
        else link.removeAttribute('aria-current');
      }
    },
  };
}

/** In the order in which topics first occur, and panels within them. */
function byTopic(panels: readonly Panel[]): Map<Topic, Panel[]> {
  const topics = new Map<Topic, Panel[]>();
  for (const panel of panels) topics.set(panel.group, [...(topics.get(panel.group) ?? []), panel]);
  return topics;
}
