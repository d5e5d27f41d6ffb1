import { CHANNEL_NAMES, partsOf } from '../../engine/channels';
import { avatarOf } from '../display/avatars';
import { useStore } from '../state/store';

/**
 * A phone number with space between its groups. The text itself stays E.164, as when it is copied. Of an address of another channel,
 * what comes after the channel's name.
 */
export function PhoneNumber({ value }: { value: string }) {
  const { id } = partsOf(value);
  const groups = /^(\+1)(\d{3})(\d{3})(\d{4})$/.exec(id)?.slice(1) ?? [id];
  return (
    <span class="phone-number">
      {groups.map((group, index) => (
        <span key={index}>{group}</span>
      ))}
    </span>
  );
}

/** The channel of an address, unless that is SMS. */
export function ChannelName({ address }: { address: string }) {
  const { channel } = partsOf(address);
  return channel === 'sms' ? null : <span class={`channel-name ${channel}`}>{CHANNEL_NAMES[channel]}</span>;
}

/** The round avatar of a phone, which looks like that of no other. */
export function Avatar({ value }: { value: string }) {
  const { label, hue } = avatarOf(useStore().state.phones, value);
  return (
    <span class={`avatar hue-${hue}`} aria-hidden="true">
      {label}
    </span>
  );
}
