import { addressesOn, addressOn, type Channel, phoneNumberOf } from '../../engine/channels';
import type {
  Clock,
  Conversation,
  EmulatorEvent,
  Message,
  OwnNumber,
  Faults,
  ProfileNames,
} from '../../engine/types';
import { applyEvent, putBySid } from './apply-event';
import { freshNumber } from './fresh-number';
import { conversationKey, conversationOf, type InspectorTab, numberTextedBy, type State } from './state';

/** The whole state of the emulator, as its API returns it. */
export type Snapshot = {
  readonly numbers: readonly OwnNumber[];
  /** The newest ones. */
  readonly conversations: readonly Conversation[];
  /** The API's address of the others; `null` when there are none. */
  readonly older: string | null;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly off: readonly string[];
  readonly profileNames: ProfileNames;
  /** Scheduled messages, the next one first. */
  readonly scheduled: readonly Message[];
};

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
  /** `channel`: SMS when it is left out. */
  | { readonly type: 'addPhone'; readonly channel?: Channel }
  | { readonly type: 'removePhone'; readonly phone: string }
  | { readonly type: 'choosePhone'; readonly phone: string }
  | { readonly type: 'chooseNumber'; readonly phone: string; readonly number: string }
  | { readonly type: 'inspect'; readonly turn: string | null; readonly tab?: InspectorTab }
  | { readonly type: 'chooseTab'; readonly tab: InspectorTab }
  | { readonly type: 'notify'; readonly text: string };

/** The next state of the page. The conversation that is shown is never unread. */
export function reduce(state: State, action: Action): State {
  return markShownAsRead(step(state, action));
}

function step(state: State, action: Action): State {
  switch (action.type) {
    case 'loaded':
      return load(state, action.snapshot);
    case 'loadedMore':
      return loadMore(state, action.conversations, action.older);
    case 'loadedScheduled':
      return { ...state, scheduled: action.scheduled };
    case 'happened':
      return action.events.reduce(applyEvent, state);
    case 'disconnected':
      return { ...state, connection: 'lost' };
    case 'addPhone':
      return addPhone(state, action.channel);
    case 'removePhone':
      return removePhone(state, action.phone);
    case 'choosePhone':
      return action.phone === state.phone ? state : { ...state, phone: action.phone, inspected: null };
    case 'chooseNumber':
      return {
        ...state,
        chosenNumbers: { ...state.chosenNumbers, [action.phone]: action.number },
        inspected: null,
      };
    case 'inspect':
      return { ...state, inspected: action.turn, tab: action.tab ?? state.tab };
    case 'chooseTab':
      return { ...state, tab: action.tab };
    case 'notify':
      return { ...state, notice: { text: action.text, id: state.notice.id + 1 } };
    default:
      return action satisfies never;
  }
}

function load(state: State, snapshot: Snapshot): State {
  const phones = [...new Set([...state.phones, ...snapshot.conversations.map(({ from }) => from)])];
  const loaded: State = { ...state, ...snapshot, phones, partial: [], connection: 'live' };
  if (phones.length === 0) return step(loaded, { type: 'addPhone' });
  return loaded.phone !== null && phones.includes(loaded.phone)
    ? loaded
    : { ...loaded, phone: phones[0] ?? null };
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

function addPhone(state: State, channel: Channel = 'sms'): State {
  const taken = [
    ...state.phones,
    ...addressesOn(
      channel,
      state.numbers.map(({ number }) => number),
    ),
  ];
  const phone = freshNumber(taken, undefined, channel);
  // It texts the number that the selected phone texts.
  const texted = state.phone === null ? null : numberTextedBy(state, state.phone);
  const phoneNumber = phoneNumberOf(texted ?? '');
  const number = phoneNumber === undefined ? texted : addressOn(channel, phoneNumber);
  return {
    ...state,
    phones: [...state.phones, phone],
    addedPhones: [...state.addedPhones, phone],
    chosenNumbers: number === null ? state.chosenNumbers : { ...state.chosenNumbers, [phone]: number },
    phone,
    inspected: null,
  };
}

function removePhone(state: State, phone: string): State {
  const index = state.phones.indexOf(phone);
  const neighbour = state.phones[index + 1] ?? state.phones[index - 1] ?? null;
  return {
    ...state,
    phones: state.phones.filter((other) => other !== phone),
    addedPhones: state.addedPhones.filter((other) => other !== phone),
    conversations: state.conversations.filter(({ from }) => from !== phone),
    unread: state.unread.filter((key) => !key.startsWith(`${phone} `)),
    phone: state.phone === phone ? neighbour : state.phone,
    inspected: state.phone === phone ? null : state.inspected,
  };
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
