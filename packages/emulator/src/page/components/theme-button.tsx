import { useEffect, useState } from 'preact/hooks';
import { applyTheme, readTheme, storeTheme, type Theme, THEME_KEY, THEMES } from '../state/theme';
import { ThemeIcon } from './icons';
import { Panel } from './panel';

const WORDS: Readonly<Record<Theme, string>> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
};

/** The button that opens the choice of light and dark colours, and the choice. The browser remembers it. */
export function ThemeButton() {
  const [chosen, setChosen] = useState(readTheme);
  useEffect(() => {
    applyTheme(chosen);
  }, [chosen]);
  useEffect(() => {
    const readAgain = ({ key }: StorageEvent) => {
      if (key === THEME_KEY || key === null) setChosen(readTheme());
    };
    addEventListener('storage', readAgain);
    return () => {
      removeEventListener('storage', readAgain);
    };
  }, []);

  return (
    <>
      <button type="button" class="quiet round theme" popovertarget="theme" title="Colours">
        <ThemeIcon />
        <span class="visually-hidden">Colours</span>
      </button>
      <Panel id="theme" title="Colours">
        <fieldset class="choices">
          <legend class="visually-hidden">Colours of this page</legend>
          {THEMES.map((theme) => (
            <label key={theme}>
              <input
                type="radio"
                name="theme"
                value={theme}
                checked={theme === chosen}
                onChange={() => {
                  storeTheme(theme);
                  setChosen(theme);
                }}
              />
              <span>{WORDS[theme]}</span>
            </label>
          ))}
        </fieldset>
      </Panel>
    </>
  );
}
