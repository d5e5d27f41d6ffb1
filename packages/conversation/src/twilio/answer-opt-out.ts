import type { TwilioResponse } from '@twilio-labs/serverless-runtime-types/types';
import type { SetCookie } from '../session/session-store';
import { TurnConflict } from '../session/turn-conflict';
import { messages } from './messages';
import type { OptOutDecision, OptOutEvent, OptOutMark, OptOutOptions } from './opt-outs';
import { reply } from './reply';
import { runHook } from './run-hook';
import type { LogLine } from './sms-function';

/** Where the mark of a sender who has opted out is kept. Both return the cookies of the reply. */
export type OptOutMarks = {
  /** Ends the session, and sets the mark. */
  readonly set: (mark: OptOutMark) => Promise<readonly SetCookie[]>;
  /** Removes the mark; `undefined` when there is none. */
  readonly remove: (() => Promise<readonly SetCookie[]>) | undefined;
};

/** The turn in which a decision is carried out. */
export type OptOutTurn = {
  readonly told: Omit<OptOutEvent, 'by' | 'idempotencyKey'> & { readonly id: string };
  readonly log: LogLine;
  readonly logged: (error: unknown) => void;
};

/**
 * Carries out what was decided of a message: first the mark, then the hook, then the reply. A mark that cannot be stored, or a hook that
 * throws, is logged: the sender gets the text all the same.
 *
 * @returns `undefined` when the message is to be answered as any other.
 */
export async function answerOptOut(
  decision: OptOutDecision,
  { onOptOut, onOptIn }: OptOutOptions,
  { set, remove }: OptOutMarks,
  { told, log, logged }: OptOutTurn,
): Promise<TwilioResponse | undefined> {
  const { kind, text } = decision;
  let cookies: readonly SetCookie[] = [];
  const store = async (write: () => Promise<readonly SetCookie[]>) => {
    try {
      cookies = await write();
    } catch (error) {
      if (error instanceof TurnConflict) throw error; // the turn runs again, on what the other one has stored
      logged(error);
    }
  };
  log.outcome = kind;
  if (kind === 'opt-out') {
    await store(() => set(decision.mark));
    await runHook<OptOutEvent>(onOptOut, { ...told, by: decision.by }, logged);
  } else if (kind === 'opt-in') {
    if (remove !== undefined) await store(remove);
    await runHook<OptOutEvent>(onOptIn, { ...told, by: decision.by }, logged);
    if (remove === undefined && !decision.isAnswered) return undefined;
  }
  return reply(cookies, messages(text === undefined ? [] : [text]));
}
