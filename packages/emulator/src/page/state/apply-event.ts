import type {
  Clock,
  Conversation,
  EmulatorEvent,
  Message,
  Replay,
  ReplayProgress,
  Turn,
} from '../../engine/types';
import { KEPT } from '../../engine/limits';
import { pairOf } from '../../engine/pair-of';
import {
  conversationKey,
  conversationOf,
  emptyConversation,
  isPartial,
  SHOWN_PHONES,
  type State,
} from './state';

/**
 * The state with these phones, of which one may be there twice. When the selected one is gone, its neighbour is selected, or
 * the first that is shown.
 */
export function withPhones(state: State, list: readonly string[]): State {
  const phones = [...new Set(list)];
  const { phone } = state;
  if (phone !== null && phones.includes(phone)) return { ...state, phones };
  const before = phone === null ? -1 : state.phones.indexOf(phone);
  const next = state.phones.slice(before + 1).find((other) => phones.includes(other));
  const previous = state.phones.slice(0, Math.max(before, 0)).findLast((other) => phones.includes(other));
  const neighbour = before === -1 ? undefined : (next ?? previous);
  return { ...state, phones, phone: neighbour ?? phones.slice(-SHOWN_PHONES)[0] ?? null, inspected: null };
}

/** The state after an event of the emulator. */
export function applyEvent(state: State, event: EmulatorEvent): State {
  switch (event.type) {
    case 'message':
      return withScheduled(withMessage(state, event.message), event.message);
    case 'status':
      return withScheduled(withStatus(state, event.message), event.message);
    case 'turn':
      return withTurn(state, event.turn, event.optedOut);
    case 'optOut':
      return withOptOut(state, event);
    case 'forgotten':
      return forget(state, event.from, event.to);
    case 'clock':
      return {
        ...state,
        clock: event.clock,
        conversations: withMovedCookies(state, event.clock),
      };
    case 'numbers':
      return { ...state, numbers: event.numbers };
    case 'phones':
      return withPhones({ ...state, off: event.off, profileNames: event.profileNames }, [
        ...event.phones,
        ...state.conversations.map(({ from }) => from),
      ]);
    case 'restored':
      // What is back is loaded with everything else (live.ts).
      return state.undo?.token === event.token ? { ...state, undo: null } : state;
    case 'faults':
      return { ...state, faults: event.faults };
    case 'conversation':
      return withConversation(state, event.conversation);
    case 'replay':
      return {
        ...state,
        replays: [...state.replays.filter(({ id }) => id !== event.replay.id), event.replay],
      };
    case 'replayProgress':
      return {
        ...state,
        replays: state.replays.map((replay) =>
          replay.id === event.id ? withProgress(replay, event) : replay,
        ),
      };
    case 'sources':
      return { ...state, sources: event.sources };
    default:
      // A newer emulator may send events that this page does not know.
      event satisfies never;
      return state;
  }
}

/** One that has ended has its whole outcome, of which this may be an older part. */
const withProgress = (replay: Replay, { had, differing }: ReplayProgress): Replay =>
  replay.status === 'running'
    ? {
        ...replay,
        had: Math.max(replay.had, had),
        differing: [...new Set([...replay.differing, ...differing])],
      }
    : replay;

/** A conversation in the place of what there was of it, with what is scheduled there; a new one comes last. */
function withConversation(state: State, conversation: Conversation): State {
  const changed = change(state, conversation.from, conversation.to, () => conversation);
  return conversation.messages.reduce(withScheduled, changed);
}

function withMessage(state: State, message: Message): State {
  const [phone, number] = pairOf(message);
  const known = conversationOf(state.conversations, phone, number)?.messages ?? [];
  const isNew = !known.some(({ sid }) => sid === message.sid);
  const key = conversationKey(phone, number);
  const changed = change(state, phone, number, (conversation) => ({
    ...conversation,
    messages: putBySid(conversation.messages, message).slice(-KEPT.messages.each),
  }));
  // The reducer marks the conversation that is shown as read.
  return isNew && !changed.unread.includes(key) ? { ...changed, unread: [...changed.unread, key] } : changed;
}

