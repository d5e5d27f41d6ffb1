import { useState } from 'preact/hooks';
import type { OwnNumber } from '../../engine/types';
import { freshNumber } from '../state/fresh-number';
import { useStore } from '../state/store';
import { Dialog } from './dialog';
import { HashIcon, PlusIcon } from './icons';
import { NumberForm } from './number-form';

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

function NumberList() {
  const { state } = useStore();
  const [added, setAdded] = useState<readonly OwnNumber[]>([]);
  const unsaved = added.filter(({ number }) => !state.numbers.some((own) => own.number === number));

  const add = () => {
    const taken = [...state.phones, ...[...state.numbers, ...added].map(({ number }) => number)];
    const number = freshNumber(taken);
    setAdded([...added, { number, name: number, smsUrl: '', smsMethod: 'POST', smsFallbackUrl: '' }]);
  };

  return (
    <>
      <p class="muted">What Twilio calls when a message comes in, as the Console has it for each number.</p>
      {state.numbers.map((own) => (
        <NumberForm key={own.number} own={own} />
      ))}
      {unsaved.map((own) => (
        <NumberForm
          key={own.number}
          own={own}
          onCreated={() => {
            setAdded((all) => all.filter((other) => other !== own));
          }}
        />
      ))}
      <button type="button" class="quiet labelled" onClick={add}>
        <PlusIcon /> Add a number
      </button>
    </>
  );
}
