import { addressOn, channelOf, phoneNumberOf } from '../../engine/channels';
import type { Conversation, EmulatorEvent, Message, OwnNumber, Undoable } from '../../engine/types';
import { applyEvent, putBySid, withPhones } from './apply-event';
import { followRoute, followWanted, leaveMissing } from './follow-route';
import type { Route } from './route';
import {
  conversationKey,
  conversationOf,
  type InspectorTab,
  numberTextedBy,
  type Snapshot,
  type State,
  type TurnFilter,
} from './state';

/** An event of the emulator or of the user. */
export type Action =
  | { readonly type: 'loaded'; readonly snapshot: Snapshot }
  /** `older`: what it is now; left out when it stays. */
  | {
      readonly type: 'loadedMore';
      readonly conversations: readonly Conversation[];
      readonly older?: string | null;
    }
  | { readonly type: 'loadedScheduled'; readonly scheduled: readonly Message[] }
  | { readonly type: 'happened'; readonly events: readonly EmulatorEvent[] }
  | { readonly type: 'disconnected' }
  /** The engine has added a phone for this page. */
  | { readonly type: 'addedPhone'; readonly phone: string }
  /**
   * This page has changed your numbers, and the emulator's event of it may come later. When one has come since the request was made, that
   * tells what they are now.
   */
  | {
      readonly type: 'changedNumbers';
      readonly since: readonly OwnNumber[];
      readonly numbers: readonly OwnNumber[];
    }
  /** This page has deleted a number of yours. */
  | { readonly type: 'deletedNumber'; readonly number: string }
  | { readonly type: 'removePhone'; readonly phone: string }
  | { readonly type: 'choosePhone'; readonly phone: string }
  | { readonly type: 'chooseNumber'; readonly phone: string; readonly number: string }
  | { readonly type: 'inspect'; readonly turn: string | null; readonly tab?: InspectorTab }
  | { readonly type: 'chooseTab'; readonly tab: InspectorTab }
  | { readonly type: 'notify'; readonly text: string }
  /** The notice with this id has been shown for long enough. */
  | { readonly type: 'endNotice'; readonly id: number }
  | { readonly type: 'openDialog'; readonly id: string }
  | { readonly type: 'closeDialog'; readonly id: string }
  /** Something was forgotten, removed or imported, and can be taken back with this token. */
  | { readonly type: 'offerUndo'; readonly text: string; readonly token: string }
  | { readonly type: 'dismissUndo' }
  /** It was taken back on this page, and is shown. */
  | { readonly type: 'undone'; readonly undone: Undoable }
  /** The page's address has become this one. */
  | { readonly type: 'navigate'; readonly route: Route }
  /** There is no such conversation as the page's address asks for. */
  | { readonly type: 'wantedIsMissing' }
  | { readonly type: 'filter'; readonly filter: TurnFilter }
  | { readonly type: 'search'; readonly isOpen: boolean };

/** The next state of the page. The conversation that is shown is never unread. */
export function reduce(state: State, action: Action): State {
  return markShownAsRead(step(state, action));
}

function step(state: State, action: Action): State {
  switch (action.type) {
    case 'loaded':
      return followWanted(load(state, action.snapshot));
    case 'loadedMore':
      return followWanted(loadMore(state, action.conversations, action.older));
    case 'loadedScheduled':
      return { ...state, scheduled: action.scheduled };
    case 'happened':
      return happen(state, action.events);
    case 'disconnected':
      return { ...state, connection: 'lost' };
    case 'addedPhone':
      return addPhone(state, action.phone);
    case 'changedNumbers':
      return state.numbers === action.since ? { ...state, numbers: action.numbers } : state;
    case 'deletedNumber':
      return { ...state, numbers: state.numbers.filter(({ number }) => number !== action.number) };
    case 'removePhone':
      return removePhone(state, action.phone);
    case 'choosePhone':
      return action.phone === state.phone ? state : { ...state, ...ELSEWHERE, phone: action.phone };
    case 'chooseNumber':
      return {
        ...state,
        ...ELSEWHERE,
        chosenNumbers: { ...state.chosenNumbers, [action.phone]: action.number },
      };
    case 'inspect':
      return { ...state, inspected: action.turn, found: null, wanted: null, tab: action.tab ?? state.tab };
    case 'chooseTab':
      return { ...state, tab: action.tab };
    case 'notify':
      return { ...state, notice: { text: action.text, id: state.notice.id + 1 } };
    case 'endNotice':
      return action.id === state.notice.id ? { ...state, notice: { ...state.notice, text: '' } } : state;
    case 'openDialog':
      return { ...state, dialogs: [...state.dialogs, action.id] };
    case 'closeDialog':
      return { ...state, dialogs: state.dialogs.filter((id) => id !== action.id) };
    case 'offerUndo':
      return { ...state, undo: { text: action.text, token: action.token } };
    case 'dismissUndo':
      return { ...state, undo: null };
    case 'undone':
      return showUndone(state, action.undone);
    case 'navigate':
      return followRoute({ ...state, filter: 'all' }, action.route);
    case 'wantedIsMissing':
      return step({ ...state, wanted: null }, { type: 'notify', text: 'That conversation is not here.' });
    case 'filter':
      return { ...state, filter: action.filter };
    case 'search':
      return { ...state, isSearching: action.isOpen };
    default:
      return action satisfies never;
  }
}

