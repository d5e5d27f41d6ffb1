import type { Conversation, OwnNumber, Turn } from '../engine/types';
import { brokenArray, callWithOptions, fits, flatArray, type Property, quote } from './test-source';

/**
 * A Jest test that has this conversation again, and expects the same answers: what "Copy as test" copies. It is
 * formatted as Prettier would (110 columns, single quotes), to be pasted into `test/`. A turn that is not over is
 * left out, and so is a clock that was moved before the first turn.
 */
export function conversationAsTest(conversation: Conversation, number: OwnNumber): string {
  const turns = conversation.turns.filter(({ durationMs }) => durationMs !== null);
  const isFunction = isAsBuilt(number);
  const webhook: Property[] = [['webhook', quote(number.smsUrl)]];
  if (number.smsMethod === 'GET') webhook.push(['method', quote('GET')]);
  if (number.smsFallbackUrl !== '') webhook.push(['fallback', quote(number.smsFallbackUrl)]);

  return [
    "import { expect, it } from '@jest/globals';",
    "import { startEmulator } from 'sms-emulator';",
    '',
    `it(${quote(`texts ${number.name} from ${conversation.from}`)}, async () => {`,
    callWithOptions('  await using twilio = await startEmulator', null, {
      options: isFunction ? [['functions', quote('dist/functions')]] : webhook,
    }),
    callWithOptions('  const phone = twilio.phone', quote(conversation.from), {
      options: isFunction ? [['to', quote(number.name)]] : [],
    }),
    ...(turns.length > 0 ? [''] : []),
    ...turns.flatMap((turn, index) => [
      ...clockMove(movedBefore(turn, turns[index - 1])),
      ...faultMove(turn.faults),
      expectation(turn),
    ]),
    '});',
    '',
  ].join('\n');
}

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

const clockMove = (milliseconds: number): string[] =>
  milliseconds === 0 ? [] : [`  twilio.clock.advance(${quote(spanForDriver(milliseconds))});`];

/** Twilio's patience with a slow webhook: the emulator's clock has moved by so much in such a turn, by itself. */
const SLOW_ANSWER_MS = 15_000;

/** Whether the driver's `functions` would give this number: a Function's, of which nothing has been edited. */
const isAsBuilt = ({ name, smsUrl, smsMethod, smsFallbackUrl }: OwnNumber): boolean =>
  name.startsWith('/') &&
  URL.canParse(smsUrl) &&
  new URL(smsUrl).pathname === new URL(name, smsUrl).pathname &&
  smsMethod === 'POST' &&
  smsFallbackUrl === '';

/** By how much somebody moved the clock between two turns. */
function movedBefore(turn: Turn, previous: Turn | undefined): number {
  if (previous === undefined) return 0;
  const { faults, exchanges } = previous;
  // An unreachable webhook was not called, so it did not answer slowly either; nor was one without an address.
  const wasSlow = faults.includes('answerSlowly') && !faults.includes('unreachable') && exchanges.length > 0;
  const byItself = wasSlow ? SLOW_ANSWER_MS : 0;
  return turn.clockOffset - previous.clockOffset - byItself;
}

const faultMove = (faults: Turn['faults']): string[] =>
  faults.map((name) => `  twilio.faults({ ${name}: 'next' });`);

/** `expect(await phone.text(...)).toEqual([...]);`, broken where Prettier breaks it. */
function expectation({ from, body, media, replies, errors }: Turn): string {
  const expected = replies.filter(({ to }) => to === from).map((reply) => quote(reply.body));
  const codes = errors.filter(({ level }) => level === 'error').map(({ code }) => String(code));
  const options: Property[] = [];
  if (media.length > 0) options.push(['media', media.map(({ url }) => quote(url))]);
  if (codes.length > 0) options.push(['errors', codes]);

  const text = callWithOptions('', quote(body), { options, flat: true });
  const head = `  expect(await phone.text${text}).toEqual(`;
  const flat = `${head}${flatArray(expected)});`;
  if (fits(flat)) return flat;
  if (expected.length > 0 && fits(`${head}[`)) return `${head}${brokenArray(expected, 2)});`;
  // So long that the bracket is what does not fit: a width that only a few texts have.
  if (fits(head)) {
    const line = `    ${flatArray(expected)},`;
    return `${head}\n${fits(line) ? line : `    ${brokenArray(expected, 4)},`}\n  );`;
  }

  const call = callWithOptions('    await phone.text', quote(body), { options, end: ',' });
  const tail = `  ).toEqual(${flatArray(expected)});`;
  return ['  expect(', call, fits(tail) ? tail : `  ).toEqual(${brokenArray(expected, 2)});`].join('\n');
}
