import { channelOf, phoneNumberOf } from '../engine/channels';
import { withoutCredentials } from '../engine/addresses';
import type { FaultName } from '../engine/faults';
import { kindByNumber, kindOf } from '../engine/number-kind';
import {
  givenNameOf,
  groupsOf,
  isOfPhone,
  movedBefore,
  type TurnGroup,
  undeliveredBy,
} from '../engine/recorded-turns';
import type { Conversation, OwnNumber, Turn } from '../engine/types';
import { setFault, statementsFor } from './copied-turns';
import { quote } from './quote';

/**
 * A Jest test that has this conversation again and expects the same answers: what "Copy as test" copies, to be pasted
 * into `test/`. It has one statement on a line, however long; a formatter may break them. A turn that is not over is
 * left out, and so are a message of the REST API, which the phone did not send, and a clock that was moved before the first
 * turn. A phone that was off is on in the test. User and password of an address are not copied. Turns that overlapped begin at the same moment; one that began when the
 * first of them had ended comes after them. Which of them answers last, and so whose cookie is kept, is not copied.
 */
export function conversationAsTest(conversation: Conversation, number: OwnNumber): string {
  const groups = groupsOf(conversation.turns.filter(isCopied));
  const isFunction = isAsBuilt(number);
  const { publicUrl = '' } = number;
  const options = {
    ...(isFunction ? { functions: quote('dist/functions') } : webhookOptions(number)),
    ...(publicUrl === '' ? {} : { publicUrl: quote(publicUrl) }),
  };
  const isAdded = !isFunction && isWithAddressOfItsOwn(number);
  const to = isFunction ? number.name : isAdded ? number.number : undefined;
  const profileName = profileNameOf(conversation);
  const phoneOptions = {
    ...(to !== undefined && { to: quote(to) }),
    ...(profileName !== undefined && { profileName: quote(profileName) }),
  };
  const hasOptions = Object.keys(phoneOptions).length > 0;
  const phone = [quote(conversation.from), ...(hasOptions ? [objectLiteral(phoneOptions)] : [])];

  return [
    "import { expect, it } from '@jest/globals';",
    "import { startEmulator } from 'sms-emulator';",
    '',
    `it(${quote(`texts ${number.name} from ${conversation.from}`)}, async () => {`,
    `  await using twilio = await startEmulator(${objectLiteral(options)});`,
    ...(isAdded ? [`  twilio.addNumber(${quote(number.number)});`] : []),
    ...settings(number, to ?? FIRST_NUMBER),
    `  const phone = twilio.phone(${phone.join(', ')});`,
    ...(groups.length > 0 ? [''] : []),
    ...groups.flatMap((group, index) => [
      ...clockMoves(group, groups[index - 1]),
      ...withDeliveryFault(
        group.flatMap((turn) => undeliveredBy(turn, conversation.messages)),
        statementsFor(group, `group${index + 1}`),
      ),
    ]),
    '});',
    '',
  ].join('\n');
}

/** Whether a turn is one of those that a test has again: of a message that was sent by the phone, and once. */
export const isCopied = (turn: Turn): boolean => isOfPhone(turn) && turn.repeated !== true;

/** The driver's spelling of a span: `4h`, `90m`, `30s`, or milliseconds. */
export function spanForDriver(milliseconds: number): string {
  const units = [
    { size: 3_600_000, name: 'h' },
    { size: 60_000, name: 'm' },
    { size: 1000, name: 's' },
  ];
  const unit = units.find(({ size }) => milliseconds % size === 0) ?? { size: 1, name: 'ms' };
  return `${milliseconds / unit.size}${unit.name}`;
}

/** Whether the driver's `functions` would give this number: a Function's, of which nothing has been edited. */
const isAsBuilt = ({ number, name, functionUrl, smsMethod, smsFallbackUrl }: OwnNumber): boolean =>
  name !== number && functionUrl === undefined && smsMethod === 'POST' && smsFallbackUrl === '';

const isWithoutCookies = ({ number, channelCookies }: OwnNumber): boolean =>
  channelCookies === false && channelOf(number) !== 'sms';

/** Whether a test must add a number for its address, or for its cookies: the driver's own is the phone number of a webhook. */
const isWithAddressOfItsOwn = (own: OwnNumber): boolean =>
  phoneNumberOf(own.number) === undefined || isWithoutCookies(own);

/** The name on WhatsApp that the phone had last, if it was given one. */
const profileNameOf = ({ messages }: Conversation): string | undefined =>
  givenNameOf(messages.findLast(({ direction }) => direction === 'inbound'));

/** The options as source, by their names. */
const webhookOptions = ({ smsUrl, smsMethod, smsFallbackUrl }: OwnNumber): Record<string, string> => ({
  webhook: addressFrom('WEBHOOK', smsUrl),
  ...(smsMethod === 'GET' ? { method: quote('GET') } : {}),
  ...(smsFallbackUrl === '' ? {} : { fallback: addressFrom('FALLBACK', smsFallbackUrl) }),
});

/** The number that the driver gives a `webhook`. */
const FIRST_NUMBER = '+15552220000';

/** The statement that sets what the number in the test, which has this name, has otherwise. */
function settings(number: OwnNumber, name: string): string[] {
  const kind = kindOf(number);
  const kindInTest = name === number.number ? kindByNumber(name) : 'longCode'; // a Function's number is one, and so is the first
  const { advancedOptOut = false, redirects, smsFallbackUrl, smsFallbackMethod } = number;
  const changed = {
    ...(smsFallbackUrl !== '' && smsFallbackMethod === 'GET' ? { smsFallbackMethod: quote('GET') } : {}),
    ...(redirects === 'get' ? { redirects: quote('get') } : {}),
    ...(kind === kindInTest ? {} : { kind: quote(kind) }),
    ...(advancedOptOut === false ? {} : { advancedOptOut: JSON.stringify(advancedOptOut) }),
    ...(isWithoutCookies(number) ? { channelCookies: 'false' } : {}),
  };
  if (Object.keys(changed).length === 0) return [];
  return [`  twilio.configure(${quote(name)}, ${objectLiteral(changed)});`];
}

/** An address; with user and password, which do not belong in a file, that of an environment variable goes before. */
function addressFrom(variable: string, url: string): string {
  const bare = withoutCredentials(url);
  return bare === url ? quote(url) : `process.env.${variable} ?? ${quote(bare)}`;
}

const objectLiteral = (properties: Record<string, string>): string =>
  `{ ${Object.entries(properties)
    .map(([name, source]) => `${name}: ${source}`)
    .join(', ')} }`;

/** The statements that move the clock as somebody moved it between two groups: ahead, or back to real time, and ahead from there. */
function clockMoves(group: TurnGroup, previous: TurnGroup | undefined): string[] {
  const moved = movedBefore(group, previous);
  return moved < 0 ? ['  twilio.clock.reset();', ...clockMove(group[0].clockOffset)] : clockMove(moved);
}

const clockMove = (milliseconds: number): string[] =>
  milliseconds === 0 ? [] : [`  twilio.clock.advance(${quote(spanForDriver(milliseconds))});`];

/** The statements for a group, with the fault that its replies met: when the first one alone did, for the next message, or for all. */
function withDeliveryFault([first, ...others]: (FaultName | undefined)[], lines: string[]): string[] {
  if (first === undefined) return lines;
  if (!others.includes(first)) return [setFault(first, 'next'), ...lines];
  return [setFault(first, 'all'), ...lines, setFault(first, 'off')];
}
