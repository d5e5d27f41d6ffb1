import { useId, useState } from 'preact/hooks';
import type { NumberSettings, OwnNumber } from '../../engine/types';
import { useAttempt } from '../hooks/use-attempt';
import { ApiError, saveNumber } from '../state/api';
import { withNumber } from '../state/state';
import { useStore } from '../state/store';
import { MethodSelect } from './method-select';
import { ChannelName, PhoneNumber } from './phone-number';
import { NumberSettingsFields } from './number-settings';
import { NumberTools } from './number-tools';
import { Problem } from './problem';

type NumberFormProps = {
  readonly own: OwnNumber;
  /** Of a new number, whose address can be another: called with it when it is saved. */
  readonly onCreated?: (number: string) => void;
  readonly onDeleted?: () => void;
};

/** The form for the name and the webhook of one of your numbers. */
export function NumberForm({ own, onCreated, onDeleted }: NumberFormProps) {
  const { state, dispatch } = useStore();
  const isNew = onCreated !== undefined;
  const [number, setNumber] = useState(own.number);
  const { error, field, busy, run, clear } = useAttempt();
  const [edited, setEdited] = useState<Partial<NumberSettings>>({});
  const id = useId();
  const { smsUrl, smsMethod, smsFallbackUrl } = { ...own, ...edited };
  const isChanged =
    isNew || Object.entries(edited).some(([key, value]) => own[key as keyof NumberSettings] !== value);

  const edit = (change: Partial<NumberSettings>) => {
    clear();
    setEdited({ ...edited, ...change });
  };
  /** Drops what is edited now, once it is saved or reset. What is edited meanwhile stays. */
  const dropEdited = () => {
    setEdited((later) =>
      Object.fromEntries(
        Object.entries(later).filter(([key, value]) => edited[key as keyof NumberSettings] !== value),
      ),
    );
  };
  const save = () => {
    run(
      () => {
        if (isNew && state.numbers.some((other) => other.number === number))
          return Promise.reject(new ApiError(`${number} is one of your numbers already.`, 'number'));
        return saveNumber(number, isNew ? { smsUrl, smsMethod, smsFallbackUrl, ...edited } : edited);
      },
      (saved) => {
        dispatch({ type: 'changedNumbers', since: state.numbers, numbers: withNumber(state.numbers, saved) });
        dropEdited();
        onCreated?.(number);
        dispatch({ type: 'notify', text: `${number} is saved.` });
      },
    );
  };
  const problemOf = (path: string) =>
    field === path || field?.startsWith(`${path}.`)
      ? { 'aria-invalid': true, 'aria-describedby': `${id}-problem` }
      : {};

  return (
    <form
      class="number-form"
      aria-labelledby={`${id}-name`}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <h3 id={`${id}-name`}>
        {own.friendlyName !== undefined && <span>{own.friendlyName}</span>}
        {own.name !== own.number && <code>{own.name}</code>} <PhoneNumber value={number} />
        <ChannelName address={number} />
      </h3>
      {isNew && (
        <label class="field">
          <span>Phone number, short code, whatsapp:…, rcs:… or messenger:…</span>
          <input
            value={number}
            spellcheck={false}
            {...problemOf('number')}
            onInput={({ currentTarget }) => {
              clear();
              setNumber(currentTarget.value.trim());
            }}
          />
        </label>
      )}
      <div class="field-row">
        <label class="field grows">
          <span>A message comes in</span>
          <input
            id={`${id}-url`}
            type="url"
            value={smsUrl}
            placeholder="http://127.0.0.1:5000/sms"
            list="function-urls"
            spellcheck={false}
            {...problemOf('smsUrl')}
            onInput={({ currentTarget }) => {
              edit({ smsUrl: currentTarget.value });
            }}
          />
        </label>
        <label class="field">
          <span>Method</span>
          <MethodSelect
            value={smsMethod}
            {...problemOf('smsMethod')}
            onChoose={(method) => {
              edit({ smsMethod: method });
            }}
          />
        </label>
      </div>
      <div class="field-row">
        <label class="field grows">
          <span>When that fails (optional)</span>
          <input
            type="url"
            value={smsFallbackUrl}
            placeholder="A fallback URL"
            spellcheck={false}
            {...problemOf('smsFallbackUrl')}
            onInput={({ currentTarget }) => {
              edit({ smsFallbackUrl: currentTarget.value });
            }}
          />
        </label>
        <button type="submit" disabled={busy || !isChanged}>
          Save
        </button>
      </div>
      <Problem id={`${id}-problem`} text={error} />
      {onDeleted !== undefined && (
        <NumberTools
          own={own}
          edited={edited}
          onReset={() => {
            clear();
            dropEdited();
            // Unless somebody writes in another field by now.
            if (document.activeElement?.matches('input, select, textarea') !== true)
              document.getElementById(`${id}-url`)?.focus();
          }}
          onDeleted={onDeleted}
        />
      )}
      <NumberSettingsFields own={{ ...own, ...edited }} edit={edit} problemOf={problemOf} />
    </form>
  );
}
