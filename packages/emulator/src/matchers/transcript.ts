import type { Conversation, DebuggerEntry, JarCookie, Message, Turn } from '../engine/types';
import type { Phone } from '../phone';
import { printableLine, printableLines } from '../printable';

/** How many messages are printed, the newest ones. */
const MAX_MESSAGES = 100;

/** The longest value of a cookie that is printed, in characters. */
const MAX_VALUE = 80;

/**
 * What a phone and its number have said to each other, to be read in a terminal: who said what, where the clock was moved, the errors of each
 * turn with their code and their place, and the cookie in the jar at the end. Controls in texts are printed as spaces.
 *
 * @throws TypeError with advice when it is given anything else than a phone of `startEmulator`.
 */
export function transcript(phone: Phone): string {
  const { number, conversation } = assertPhone(phone);
  const found = conversation();
  if (found === undefined || found.turns.length === 0) return `${number} and its number have said nothing.`;
  const { from, to, optedOut, cookies } = found;
  return [
    `${from} (>) and ${to} (<):`,
    ...linesOf(found).map((line) => `  ${line}`),
    ...(optedOut ? ['The phone has opted out: what is sent to it is blocked until START.'] : []),
    ...cookieLines(cookies, phone.now()),
  ].join('\n');
}

/**
 * The messages of a conversation, the oldest first: `> hi` from the phone, `< Hello` to it. Those that have not reached the phone are left
 * out. A message of several lines is one text of several lines.
 */
export const spoken = (phone: Phone): string[] =>
  (phone.conversation()?.messages ?? [])
    .filter(hasArrived)
    .map((message) => `${markOf(message)} ${message.body}`);

/** Whether a message of a conversation has reached its end: the webhook, or the phone. */
export const hasArrived = ({ direction, status }: Message): boolean =>
  direction === 'inbound' || status === 'delivered';

/**
 * Checks that something is a phone of `startEmulator`.
 *
 * @throws TypeError with advice when it is not: the test would otherwise pass or fail for the wrong reason.
 */
export function assertPhone(value: unknown): Phone {
  const { conversation, number, now, then } = Object(value) as Partial<Phone> & { readonly then?: unknown };
  if (typeof conversation === 'function' && typeof now === 'function' && typeof number === 'string') {
    return value as Phone;
  }
  const what = Array.isArray(value)
    ? 'an array'
    : value === null
      ? 'null'
      : `a value of type ${typeof value}`;
  throw new TypeError(
    [
      `Expected a phone, but was given ${what}.`,
      typeof then === 'function'
        ? 'Are you missing an await?'
        : "Write: const ann = twilio.phone('+15551110000'); await ann.text('hi'); and pass ann itself, not what text() returns.",
    ].join(' '),
  );
}

const markOf = ({ direction }: Message): string => (direction === 'inbound' ? '>' : '<');

function linesOf({ messages, turns }: Conversation): string[] {
  const bySid = new Map(turns.map((turn) => [turn.sid, turn]));
  const last = new Map(messages.map(({ turn, sid }) => [turn, sid]));
  const newest = messages.slice(-MAX_MESSAGES);
  const leftOut = messages.length - newest.length;
  let offset = leftOut === 0 ? 0 : (bySid.get(newest[0]?.turn ?? '')?.clockOffset ?? 0);
  const lines = newest.flatMap((message) => {
    const turn = bySid.get(message.turn);
    const moved = turn === undefined ? 0 : turn.clockOffset - offset;
    offset += moved;
    return [
      ...(moved === 0 ? [] : [`  (the clock was moved by ${spanOf(moved)})`]),
      ...messageLines(message),
      ...(turn !== undefined && last.get(message.turn) === message.sid ? turnLines(turn) : []),
    ];
  });
  return [...(leftOut === 0 ? [] : [`  (${leftOut} earlier messages are left out)`]), ...lines];
}

function messageLines(message: Message): string[] {
  const { body, media, errorCode, status, byTwilio } = message;
  const notes = [
    ...(byTwilio ? ['by Twilio'] : []),
    ...(hasArrived(message) ? [] : [status, ...(errorCode === undefined ? [] : [String(errorCode)])]),
  ];
  const [first = '', ...rest] = printableLines(body);
  return [
    `${markOf(message)} ${first}`.trimEnd(),
    ...rest.map((line) => `  ${line}`.trimEnd()),
    ...media.map(({ url }) => `  [file] ${printableLine(url, MAX_VALUE)}`),
    ...(notes.length === 0 ? [] : [`  (${notes.join(', ')})`]),
  ];
}

const turnLines = ({ errors, failures = [], faults, durationMs }: Turn): string[] => [
  ...(durationMs === null ? ['  (the turn has not ended)'] : []),
  ...(faults.length === 0 ? [] : [`  (faults on purpose: ${faults.join(', ')})`]),
  ...errors.map(errorLine),
  ...failures.map(({ path, message, at }) =>
    [
      `! ${path}: ${printableLine(message, 4 * MAX_VALUE)}`,
      ...(at === undefined
        ? []
        : [` (${[at.file, at.line, at.column].filter((part) => part !== undefined).join(':')})`]),
    ].join(''),
  ),
];

const errorLine = ({ level, code, title, detail }: DebuggerEntry): string =>
  `! ${level} ${code}${title === '' ? '' : ` ${title}`}: ${printableLine(detail, 4 * MAX_VALUE)}`;

const cookieLines = (cookies: readonly JarCookie[], now: number): string[] =>
  cookies.length === 0
    ? ['No cookie is in the jar.']
    : cookies.map(
        ({ name, value, expiresAt }) =>
          `Cookie ${printableLine(name, MAX_VALUE)}=${printableLine(value, MAX_VALUE)}, for ${spanOf(expiresAt - now)} more`,
      );

const SECOND = 1000;
const UNITS = [
  [86_400 * SECOND, 'd'],
  [3600 * SECOND, 'h'],
  [60 * SECOND, 'min'],
  [SECOND, 's'],
] as const;

/** `4 h`, `-1 h 30 min`: the two largest units, to the second. */
function spanOf(milliseconds: number): string {
  let rest = Math.round(Math.abs(milliseconds) / SECOND) * SECOND;
  const parts = UNITS.flatMap(([size, unit]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${unit}`];
  });
  return `${milliseconds < 0 ? '-' : ''}${parts.slice(0, 2).join(' ') || '0 s'}`;
}
