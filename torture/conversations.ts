import fc from 'fast-check';
import { type Emulator, startEmulator, type Turn } from 'sms-emulator';
import { SECRET } from 'test-support';

/** The Functions whose conversations are played: the same two on cookies and on Sync. */
export const PATHS = ['/sms', '/sms-on-sync', '/reservation', '/reservation-on-sync'] as const;
export type Path = (typeof PATHS)[number];

export const isOnSync = (path: Path): boolean => path.endsWith('-on-sync');

/** What people text to each: answers to its questions, in no order, and what is no answer. */
const TEXTS = {
  '/sms': ['hi', 'again', '2'],
  '/reservation': [
    '4',
    '12',
    'Friday',
    'Saturday',
    'Ann',
    'skip',
    'yes',
    'no',
    'party',
    'day',
    'restart',
    'what?',
  ],
} as const;

/** A reservation from its first text to its last, with two mistakes and a change. */
const RESERVATION = ['hi', '4', 'Sunday', 'Friday', 'Ann', 'skip', 'party', '6', 'yes', 'hi'];

const kindOf = (path: Path): keyof typeof TEXTS => (path.startsWith('/sms') ? '/sms' : '/reservation');

/** Texts of one conversation with a Function: those that lead to the end of it, or any. */
export function textsFor(path: Path, length: number): fc.Arbitrary<string[]> {
  const any = fc.array(fc.constantFrom(...TEXTS[kindOf(path)]), { minLength: length, maxLength: length });
  if (kindOf(path) === '/sms') return any;
  return fc.oneof(
    any,
    fc
      .tuple(fc.nat(RESERVATION.length - 1), any)
      .map(([known, then]) => [...RESERVATION.slice(0, known), ...then].slice(0, length)),
  );
}

/** An emulator with the Functions in this process, to play conversations. */
export type Stage = {
  readonly twilio: Emulator;
  /** A phone that has texted nobody yet. */
  readonly newPhone: (path: Path) => ReturnType<Emulator['phone']>;
  /**
   * What a Function answers to the last of these texts, when nothing fails: tried with a phone of its own, on a cookie. Without
   * texts, nothing.
   */
  readonly answerTo: (path: Path, texts: readonly string[]) => Promise<string>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export async function startStage(folder: string): Promise<Stage> {
  const twilio = await startEmulator({ functions: folder, env: { SESSION_SECRET: SECRET } });
  const known = new Map<string, Promise<string>>();
  let phones = 0;
  const newPhone: Stage['newPhone'] = (path) => twilio.phone(`+${15_553_000_000 + phones++}`, { to: path });
  const play = async (kind: keyof typeof TEXTS, texts: readonly string[]): Promise<string> => {
    const phone = newPhone(kind);
    let answer = '';
    for (const text of texts) answer = answerOf(await phone.send(text));
    return answer;
  };
  return {
    twilio,
    newPhone,
    answerTo(path, texts) {
      const kind = kindOf(path);
      const key = JSON.stringify([kind, texts]);
      const answer = known.get(key) ?? play(kind, texts);
      known.set(key, answer);
      return answer;
    },
    [Symbol.asyncDispose]: twilio.stop,
  };
}

/** What a phone got in a turn, with a reference that is the same for each. */
export const answerOf = ({ replies }: Turn): string => comparable(replies.map(({ body }) => body).join('\n'));

/** A text of a Function without what differs in each conversation. */
export const comparable = (text: string): string =>
  text.replace(/(?<=Your reference is )[0-9A-F]{6}/g, 'XXXXXX');
