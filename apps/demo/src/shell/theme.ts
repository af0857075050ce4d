import { choice } from '../widgets/choice.js';
import { THEME_CHANGED } from './theme-changed.js';

const THEMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const KEY = 'latents.theme';

/** The control that chooses between the system's colours, light and dark; it remembers. */
export function themeControl(): HTMLElement {
  const kept = remembered();
  apply(kept);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', announce);
  return choice({
    label: 'Theme',
    options: THEMES.map((theme) => ({ value: theme, label: theme })),
    value: kept,
    onChange: (theme) => {
      apply(theme);
      remember(theme);
      announce();
    },
  }).element;
}

function apply(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
}

function announce(): void {
  document.dispatchEvent(new Event(THEME_CHANGED));
}

function remembered(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return THEMES.find((theme) => theme === kept) ?? 'auto';
  } catch {
    return 'auto';
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A browser that forbids storage forgets the theme; nothing else depends on it.
  }
}
