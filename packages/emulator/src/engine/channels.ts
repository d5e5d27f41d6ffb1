import { PHONE_NUMBER } from './addresses';

/** What messages go by. */
export const CHANNELS = ['sms', 'whatsapp', 'rcs', 'messenger'] as const;

/** What a message goes by: SMS and MMS, or another channel, whose addresses begin with its name. */
export type Channel = (typeof CHANNELS)[number];

/** The names of the channels, for display. */
export const CHANNEL_NAMES: Readonly<Record<Channel, string>> = {
  sms: 'SMS',
  whatsapp: 'WhatsApp',
  rcs: 'RCS',
  messenger: 'Messenger',
};

/** An address in its parts: `whatsapp:+15551110000` is of `whatsapp`, with the id `+15551110000`. */
export type Address = { readonly channel: Channel; readonly id: string };

/** 3 to 8 digits: Twilio's have five or six, those of some countries fewer or more. Source: https://www.twilio.com/docs/glossary/what-is-a-short-code */
export const SHORT_CODE = /^\d{3,8}$/;

/** The name of an RCS agent, or the id of a page or a user of Messenger. Their lengths are not documented. */
const NAME = /^[\w.-]{1,100}$/;

/** The ids of phones, by their channel. */
const PHONE_IDS: Readonly<Record<Channel, readonly RegExp[]>> = {
  sms: [PHONE_NUMBER],
  whatsapp: [PHONE_NUMBER],
  rcs: [PHONE_NUMBER],
  messenger: [NAME],
};

/** The ids of numbers of yours, by their channel. */
const NUMBER_IDS: typeof PHONE_IDS = {
  sms: [PHONE_NUMBER, SHORT_CODE],
  whatsapp: [PHONE_NUMBER],
  rcs: [PHONE_NUMBER, NAME],
  messenger: [NAME],
};

/** The parts of a text that may be an address; any that has no channel's name before it is of SMS. */
export function partsOf(text: string): Address {
  const channel = CHANNELS.find((name) => name !== 'sms' && text.startsWith(`${name}:`));
  return channel === undefined
    ? { channel: 'sms', id: text }
    : { channel, id: text.slice(channel.length + 1) };
}

/** The channel of an address. */
export const channelOf = (address: string): Channel => partsOf(address).channel;

/**
 * Whether a text is the address of a phone: `+15551110000`, `whatsapp:+15551110000`, `rcs:+15551110000` or `messenger:4465012966`.
 * Source: https://www.twilio.com/docs/messaging/channels
 */
export const isPhoneAddress = (text: unknown): boolean => matches(text, PHONE_IDS);

/** Whether a text can be the address of a number of yours: also a short code, `rcs:brand_agent` and `messenger:PAGE`. */
export const isNumberAddress = (text: unknown): boolean => matches(text, NUMBER_IDS);

function matches(text: unknown, ids: typeof PHONE_IDS): boolean {
  if (typeof text !== 'string') return false;
  const { channel, id } = partsOf(text);
  return ids[channel].some((pattern) => pattern.test(id));
}

/** Whether two addresses may talk: both are of one channel. Source: https://www.twilio.com/docs/api/errors/21910 */
export const mayTalk = (one: string, other: string): boolean => channelOf(one) === channelOf(other);

/**
 * What a phone number of yours is called on a channel: `whatsapp:+15552220000`, `rcs:+15552220000`, `messenger:15552220000`. At
 * Twilio a number is enabled for WhatsApp, and agents and pages have names of their own.
 */
export const addressOn = (channel: Channel, phoneNumber: string): string => {
  if (channel === 'sms') return phoneNumber;
  return `${channel}:${channel === 'messenger' ? phoneNumber.replace('+', '') : phoneNumber}`;
};

/** The phone number whose address on its channel this is; `undefined` when no phone number has it. */
export function phoneNumberOf(address: string): string | undefined {
  const { channel, id } = partsOf(address);
  const number = channel === 'messenger' ? `+${id}` : id;
  return PHONE_NUMBER.test(number) ? number : undefined;
}

/**
 * The number of yours at an address: the one that has it, or else the phone number that is called so on the channel, with that
 * address in place of its own.
 *
 * @param find - a number of yours by its own address.
 */
export function numberAt<Own extends { readonly number: string; readonly name: string }>(
  address: string,
  find: (number: string) => Own | undefined,
): Own | undefined {
  const own = find(address);
  if (own !== undefined || channelOf(address) === 'sms') return own;
  const phoneNumber = find(phoneNumberOf(address) ?? '');
  if (phoneNumber === undefined) return undefined;
  const { number, name } = phoneNumber;
  return { ...phoneNumber, number: address, name: name === number ? address : name };
}

/** What a phone is called on WhatsApp before it has a name: people write what they like, and here it shows which phone it is. */
export const defaultProfileName = (phone: string): string => `Phone ${phone.slice(-4)}`;

/** The addresses that senders have on a channel: those of it, and what phone numbers are called there. */
export const addressesOn = (channel: Channel, senders: Iterable<string>): Set<string> =>
  new Set(
    [...senders].flatMap((sender) => {
      if (channelOf(sender) === channel) return [sender];
      return PHONE_NUMBER.test(sender) ? [addressOn(channel, sender)] : [];
    }),
  );

/**
 * Whether Twilio itself answers the opt-out words of a channel and blocks replies. Its article names SMS, MMS and RCS; on the
 * others the words are left to the app. Source: https://help.twilio.com/articles/223134027
 */
export const answersOptOutWords = (address: string): boolean => ['sms', 'rcs'].includes(channelOf(address));

/** How long an app may write what it likes after a phone's message, in milliseconds. */
const WINDOW = 24 * 60 * 60 * 1000;

/**
 * Whether the channel of a phone takes nothing but templates from an app any more, because the phone's last message came more than a
 * day ago or never. Source: https://www.twilio.com/docs/api/errors/63016, which names WhatsApp and Messenger.
 *
 * @param lastAt - when that message came; `now` is on the same clock, both in milliseconds.
 */
export const isWindowClosed = (phone: string, lastAt: number | undefined, now: number): boolean =>
  ['whatsapp', 'messenger'].includes(channelOf(phone)) && (lastAt === undefined || now - lastAt > WINDOW);
