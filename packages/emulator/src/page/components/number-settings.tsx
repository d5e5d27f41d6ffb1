import type { AriaAttributes } from 'preact';
import type { NumberSettings } from '../../engine/types';
import { MethodSelect } from './method-select';

/** What the fields of a number's settings get. */
export type SettingFields = {
  /** The number's settings as they are edited. */
  readonly own: NumberSettings;
  readonly edit: (change: Partial<NumberSettings>) => void;
  /** Attributes of the input of a setting that was refused; none of the others. */
  readonly problemOf: (name: keyof NumberSettings) => AriaAttributes;
};

/** The settings of a number that are seldom needed, folded. */
export function NumberSettingsFields(fields: SettingFields) {
  return (
    <details class="number-settings">
      <summary>More settings</summary>
      <FallbackMethodField {...fields} />
      <RedirectsField {...fields} />
      <PublicUrlField {...fields} />
    </details>
  );
}

function FallbackMethodField({ own, edit, problemOf }: SettingFields) {
  return (
    <label class="field">
      <span>Method of the fallback</span>
      <MethodSelect
        value={own.smsFallbackMethod ?? 'POST'}
        {...problemOf('smsFallbackMethod')}
        onChoose={(smsFallbackMethod) => {
          edit({ smsFallbackMethod });
        }}
      />
    </label>
  );
}

function RedirectsField({ own, edit, problemOf }: SettingFields) {
  return (
    <label class="field">
      <span>After HTTP 301 and 302</span>
      <select
        value={own.redirects ?? 'keep'}
        {...problemOf('redirects')}
        onChange={({ currentTarget }) => {
          edit({ redirects: currentTarget.value === 'get' ? 'get' : 'keep' });
        }}
      >
        <option value="keep">keep method and form</option>
        <option value="get">GET without the form</option>
      </select>
    </label>
  );
}

function PublicUrlField({ own, edit, problemOf }: SettingFields) {
  return (
    <label class="field">
      <span>Public address of the app (optional)</span>
      <input
        type="url"
        value={own.publicUrl ?? ''}
        placeholder="https://their.name"
        spellcheck={false}
        {...problemOf('publicUrl')}
        onInput={({ currentTarget }) => {
          edit({ publicUrl: currentTarget.value });
        }}
      />
    </label>
  );
}