/** Of another conversation than the one that is shown, nothing is chosen yet. */
const ELSEWHERE = { inspected: null, found: null, wanted: null, filter: 'all' } as const;

/** Where messages and turns may have gone, what was chosen of them is left. */
const happen = (state: State, events: readonly EmulatorEvent[]): State => {
  const after = events.reduce(applyEvent, state);
  return events.some(({ type }) => type === 'forgotten' || type === 'conversation')
    ? leaveMissing(after)
    : after;
};

function load(state: State, snapshot: Snapshot): State {
  const loaded: State = { ...state, ...snapshot, partial: [], connection: 'live' };
  return withPhones(loaded, [...snapshot.phones, ...snapshot.conversations.map(({ from }) => from)]);
}

function loadMore(state: State, loaded: readonly Conversation[], older: string | null = state.older): State {
  const keys = new Set(loaded.map(({ from, to }) => conversationKey(from, to)));
  const isLoaded = ({ from, to }: Conversation) => keys.has(conversationKey(from, to));
  const merged = loaded.map((conversation) => {
    const { from, to } = conversation;
    return withNewer(conversation, conversationOf(state.conversations, from, to));
  });
  return {
    ...state,
    older,
    conversations: [...merged, ...state.conversations.filter((conversation) => !isLoaded(conversation))],
    partial: state.partial.filter((key) => !keys.has(key)),
    phones: [...new Set([...loaded.map(({ from }) => from).filter(isNew), ...state.phones])],
  };

  function isNew(phone: string): boolean {
    return !state.phones.includes(phone);
  }
}

/** A conversation as it was loaded, with what has happened since. */
function withNewer(loaded: Conversation, known: Conversation | undefined): Conversation {
  if (known === undefined) return loaded;
  const latest = known.turns.at(-1);
  const isNewer = latest !== undefined && !loaded.turns.some(({ sid }) => sid === latest.sid);
  return {
    ...(isNewer ? known : loaded),
    messages: known.messages.reduce(putBySid, loaded.messages),
    turns: known.turns.reduce(putBySid, loaded.turns),
  };
}

function addPhone(state: State, phone: string): State {
  // It texts the number that the selected phone texts.
  const texted = state.phone === null ? null : numberTextedBy(state, state.phone);
  const phoneNumber = phoneNumberOf(texted ?? '');
  const number = phoneNumber === undefined ? texted : addressOn(channelOf(phone), phoneNumber);
  return {
    ...state,
    phones: [...new Set([...state.phones, phone])],
    chosenNumbers: number === null ? state.chosenNumbers : { ...state.chosenNumbers, [phone]: number },
    phone,
    ...ELSEWHERE,
  };
}

function removePhone(state: State, phone: string): State {
  return withPhones(
    {
      ...state,
      conversations: state.conversations.filter(({ from }) => from !== phone),
      unread: state.unread.filter((key) => !key.startsWith(`${phone} `)),
    },
    state.phones.filter((other) => other !== phone),
  );
}

function showUndone(state: State, { what, from, to, token }: Undoable): State {
  const undo = state.undo?.token === token ? null : state.undo;
  if (from === null) return { ...state, undo };
  const phones = state.phones.includes(from) ? state.phones : [...state.phones, from];
  const chosenNumbers = to === null ? state.chosenNumbers : { ...state.chosenNumbers, [from]: to };
  const inspected = what === 'conversation' && from === state.phone ? state.inspected : null;
  return { ...state, undo, phones, chosenNumbers, phone: from, inspected };
}

/** Marks the conversation that is shown as read. */
function markShownAsRead(state: State): State {
  if (state.phone === null || state.unread.length === 0) return state;
  const number = numberTextedBy(state, state.phone);
  const key = number === null ? '' : conversationKey(state.phone, number);
  return state.unread.includes(key)
    ? { ...state, unread: state.unread.filter((other) => other !== key) }
    : state;
}
