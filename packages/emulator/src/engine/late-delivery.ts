import type { ConversationState } from './conversations';
import { arriveAtNumber, changeStatus, undeliveredEntries } from './delivery';
import { addToPastTurn, pastTurn, queueStatusCallbacks } from './status-callbacks';
import type { Status } from './statuses';
import type { EngineParts } from './turn-context';
import type { Message } from './types';

/**
 * Has a message that waits for its phone delivered when that is switched on, or come back after a day.
 *
 * @param url - of its status callbacks, if it has some.
 * @param conversation - that of the message's turn.
 */
export function deliverWhenOn(
  message: Message,
  url: string | undefined,
  conversation: ConversationState,
  parts: EngineParts,
): void {
  parts.phones.wait(message.to, (arrives) => {
    if (!parts.conversations.isCurrent(conversation)) return;
    const last: Status = arrives
      ? { status: 'delivered' }
      : { status: 'undelivered', errorCode: UNREACHABLE };
    const changed = changeStatus(message, last, parts);
    if (arrives) arriveAtNumber(changed, parts);
    addToPastTurn({ exchanges: [], errors: undeliveredEntries(changed) }, message.turn, conversation, parts);
    if (url === undefined) return;
    queueStatusCallbacks(
      [{ url, of: message, statuses: [last] }],
      pastTurn(message.turn, conversation),
      parts,
    );
  });
}

/** Source: https://www.twilio.com/docs/api/errors/30003 */
const UNREACHABLE = 30003;
