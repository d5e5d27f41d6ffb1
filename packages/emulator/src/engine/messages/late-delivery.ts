import type { ConversationState, Waiting } from '../conversations';
import { defined } from '../defined';
import { arriveAtNumber, changeStatus, undeliveredEntries } from './delivery';
import { addToPastTurn, pastTurn, queueStatusCallbacks } from './status-callbacks';
import type { Status } from './statuses';
import { MAX_WAIT } from '../phones';
import type { EngineParts } from '../turn/turn-context';
import type { Message } from '../types';

/**
 * Has a message that waits for its phone delivered when that is switched on, or come back after a day.
 *
 * @param url - of its status callbacks, if it has some.
 * @param conversation - that of the message's turn.
 * @param until - when it comes back, in the emulator's time, in milliseconds since 1970; a day from now by default.
 */
export function deliverWhenOn(
  message: Message,
  url: string | undefined,
  conversation: ConversationState,
  parts: EngineParts,
  until = parts.clock.now() + MAX_WAIT,
): void {
  const { conversations, phones } = parts;
  const { sid, from, to, service, turn } = message;
  const addToTurn = (last: Status, changed: Message): void => {
    addToPastTurn({ exchanges: [], errors: undeliveredEntries(changed) }, turn, conversation, parts);
    if (url === undefined) return;
    const of = { sid, from, to, ...(service === undefined ? {} : { service }) };
    queueStatusCallbacks([{ url, of, statuses: [last] }], pastTurn(turn, conversation), parts);
  };
  const drop = phones.wait(
    to,
    (arrives) => {
      conversation.waiting.delete(waiting);
      if (!conversations.isCurrent(conversation)) return;
      const last: Status = arrives
        ? { status: 'delivered' }
        : { status: 'undelivered', errorCode: UNREACHABLE };
      const changed = changeStatus(message, last, parts);
      if (arrives) arriveAtNumber(changed, parts);
      // The callbacks of the statuses before are made when the turn has ended.
      const isRunning = conversations.findTurn(conversation, turn)?.durationMs === null;
      if (!isRunning) addToTurn(last, changed);
      else {
        void conversations.queue(conversation, () => {
          addToTurn(last, changed);
          return Promise.resolve();
        });
      }
    },
    until,
  );
  const waiting: Waiting = { end: drop, message: { for: 'phone', message, until, ...defined({ url }) } };
  conversation.waiting.add(waiting);
}

/** Source: https://www.twilio.com/docs/api/errors/30003 */
const UNREACHABLE = 30003;