/** A message that is no longer in its conversation, because newer ones have taken its place, does not come back. */
function withStatus(state: State, message: Message): State {
  const [phone, number] = pairOf(message);
  const conversation = conversationOf(state.conversations, phone, number);
  const isHere = conversation?.messages.some(({ sid }) => sid === message.sid) ?? false;
  return isHere || isPartial(state, phone, number) ? withMessage(state, message) : state;
}

/** The state, its scheduled messages with this one if it is one, without it otherwise. */
function withScheduled(state: State, message: Message): State {
  const others = state.scheduled.filter(({ sid }) => sid !== message.sid);
  if (message.status !== 'scheduled')
    return others.length === state.scheduled.length ? state : { ...state, scheduled: others };
  const scheduled = [...others, message].sort((a, b) => Number(a.sendAt) - Number(b.sendAt));
  return { ...state, scheduled };
}

const withTurn = (state: State, turn: Turn, optedOut: boolean): State =>
  change(state, turn.from, turn.to, (conversation) => {
    const turns = putBySid(conversation.turns, turn).slice(-KEPT.turns.each);
    const before = conversation.turns.find(({ sid }) => sid === turn.sid);
    // A turn has the jar as it is when it ends, and may do so after one that has begun later. A turn that has ended can still
    // change (a status callback). The REST API changes no jar, and its message may come while the turn runs that does.
    const isLast = turns.findLast(({ byApi }) => byApi !== true)?.sid === turn.sid;
    const hasCurrentJar =
      turn.byApi !== true &&
      turn.durationMs !== null &&
      (before === undefined ? isLast : before.durationMs === null);
    return {
      ...conversation,
      turns,
      optedOut,
      cookies: hasCurrentJar ? turn.cookies.after : conversation.cookies,
    };
  });

/** A conversation that is not here is loaded as it is, or begins with an event that says so. */
const withOptOut = (
  state: State,
  { from, to, optedOut }: Extract<EmulatorEvent, { type: 'optOut' }>,
): State =>
  conversationOf(state.conversations, from, to) === undefined
    ? state
    : change(state, from, to, (conversation) => ({ ...conversation, optedOut }));

function change(
  state: State,
  phone: string,
  number: string,
  update: (conversation: Conversation) => Conversation,
): State {
  const before = conversationOf(state.conversations, phone, number);
  const after = update(before ?? emptyConversation(phone, number));
  const mayHaveOlder = before === undefined && state.older !== null;
  return {
    ...state,
    partial: mayHaveOlder ? [...state.partial, conversationKey(phone, number)] : state.partial,
    conversations:
      before === undefined
        ? [...state.conversations, after]
        : state.conversations.map((other) => (other === before ? after : other)),
    phones: state.phones.includes(phone) ? state.phones : [...state.phones, phone],
    phone: state.phone ?? phone,
  };
}

/** A list with an item in place of the one with the same sid, or at the end. */
export function putBySid<Item extends { readonly sid: string }>(
  items: readonly Item[],
  item: Item,
): readonly Item[] {
  const index = items.findIndex(({ sid }) => sid === item.sid);
  return index === -1 ? [...items, item] : items.with(index, item);
}

function forget(state: State, from: string | null, to: string | null): State {
  const isForgotten = (conversation: Conversation) =>
    from === null || (conversation.from === from && conversation.to === to);
  const forgotten = state.conversations.filter(isForgotten);
  return {
    ...state,
    scheduled: state.scheduled.filter(
      (message) => from !== null && !(message.to === from && message.from === to),
    ),
    conversations: state.conversations.filter((conversation) => !isForgotten(conversation)),
    unread: state.unread.filter(
      (key) => !forgotten.some((conversation) => key === conversationKey(conversation.from, conversation.to)),
    ),
  };
}

/** The conversations without the cookies that have ended. When the clock is moved back, the others keep the time that they have left. */
function withMovedCookies({ conversations, clock: before }: State, clock: Clock): readonly Conversation[] {
  const movedBack = Math.max(before.offset - clock.offset, 0);
  return conversations.map((conversation) => ({
    ...conversation,
    cookies: conversation.cookies
      .map((cookie) => ({ ...cookie, expiresAt: cookie.expiresAt - movedBack }))
      .filter(({ expiresAt }) => expiresAt > clock.now),
  }));
}
