import { element } from '../dom/element.js';
import type { MountedPanel, Panel } from '../panels/panel.js';
import { navigation } from './navigation.js';
import { themeControl } from './theme.js';

interface Page {
  readonly host: HTMLElement;
  mounted?: MountedPanel;
}

/** The frame around the panels: name, navigation by the address's hash, theme. A panel keeps its state while another shows. */
export function mountShell(body: HTMLElement, panels: readonly Panel[]): void {
  const links = navigation(panels);
  const main = element('main', { id: 'main', tabindex: -1 });
  const skip = element('a', { href: '#main', class: 'skip' }, 'Skip to the panel');
  skip.addEventListener('click', (event) => {
    event.preventDefault();
    main.focus();
  });
  body.append(
    skip,
    element(
      'header',
      { class: 'masthead' },
      element('a', { class: 'wordmark', href: `#/${panels[0]!.id}` }, 'latents'),
      themeControl(),
      links.element,
    ),
    main,
    element(
      'footer',
      { class: 'colophon' },
      'Everything on this page is computed here, in your browser. It asks nothing of any server once it is loaded.',
    ),
  );

  const pages = new Map<string, Page>();
  let shown: string | undefined;

  async function show(panel: Panel): Promise<void> {
    if (shown === panel.id) return;
    const before = shown === undefined ? undefined : pages.get(shown);
    before?.mounted?.leave();
    if (before !== undefined) before.host.hidden = true;
    shown = panel.id;
    document.title = `${panel.title} · latents`;
    links.mark(panel);
    let page = pages.get(panel.id);
    if (page === undefined) {
      page = { host: element('article', { class: 'panel', 'data-panel': panel.id }) };
      pages.set(panel.id, page);
      main.append(page.host);
      try {
        page.mounted = (await panel.load())(page.host);
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        page.host.append(element('p', { class: 'alert', role: 'alert' }, `This panel could not be loaded: ${text}`));
      }
    }
    page.host.hidden = shown !== panel.id;
  }

  function follow(): void {
    const id = location.hash.replace(/^#\/?/, '');
    void show(panels.find((panel) => panel.id === id) ?? panels[0]!);
  }
  addEventListener('hashchange', follow);
  follow();
}
