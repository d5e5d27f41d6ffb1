import type { AriaAttributes } from 'preact';
import { KIND_SETTINGS, kindByNumber, type KindSetting, type NumberKind } from '../../engine/number-kind';
import type { NumberSettings, OwnNumber } from '../../engine/types';
import { MethodSelect } from './method-select';
import { OptOutFields } from './opt-out-fields';

/** What the fields of a number's settings get. */
export type SettingFields = {
  /** The number's settings as they are edited. */
  readonly own: OwnNumber;
  readonly edit: (change: Partial<NumberSettings>) => void;
  /** Attributes of the input of a setting, or of a part of one, that was refused; none of the others. */
  readonly problemOf: (path: string) => AriaAttributes;
};

/** The settings of a number that are seldom needed, folded. */
export function NumberSettingsFields(fields: SettingFields) {
  return (
    <details class="number-settings">
      <summary>More settings</summary>
      <NameField {...fields} />
      <FallbackMethodField {...fields} />
      <RedirectsField {...fields} />
      <PublicUrlField {...fields} />
      <KindField {...fields} />
      <OptOutFields {...fields} />
      <ChannelCookiesField {...fields} />
    </details>
  );
}

function NameField({ own, edit, problemOf }: SettingFields) {
  return (
    <label class="field">
      <span>Name (optional)</span>
      <input
        value={own.friendlyName ?? ''}
        maxLength={64}
        {...problemOf('friendlyName')}
        onInput={({ currentTarget }) => {
          edit({ friendlyName: currentTarget.value });
        }}
      />
    </label>
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

const KINDS: Readonly<Record<NumberKind, string>> = {
  longCode: 'Long code',
  tollFree: 'Toll-free number',
  shortCode: 'Short code',
};

function KindField({ own, edit, problemOf }: SettingFields) {
  const nameOf = (kind: KindSetting): string =>
    kind === 'byNumber' ? `${KINDS[kindByNumber(own.number)]}, by its digits` : KINDS[kind];
  return (
    <label class="field">
      <span>Kind of number: who answers STOP</span>
      <select
        value={own.kind ?? 'byNumber'}
        {...problemOf('kind')}
        onChange={({ currentTarget }) => {
          edit({ kind: currentTarget.value as KindSetting });
        }}
      >
        {KIND_SETTINGS.map((kind) => (
          <option key={kind} value={kind}>
            {nameOf(kind)}
          </option>
        ))}
      </select>
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

function ChannelCookiesField({ own, edit, problemOf }: SettingFields) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={own.channelCookies !== false}
        {...problemOf('channelCookies')}
        onChange={({ currentTarget }) => {
          edit({ channelCookies: currentTarget.checked });
        }}
      />
      <span>Keep cookies on WhatsApp, RCS and Messenger too</span>
    </label>
  );
}
