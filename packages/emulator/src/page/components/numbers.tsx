import { useState } from 'preact/hooks';
import { freshNumber } from '../../engine/fresh-number';
import { newNumber } from '../../engine/own-number';
import type { NumberSettings, OwnNumber } from '../../engine/types';
import { focusOnNextFrame } from '../hooks/focus-on-next-frame';
import { useAttempt } from '../hooks/use-attempt';
import { saveNumber } from '../state/api';
import { useStore } from '../state/store';
import { Dialog } from './dialog';
import { HashIcon, PlusIcon } from './icons';
import { NumberForm } from './number-form';
import { PhoneNumber } from './phone-number';
import { Problem } from './problem';

/** The button that opens the dialog with your numbers and their webhooks. */
export function NumbersButton() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class="quiet labelled"
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true);
        }}
      >
        <HashIcon />
        <span class="label">Numbers</span>
      </button>
      {open && (
        <Dialog
          title="Your numbers"
          onClose={() => {
            setOpen(false);
          }}
        >
          <NumberList />
        </Dialog>
      )}
    </>
  );
}

/** The addresses of your Functions, which any number can call. */
const functionUrls = (numbers: readonly OwnNumber[]): { name: string; url: string }[] =>
  numbers
    .filter(({ number, name }) => name !== number)
    .map(({ name, smsUrl, functionUrl = smsUrl }) => ({ name, url: functionUrl }));

/** What can be set of a number, without its address. */
const settingsOf = (own: OwnNumber): Partial<NumberSettings> =>
  Object.fromEntries(Object.entries(own).filter(([key]) => key !== 'number' && key !== 'name'));

/** A number that was deleted, until the dialog is closed. */
function DeletedNumber({ own }: { own: OwnNumber }) {
  const { number } = own;
  const { error, busy, run } = useAttempt();
  return (
    <div class="deleted-number">
      <p>
        <PhoneNumber value={number} /> is deleted. Its conversations are still here.
      </p>
      <button
        type="button"
        id={`restore-${number}`}
        class="quiet"
        disabled={busy}
        onClick={() => {
          run(() => saveNumber(number, settingsOf(own)));
        }}
      >
        Restore
        <span class="visually-hidden"> the number {number}</span>
      </button>
      <Problem text={error} />
    </div>
  );
}

function NumberList() {
  const { state } = useStore();
  const [added, setAdded] = useState<readonly OwnNumber[]>([]);
  /** By the numbers that were added and saved: what they were at first. The form stays, with what has been edited in it meanwhile. */
  const [firstNumbers, setFirstNumbers] = useState<ReadonlyMap<string, string>>(new Map());
  const [deleted, setDeleted] = useState<readonly OwnNumber[]>([]);
  const unsaved = added.filter(({ number }) => !state.numbers.some((own) => own.number === number));

  const add = () => {
    const taken = [...state.phones, ...[...state.numbers, ...added].map(({ number }) => number)];
    setAdded([...added, newNumber(freshNumber(taken))]);
  };

  return (
    <>
      <p class="muted">What Twilio calls when a message comes in, as the Console has it for each number.</p>
      <datalist id="function-urls">
        {functionUrls(state.numbers).map(({ name, url }) => (
          <option key={url} value={url}>
            {name}
          </option>
        ))}
      </datalist>
      {[
        ...state.numbers.map((own) => (
          <NumberForm
            key={firstNumbers.get(own.number) ?? own.number}
            own={own}
            onDeleted={() => {
              setDeleted((all) => [...all.filter(({ number }) => number !== own.number), own]);
              focusOnNextFrame(`restore-${own.number}`);
            }}
          />
        )),
        ...unsaved.map((own) => (
          <NumberForm
            key={own.number}
            own={own}
            onCreated={(number) => {
              setFirstNumbers((all) => new Map(all).set(number, own.number));
              setAdded((all) => all.filter((other) => other !== own));
            }}
          />
        )),
      ]}
      {deleted
        .filter(({ number }) => !state.numbers.some((own) => own.number === number))
        .map((own) => (
          <DeletedNumber key={own.number} own={own} />
        ))}
      <button type="button" class="quiet labelled" onClick={add}>
        <PlusIcon /> Add a number
      </button>
    </>
  );
}
