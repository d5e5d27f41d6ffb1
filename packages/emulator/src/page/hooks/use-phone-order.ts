import { removePhone, movePhone } from '../state/api';
import { useStore } from '../state/store';
import { focusOnNextFrame } from './focus-on-next-frame';
import { useAttempt } from './use-attempt';

/** What can be done with a phone in the list. */
export type PhoneOrder = {
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Towards the first phone (-1), or the last. */
  readonly move: (by: 1 | -1) => void;
  /** The focus goes to the phone that takes its place. */
  readonly remove: () => void;
  /** Why the last of these did not work; `null` when it did. */
  readonly error: string | null;
};

/** Moves and removes a phone of the list. */
export function usePhoneOrder(phone: string): PhoneOrder {
  const { state, dispatch } = useStore();
  const { error, busy, run } = useAttempt();
  const { phones } = state;
  const index = phones.indexOf(phone);

  const move = (by: 1 | -1) => {
    const before = by === -1 ? phones[index - 1] : (phones[index + 2] ?? null);
    if (busy || before === undefined || (by === 1 && index === phones.length - 1)) return;
    run(
      () => movePhone(phone, before),
      (moved) => {
        dispatch({ type: 'happened', events: [{ type: 'phones', ...moved }] });
      },
    );
  };
  const remove = () => {
    const neighbour = phones[index + 1] ?? phones[index - 1];
    run(
      () => removePhone(phone),
      (token) => {
        dispatch({ type: 'removePhone', phone });
        const text = `The phone ${phone} is removed, with its conversations.`;
        if (token !== null) dispatch({ type: 'offerUndo', text, token });
        focusOnNextFrame(neighbour === undefined ? 'add-phone' : `phone-${neighbour}`);
      },
    );
  };
  return { isFirst: index === 0, isLast: index === phones.length - 1, move, remove, error };
}
