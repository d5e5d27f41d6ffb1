import { defined } from '../defined';
import { type Problem, debuggerEntry } from '../debugger';
import { CALLBACK_FAULTS, type FaultName } from '../faults';
import type { Status } from './statuses';
import { ownNumber } from '../own-number';
import { fetchDocument } from '../turn/fetch-document';
import { type ExchangeRoom, newExchangeRoom } from '../turn/fit-exchange';
import type { ConversationState } from '../conversations';
import { addressesOf } from '../http/public-address';
import {
  addEntry,
  type EngineParts,
  type FetchContext,
  NO_COOKIES,
  type StatusCallback,
  type TurnContext,
} from '../turn/turn-context';
import type { DebuggerEntry, Turn } from '../types';
import { statusParameters } from '../turn/webhook-parameters';

/** The turn that status callbacks are shown in. */
export type CallbackTurn = {
  readonly sid: string;
  readonly conversation: ConversationState;
  readonly exchangeRoom: ExchangeRoom;
};

/** The turn of a message that is no longer under way. */
export const pastTurn = (sid: string, conversation: ConversationState): CallbackTurn => ({
  sid,
  conversation,
  exchangeRoom: newExchangeRoom(),
});

/** Has the status callbacks of a turn that has ended made in the background. */
export const queueTurnCallbacks = (context: TurnContext): void => {
  const { message, conversation, exchangeRoom } = context;
  queueStatusCallbacks(context.statusCallbacks, { sid: message.sid, conversation, exchangeRoom }, context);
};

/**
 * Has status callbacks made in the background, one after the other. Their answers are not read, and they have no cookies. They
 * are added to the turn, if it is still kept. Those of a forgotten conversation are not made.
 *
 * What waits here holds nothing of the turn: it may be large, and ten thousand may wait.
 */
export function queueStatusCallbacks(
  callbacks: readonly StatusCallback[],
  { sid, conversation, exchangeRoom }: CallbackTurn,
  parts: EngineParts,
): void {
  const { account, clock, numbers, limits, startTimer, stopping, background, conversations, causes, emit } =
    parts;
  const { underWay, plainHosts } = parts;
  const isObsolete = (): boolean => stopping.aborted || !conversations.isCurrent(conversation);
  if (callbacks.length === 0 || isObsolete()) return;
  const newContext = (): FetchContext => ({
    ...{ account, clock, numbers, limits, startTimer, stopping, conversation, exchangeRoom },
    addresses: addressesOf(ownNumber(numbers, conversation.to), numbers.values()),
    cookies: NO_COOKIES,
    keepsCookies: false,
    exchanges: [],
    errors: [],
    causes,
    underWay,
    ...defined({ plainHosts }),
    cause: sid,
  });
  const addToTurn = ({ exchanges, errors }: Pick<FetchContext, 'exchanges' | 'errors'>): void => {
    addToPastTurn({ exchanges, errors }, sid, conversation, { conversations, emit });
  };
  const faults = parts.takeFaults(
    callbacks.some(({ statuses }) => statuses.some(isLast))
      ? CALLBACK_FAULTS
      : CALLBACK_FAULTS.filter((name) => name !== 'callbackLost'),
  );
  if (faults.size > 0) {
    addToPastTurn({ exchanges: [], errors: [] }, sid, conversation, { conversations, emit }, (turn) => ({
      ...turn,
      faults: [...turn.faults, ...faults],
    }));
  }
  const requests = callbacks.flatMap(({ url, of, statuses }) =>
    calledFor(statuses, faults).map((status) => ({
      url,
      parameters: statusParameters(of, status, account.accountSid, clock.now()),
    })),
  );
  background.add({
    name: sid,
    async run() {
      for (const { url, parameters } of requests) {
        if (isObsolete()) return;
        const made = newContext();
        await fetchDocument({ purpose: 'statusCallback', url, method: 'POST', parameters }, made);
        addToTurn(made);
      }
    },
    onDropped(waiting) {
      addToTurn({ exchanges: [], errors: [debuggerEntry(droppedBehind(waiting), null)] });
    },
    isObsolete,
  });
}

/** Whether no other status follows. */
const isLast = ({ status }: Status): boolean =>
  ['delivered', 'undelivered', 'failed', 'canceled'].includes(status);

/** The statuses of a message that its callbacks tell of, as faults on purpose have them. */
function calledFor(statuses: readonly Status[], faults: ReadonlySet<FaultName>): readonly Status[] {
  const told = faults.has('callbackLost') ? statuses.filter((status) => !isLast(status)) : statuses;
  const inOrder = faults.has('callbacksReversed') ? told.toReversed() : told;
  return faults.has('callbacksTwice') ? inOrder.flatMap((status) => [status, status]) : inOrder;
}

/** Adds what has happened after its end to a turn, if it is still kept, and emits it. `change`: what else has happened. */
export function addToPastTurn(
  {
    exchanges,
    errors: entries,
  }: { readonly exchanges: FetchContext['exchanges']; readonly errors: readonly DebuggerEntry[] },
  sid: string,
  conversation: ConversationState,
  { conversations, emit }: Pick<EngineParts, 'conversations' | 'emit'>,
  change: (turn: Turn) => Turn = (turn) => turn,
): void {
  if (!conversations.isCurrent(conversation)) return;
  const turn = conversations.findTurn(conversation, sid);
  if (turn === undefined) return;
  const errors = [...turn.errors];
  for (const { exchange, ...entry } of entries) {
    addEntry(errors, { ...entry, exchange: exchange === null ? null : exchange + turn.exchanges.length });
  }
  const shown = change({ ...turn, errors, exchanges: [...turn.exchanges, ...exchanges] });
  conversations.replaceTurn(conversation, shown);
  emit({ type: 'turn', turn: shown, optedOut: conversation.optedOut });
}

const droppedBehind = (waiting: number): Problem => ({
  code: 11205,
  level: 'warning',
  detail: `The emulator has not made the status callbacks: ${waiting} newer turns wait for theirs.`,
});
