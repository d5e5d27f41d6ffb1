import { useState } from 'preact/hooks';
import {
  OPT_OUT_WORDS,
  type AdvancedOptOut,
  type OptOutLanguage,
  type OptOutRule,
  type OptOutWord,
  standardRule,
} from '../../engine/opt-out-words';
import { BinIcon, PlusIcon } from './icons';
import type { SettingFields } from './number-settings';

const NAMES: Readonly<Record<OptOutWord, string>> = { stop: 'Opt-out', start: 'Opt-in', help: 'Help' };

/** Switches Advanced Opt-Out on, with its keywords and texts in several languages. */
export function OptOutFields({ own, edit, problemOf }: SettingFields) {
  const { advancedOptOut = false } = own;
  const settings = typeof advancedOptOut === 'boolean' ? {} : advancedOptOut;
  const languages = settings.languages ?? [];
  const change = (part: Partial<AdvancedOptOut>) => {
    edit({ advancedOptOut: { ...settings, ...part } });
  };
  return (
    <>
      <label class="check">
        <input
          type="checkbox"
          checked={advancedOptOut !== false}
          {...problemOf('advancedOptOut')}
          onChange={({ currentTarget }) => {
            edit({ advancedOptOut: currentTarget.checked });
          }}
        />
        Advanced Opt-Out
      </label>
      {advancedOptOut !== false && (
        <div class="opt-out">
          {OPT_OUT_WORDS.map((word) => (
            <RuleFields
              key={word}
              name={NAMES[word]}
              path={`advancedOptOut.${word}`}
              rule={standardRule(settings, word)}
              problemOf={problemOf}
              change={(part) => {
                change({ [word]: { ...settings[word], ...part } });
              }}
            />
          ))}
          {languages.map((language, index) => (
            <LanguageFields
              key={index}
              language={language}
              path={`advancedOptOut.languages.${index}`}
              problemOf={problemOf}
              change={(changed) => {
                change({ languages: languages.with(index, changed) });
              }}
              remove={() => {
                change({ languages: languages.toSpliced(index, 1) });
              }}
            />
          ))}
          <button
            type="button"
            class="quiet labelled"
            onClick={() => {
              change({ languages: [...languages, { language: '' }] });
            }}
          >
            <PlusIcon /> Add a language
          </button>
        </div>
      )}
    </>
  );
}

type Fields = { readonly path: string } & Pick<SettingFields, 'problemOf'>;

function LanguageFields({
  language,
  path,
  problemOf,
  change,
  remove,
}: Fields & {
  readonly language: OptOutLanguage;
  readonly change: (language: OptOutLanguage) => void;
  readonly remove: () => void;
}) {
  const name = language.language === '' ? 'New language' : language.language;
  return (
    <fieldset class="opt-out">
      <legend>{name}</legend>
      <div class="field-row">
        <label class="field grows">
          <span>Language</span>
          <input
            value={language.language}
            placeholder="es"
            {...problemOf(`${path}.language`)}
            onInput={({ currentTarget }) => {
              change({ ...language, language: currentTarget.value });
            }}
          />
        </label>
        <button type="button" class="quiet round" onClick={remove}>
          <BinIcon />
          <span class="visually-hidden">Remove {name}</span>
        </button>
      </div>
      {OPT_OUT_WORDS.map((word) => {
        const rule = language[word] ?? { keywords: [], reply: '' };
        return (
          <RuleFields
            key={word}
            name={NAMES[word]}
            path={`${path}.${word}`}
            rule={rule}
            problemOf={problemOf}
            change={(part) => {
              const changed = { ...rule, ...part };
              const isEmpty = changed.keywords.length === 0 && changed.reply === '';
              change({ ...language, [word]: isEmpty ? undefined : changed });
            }}
          />
        );
      })}
    </fieldset>
  );
}

/** Keywords, separated by commas, and the text that answers them. */
function RuleFields({
  name,
  path,
  rule,
  problemOf,
  change,
}: Fields & {
  readonly name: string;
  readonly rule: OptOutRule;
  readonly change: (part: Partial<OptOutRule>) => void;
}) {
  const [typed, setTyped] = useState('');
  const keywords = rule.keywords.join(', ');
  // As it is typed: a comma at the end is no keyword yet.
  const shown = keywordsIn(typed).join(', ') === keywords ? typed : keywords;
  return (
    <div class="field-row rule">
      <label class="field grows">
        <span>{name} keywords</span>
        <input
          value={shown}
          spellcheck={false}
          {...problemOf(`${path}.keywords`)}
          onInput={({ currentTarget: { value } }) => {
            setTyped(value);
            change({ keywords: keywordsIn(value) });
          }}
        />
      </label>
      <label class="field grows">
        <span>{name} answer</span>
        <textarea
          rows={2}
          value={rule.reply}
          {...problemOf(`${path}.reply`)}
          onInput={({ currentTarget }) => {
            change({ reply: currentTarget.value });
          }}
        />
      </label>
    </div>
  );
}

const keywordsIn = (text: string): string[] =>
  text
    .split(',')
    .map((keyword) => keyword.trim())
    .filter((keyword) => keyword !== '');
