// The page uses this file too: no import of Node.js.
import type { Message, Turn } from '../types';
import type { Answer, Outcome, ReplayStep } from './types';

/**
 * What followed from a message of a phone.
 *
 * @param ofPhone - every message to the phone from this number that belongs to the turn, whatever became of it.
 */
export function outcomeOf(turn: Turn, ofPhone: readonly Message[]): Outcome {
  const sids = new Set(ofPhone.map(({ sid }) => sid));
  const toOthers = turn.replies.filter(
    ({ sid, from, to }) => !sids.has(sid) && (from !== turn.to || to !== turn.from),
  );
  return {
    turn: turn.sid,
    answers: [...ofPhone, ...toOthers].map(answerOf),
    errors: turn.errors.filter(({ level }) => level === 'error').map(({ code }) => code),
  };
}

const answerOf = ({ to, body, media }: Message): Answer => ({ to, body, media: media.map(({ url }) => url) });

/** Whether what followed from a message is not as before; `false` until its turn is over. */
export const differs = ({ before, after }: Pick<ReplayStep, 'before' | 'after'>): boolean =>
  after !== null && comparable(before) !== comparable(after);

const comparable = ({ answers, errors }: Outcome): string => JSON.stringify([answers, errors]);

/**
 * The messages to the phone that belong to each turn, by the SIDs of the turns: those of its answer, and those that its Function sent
 * by the REST API meanwhile.
 */
export function messagesByTurn(
  messages: readonly Message[],
  turns: readonly Pick<Turn, 'sid' | 'cause'>[],
): Map<string, Message[]> {
  const causes = new Map(turns.map(({ sid, cause }) => [sid, cause]));
  const byTurn = new Map<string, Message[]>();
  for (const message of messages) {
    if (message.direction !== 'outbound') continue;
    const turn = causes.get(message.turn) ?? message.turn;
    byTurn.set(turn, [...(byTurn.get(turn) ?? []), message]);
  }
  return byTurn;
}
