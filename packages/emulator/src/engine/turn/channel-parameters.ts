import { type Channel, channelOf, partsOf } from '../channels';
import { titleOf } from '../debugger';
import type { Status } from '../messages/statuses';
import { fixedSid } from '../sids';
import type { Message, Pair } from '../types';

/** What Twilio knows of places and sends for SMS alone. */
const GEO = /^(?:From|To)(?:City|State|Zip|Country)$/;

/**
 * The parameters of an incoming message as its channel has them: those of SMS without the places, and what the channel adds. Those
 * of WhatsApp and Messenger are those of captured requests (2021 to 2026); of RCS, `ChannelMetadata` is a guess.
 * Source: https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function onChannel(message: Message, ofSms: readonly Pair[]): Pair[] {
  const { channel, id } = partsOf(message.from);
  if (channel === 'sms') return [...ofSms];
  return [
    ...ofSms.filter(([name]) => !GEO.test(name)),
    ...buttonParameters(message),
    ...locationParameters(message),
    ...(channel === 'whatsapp' ? whatsAppParameters(message, id) : []),
    ...(channel === 'rcs' ? rcsParameters(message) : []),
  ];
}

function whatsAppParameters(message: Message, id: string): Pair[] {
  const profile = { ProfileName: message.profileName ?? '', WaId: id.replace('+', '') };
  const forwarded = { Forwarded: 'false', FrequentlyForwarded: 'false' };
  const tapped = message.buttonPayload === undefined ? {} : { ButtonText: message.body, ...forwarded };
  return [
    ['ProfileName', profile.ProfileName],
    ['WaId', profile.WaId],
    ['MessageType', messageTypeOf(message)],
    ['ReferralNumMedia', '0'],
    ...(message.buttonPayload === undefined ? [] : Object.entries(forwarded)),
    metadata('whatsapp', { ...tapped, ...profile }),
  ];
}

const rcsParameters = (message: Message): Pair[] => [
  ['MessageType', messageTypeOf(message)],
  metadata('rcs', message.buttonPayload === undefined ? {} : { ButtonText: message.body }),
];

const metadata = (type: Channel, context: Readonly<Record<string, string>>): Pair => [
  'ChannelMetadata',
  JSON.stringify({ type, data: { context } }),
];

/** A tapped button, and the message that it stands below, if there is one. */
const buttonParameters = ({ body, to, buttonPayload, repliesTo }: Message): Pair[] =>
  buttonPayload === undefined
    ? []
    : [
        ['ButtonText', body],
        ['ButtonPayload', buttonPayload],
        ...(repliesTo === undefined
          ? []
          : ([
              ['OriginalRepliedMessageSid', repliesTo],
              ['OriginalRepliedMessageSender', to],
            ] as const)),
      ];

const locationParameters = ({ location }: Message): Pair[] =>
  location === undefined
    ? []
    : [
        ['Latitude', String(location.latitude)],
        ['Longitude', String(location.longitude)],
        ...(location.label === undefined ? [] : [['Label', location.label] as const]),
        ...(location.address === undefined ? [] : [['Address', location.address] as const]),
      ];

/** The types of captured requests: `interactive` for a button of a message that is no template, `contacts` for a card. */
function messageTypeOf({ buttonPayload, location, media: [file] }: Message): string {
  if (buttonPayload !== undefined) return 'interactive';
  if (location !== undefined) return 'location';
  if (file === undefined) return 'text';
  const { contentType } = file;
  if (/^text\/(?:x-)?vcard$/.test(contentType)) return 'contacts';
  return /^(?:image|audio|video)(?=\/)/.exec(contentType)?.[0] ?? 'document';
}

/** The statuses whose callbacks have an `EventType`: what the channel has told Twilio. */
const EVENTS = ['delivered', 'undelivered'];

/**
 * The parameters of a status callback as its channel has them: without a carrier's receipt, and with what the channel adds.
 * Source: https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks, and captured requests (2019 to 2023).
 */
export function statusOnChannel(
  { from, to }: Pick<Message, 'from' | 'to'>,
  { status, errorCode }: Status,
  ofSms: readonly Pair[],
): Pair[] {
  const channel = channelOf(from);
  if (channel === 'sms') return [...ofSms];
  return [
    ...ofSms.filter(([name]) => name !== 'RawDlrDoneDate'),
    ['ChannelPrefix', channel],
    ['ChannelInstallSid', fixedSid('XE', from)],
    ['ChannelToAddress', partsOf(to).id.replace(/.{4}$/, 'XXXX')],
    ['StructuredMessage', 'false'],
    ...(errorCode === undefined ? [] : [['ChannelStatusMessage', titleOf(errorCode)] as const]),
    ...(EVENTS.includes(status) ? [['EventType', status.toUpperCase()] as const] : []),
  ];
}
