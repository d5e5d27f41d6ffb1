import type { OpenStorage } from './stored-phones';

/** The colours of the page: those that the system prefers, or always the same. */
export const THEMES = ['system', 'light', 'dark'] as const;

/** One of them. */
export type Theme = (typeof THEMES)[number];

/** The key in local storage. Other tabs of the page are told when it changes. */
export const THEME_KEY = 'sms-emulator-theme';

const openLocalStorage: OpenStorage = () => localStorage;

/** The colours that were chosen in this browser; the system's when there is nothing readable. */
export function readTheme(open: OpenStorage = openLocalStorage): Theme {
  try {
    const stored = open().getItem(THEME_KEY);
    return THEMES.find((theme) => theme === stored) ?? 'system';
  } catch {
    return 'system';
  }
}

/** Stores the colours for the next visit. Where a browser refuses that, the choice is lost with the page. */
export function storeTheme(theme: Theme, open: OpenStorage = openLocalStorage): void {
  try {
    open().setItem(THEME_KEY, theme);
  } catch {
    // Storage is blocked or full: the page works without it.
  }
}

/** Shows the page in these colours. The style sheet reads the attribute. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}
