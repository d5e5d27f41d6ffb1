import { focusOnNextFrame } from '../hooks/focus-on-next-frame';
import { useAttempt } from '../hooks/use-attempt';
import { movePhone, removePhone } from '../state/api';
import { useStore } from '../state/store';
import { ArrowDownIcon, ArrowUpIcon, CloseIcon } from './icons';
import { Problem } from './problem';

/** What can be done with the chosen phone in the list: move it up or down, and remove it. */
export function PhoneActions({ phone }: { phone: string }) {
  const { state, dispatch } = useStore();
  const { error, busy, run } = useAttempt();
  const { phones } = state;
  const index = phones.indexOf(phone);

  const move = (by: 1 | -1) => () => {
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
  return (
    <>
      <span class="phone-actions">
        {index > 0 && (
          <button type="button" class="quiet round" title="Move this phone up" onClick={move(-1)}>
            <ArrowUpIcon />
            <span class="visually-hidden">Move the phone {phone} up</span>
          </button>
        )}
        {index < phones.length - 1 && (
          <button type="button" class="quiet round" title="Move this phone down" onClick={move(1)}>
            <ArrowDownIcon />
            <span class="visually-hidden">Move the phone {phone} down</span>
          </button>
        )}
        <button type="button" class="quiet round remove" title="Remove this phone" onClick={remove}>
          <CloseIcon />
          <span class="visually-hidden">Remove the phone {phone} and its conversations</span>
        </button>
      </span>
      <Problem text={error} />
    </>
  );
}
