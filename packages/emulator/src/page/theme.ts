import { applyTheme, readTheme } from './state/theme';

// Runs before the style sheet is loaded, so that the page is never painted in other colours than those that were chosen.
applyTheme(readTheme());
