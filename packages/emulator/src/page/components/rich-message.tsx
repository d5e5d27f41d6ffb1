import { useState } from 'preact/hooks';
import { channelOf, defaultProfileName } from '../../engine/channels';
import { useAttempt } from '../hooks/use-attempt';
import { sendMessage, setPhone } from '../state/api';
import { useStore } from '../state/store';
import { Problem } from './problem';

/** What a phone of another channel than SMS can do beside texting, folded: tap a button, and have a name on WhatsApp. */
export function RichMessage({ phone, number }: { phone: string; number: string }) {
  const isOnWhatsApp = channelOf(phone) === 'whatsapp';
  return (
    <details class="rich-message">
      <summary>{isOnWhatsApp ? 'Tap a button, name the phone' : 'Tap a button'}</summary>
      <TapForm phone={phone} number={number} />
      {isOnWhatsApp && <NameForm phone={phone} />}
    </details>
  );
}

function TapForm({ phone, number }: { phone: string; number: string }) {
  const { error, busy, run, clear } = useAttempt();
  const [text, setText] = useState('');
  const [payload, setPayload] = useState('');
  const isOff = useStore().state.off.includes(phone);
  return (
    <form
      class="field-row"
      aria-label="Tap a button"
      onSubmit={(event) => {
        event.preventDefault();
        run(() => sendMessage(phone, number, text, [], { buttonPayload: payload }));
      }}
    >
      <label class="field grows">
        <span>What stands on it</span>
        <input
          value={text}
          placeholder="Confirm"
          onInput={({ currentTarget }) => {
            clear();
            setText(currentTarget.value);
          }}
        />
      </label>
      <label class="field grows">
        <span>Its payload</span>
        <input
          value={payload}
          placeholder="confirm"
          spellcheck={false}
          onInput={({ currentTarget }) => {
            clear();
            setPayload(currentTarget.value);
          }}
        />
      </label>
      <button type="submit" disabled={busy || isOff || text.trim() === ''}>
        Tap
      </button>
      <Problem text={error} />
    </form>
  );
}

function NameForm({ phone }: { phone: string }) {
  const { state, dispatch } = useStore();
  const { error, busy, run, clear } = useAttempt();
  const saved = state.profileNames[phone] ?? '';
  const [edited, setEdited] = useState<string | null>(null);
  const name = edited ?? saved;
  return (
    <form
      class="field-row"
      aria-label="Name on WhatsApp"
      onSubmit={(event) => {
        event.preventDefault();
        run(
          () => setPhone(phone, { profileName: name.trim() }),
          (phones) => {
            // What was typed while it was being saved stays.
            setEdited((now) => (now === edited ? null : now));
            dispatch({ type: 'happened', events: [{ type: 'phones', ...phones }] });
            dispatch({ type: 'notify', text: 'The name is saved.' });
          },
        );
      }}
    >
      <label class="field grows">
        <span>Name on WhatsApp</span>
        <input
          value={name}
          placeholder={defaultProfileName(phone)}
          onInput={({ currentTarget }) => {
            clear();
            setEdited(currentTarget.value);
          }}
        />
      </label>
      <button type="submit" class="quiet" disabled={busy || name.trim() === saved}>
        Save
      </button>
      <Problem text={error} />
    </form>
  );
}
