import { type Problem, debuggerEntry } from './debugger';
import { fetchDocument } from './fetch-document';
import { addEntry, type FetchContext, NO_COOKIES, type TurnContext } from './turn-context';
import { statusParameters } from './webhook-parameters';

/**
 * Has the status callbacks of a turn that has ended made in the background: for each message, of one status after the other.
 * Their answers are not read, and they have no cookies. They are added to the turn, if it is still kept. Those of a forgotten
 * conversation are not made.
 *
 * What waits here holds nothing of the turn: it may be large, and a thousand may wait.
 */
export function queueStatusCallbacks(context: TurnContext): void {
  const { statusCallbacks, message, isForgotten, exchangeRoom, conversation, conversations, emit } = context;
  const { account, clock, limits, startTimer, stopping, background } = context;
  const { sid } = message;
  const isObsolete = (): boolean => stopping.aborted || isForgotten();
  const newContext = (): FetchContext => ({
    ...{ account, clock, limits, startTimer, stopping, conversation, exchangeRoom },
    cookies: NO_COOKIES,
    exchanges: [],
    errors: [],
  });
  const addToTurn = ({ exchanges, errors: entries }: Pick<FetchContext, 'exchanges' | 'errors'>): void => {
    const turn = conversations.findTurn(conversation, sid);
    if (turn === undefined) return;
    const errors = [...turn.errors];
    for (const { exchange, ...entry } of entries) {
      addEntry(errors, {
        ...entry,
        exchange: exchange === null ? null : exchange + turn.exchanges.length,
      });
    }
    const shown = { ...turn, errors, exchanges: [...turn.exchanges, ...exchanges] };
    conversations.replaceTurn(conversation, shown);
    emit({ type: 'turn', turn: shown, optedOut: conversation.optedOut });
  };

  if (statusCallbacks.length === 0 || isObsolete()) return;
  background.add({
    async run() {
      for (const { url, of } of statusCallbacks) {
        for (const status of ['queued', 'sent', 'delivered'] as const) {
          if (isObsolete()) return;
          const parameters = statusParameters(of, status, account.accountSid);
          const made = newContext();
          await fetchDocument(
            { purpose: 'statusCallback', url, method: 'POST', parameters, withoutCookies: true },
            made,
          );
          addToTurn(made);
        }
      }
    },
    onDropped(waiting) {
      addToTurn({ exchanges: [], errors: [debuggerEntry(droppedBehind(waiting), null)] });
    },
    isObsolete,
  });
}

const droppedBehind = (waiting: number): Problem => ({
  code: 11205,
  level: 'warning',
  detail: `The emulator has not made the status callbacks: ${waiting} newer turns wait for theirs.`,
});
