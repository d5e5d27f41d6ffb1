import type { Turn } from 'sms-emulator';
import { atOnce, below } from './at-once';
import { CARD, DAY, NAME, PEOPLE, RIGHT } from './reservation';
import type { Path, Torture } from './torture';

/** Conversations, and how many of them go on at the same time. */
export type Crowd = {
  readonly path: Path;
  readonly conversations: number;
  readonly width: number;
};

/** How many messages each pair sends to the counter, an even number. */
export const MESSAGES = 10;

/** What became of the messages that a crowd sent to the counter. */
export type Counted = {
  /** Pairs whose answers are not 1 to 10, each once, or whose stored count is not 10. */
  readonly wrong: number;
  /** How much the stored counts are short of the messages, all together. */
  readonly lost: number;
  /** How many answers have a number that another answer has too. */
  readonly doubled: number;
  /** Messages whose webhook failed without a fault on purpose. */
  readonly failed: number;
  /** Of each turn, in milliseconds. */
  readonly durations: readonly number[];
};

/** For which a message's webhook is called once more: the answer got lost, the webhook was not reached, the answer came too late. */
const FAULTS = ['deliverTwice', 'unreachable', 'answerSlowly'] as const;

/** How often one of them happens to a message. */
const FAULTY = 0.3;

/** Has each pair text the counter in bursts of two, which reach it at the same moment, with faults. */
export async function countBursts(at: Torture, crowd: Crowd): Promise<Counted> {
  at.twilio.faults({ overlap: 'all' });
  const counted = await countMessages(at, crowd, async (send) => {
    const turns: Turn[] = [];
    const sendWithFault = () =>
      send(Math.random() < FAULTY ? FAULTS[Math.floor(Math.random() * FAULTS.length)] : undefined);
    while (turns.length < MESSAGES) turns.push(...(await Promise.all([sendWithFault(), sendWithFault()])));
    return turns;
  });
  at.twilio.faults({ overlap: 'off' });
  return counted;
}

/** Has each pair text the counter, one message after the other. */
export const countInTurn = (at: Torture, crowd: Crowd): Promise<Counted> =>
  countMessages(at, crowd, async (send) => {
    const turns: Turn[] = [];
    while (turns.length < MESSAGES) turns.push(await send());
    return turns;
  });

type Send = (fault?: (typeof FAULTS)[number]) => Promise<Turn>;

async function countMessages(
  at: Torture,
  { path, conversations, width }: Crowd,
  sendAll: (send: Send) => Promise<Turn[]>,
): Promise<Counted> {
  let [wrong, lost, doubled, failed] = [0, 0, 0, 0];
  const durations: number[] = [];
  await atOnce(width, below(conversations), async (index) => {
    const send: Send = (fault) => at.send(index, path, 'hi', fault);
    const turns = await sendAll(send);
    const counts = turns.map(countOf).sort((one, other) => one - other);
    const stored = countOf(await send()) - 1;
    if (stored !== MESSAGES || counts.some((count, place) => count !== place + 1)) wrong++;
    lost += MESSAGES - stored;
    doubled += counts.length - new Set(counts).size;
    failed += turns.filter(({ errors, faults }) => errors.length > 0 && !faults.some(isOnPurpose)).length;
    durations.push(...turns.map(({ durationMs }) => durationMs ?? NaN));
  });
  return { wrong, lost, doubled, failed, durations };
}

const isOnPurpose = (fault: string): boolean => FAULTS.some((name) => name === fault);

/** The number in the counter's answer; `NaN` when it is not the one answer that it must be. */
export function countOf({ replies }: Turn): number {
  const [text, ...others] = replies.map(({ body }) => body);
  if (text === undefined || others.length > 0) return NaN;
  if (text === 'Hello, thanks for the new message.') return 1;
  return Number(/^Hello, thanks for message number (\d+)$/.exec(text)?.[1]);
}

/** A reservation: what is texted, and what is answered. */
const RESERVATION = [
  ['hi', PEOPLE],
  ['4', DAY],
  ['Friday', NAME],
  ['Ann', CARD],
  ['skip', RIGHT],
  ['yes', /^Booked\. Your reference is [0-9A-F]{6}\.$/],
] as const;

/**
 * Has each of a crowd make a reservation on each of these paths: the first message of all, then the second of all, and so on.
 *
 * @param between - is called between two messages of all.
 * @returns the path of each that got another answer than it must.
 */
export async function reserve(
  at: Torture,
  paths: readonly Path[],
  { conversations, width }: Omit<Crowd, 'path'>,
  between: () => Promise<void> | void = () => undefined,
): Promise<Path[]> {
  const all = below(conversations).flatMap((index) => paths.map((path) => ({ index, path })));
  const wrong = new Set<(typeof all)[number]>();
  for (const [place, [text, answer]] of RESERVATION.entries()) {
    if (place > 0) await between();
    await atOnce(width, all, async (one) => {
      const { replies } = await at.send(one.index, one.path, text);
      const [body = '', ...others] = replies.map((reply) => reply.body);
      const isRight = typeof answer === 'string' ? body === answer : answer.test(body);
      if (!isRight || others.length > 0) wrong.add(one);
    });
  }
  return [...wrong].map(({ path }) => path);
}
