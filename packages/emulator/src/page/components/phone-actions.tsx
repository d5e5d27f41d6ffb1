import { usePhoneOrder } from '../hooks/use-phone-order';
import { ArrowDownIcon, ArrowUpIcon, CloseIcon, MoreIcon } from './icons';
import { Menu } from './menu';
import { ChannelName, PhoneNumber } from './phone-number';
import { Problem } from './problem';

/** What can be done with the chosen phone in the list: move it up or down, and remove it. */
export function PhoneActions({ phone }: { phone: string }) {
  const { isFirst, isLast, move, remove, error } = usePhoneOrder(phone);
  return (
    <>
      <span class="phone-actions">
        {!isFirst && (
          <button
            type="button"
            class="quiet round"
            title="Move this phone up"
            onClick={() => {
              move(-1);
            }}
          >
            <ArrowUpIcon />
            <span class="visually-hidden">Move the phone {phone} up</span>
          </button>
        )}
        {!isLast && (
          <button
            type="button"
            class="quiet round"
            title="Move this phone down"
            onClick={() => {
              move(1);
            }}
          >
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

/** The same in a menu, for a narrow page, whose strip of phones has no room for three buttons. */
export function PhoneMenu({ phone }: { phone: string }) {
  const { isFirst, isLast, move, remove, error } = usePhoneOrder(phone);
  return (
    <>
      <Menu
        name={`More about the phone ${phone}`}
        class="phone-menu"
        heading={
          <>
            <PhoneNumber value={phone} /> <ChannelName address={phone} />
          </>
        }
        entries={[
          {
            label: 'Move this phone left',
            isDisabled: isFirst,
            onChoose() {
              move(-1);
            },
          },
          {
            label: 'Move this phone right',
            isDisabled: isLast,
            onChoose() {
              move(1);
            },
          },
          'line',
          { label: 'Remove this phone and its conversations', onChoose: remove },
        ]}
      >
        <MoreIcon />
      </Menu>
      <Problem text={error} />
    </>
  );
}
