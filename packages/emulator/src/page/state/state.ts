import { addressesOn, channelOf, numberAt } from '../../engine/channels';
import { NO_FAULTS } from '../../engine/faults';
import type {
  Clock,
  Conversation,
  Message,
  OwnNumber,
  Faults,
  ProfileNames,
  Replay,
  Sources,
  Turn,
} from '../../engine/types';
import type { Route } from './route';
import type { StoredPhones } from './stored-phones';

/** The whole state of the emulator, as its API returns it. */
export type Snapshot = {
  readonly numbers: readonly OwnNumber[];
  /** The newest ones. */
  readonly conversations: readonly Conversation[];
  /** The API's address of older conversations; `null` when all are here. */
  readonly older: string | null;
  readonly clock: Clock;
  readonly faults: Faults;
  /** Every phone, in the engine's order. */
  readonly phones: readonly string[];
  /** The phones that are switched off. */
  readonly off: readonly string[];
  /** What phones are called on WhatsApp that were given a name, by their addresses. */
  readonly profileNames: ProfileNames;
  /** The scheduled messages, the next one first. */
  readonly scheduled: readonly Message[];
  /** The newest replays, the newest last. */
  readonly replays: readonly Replay[];
  /** What is wrong with the app's sources. */
  readonly sources: Sources;
};

/** The state of the page: that of the emulator as it was loaded, with what has happened since, and what the user has chosen. */
export type State = Snapshot & {
  readonly connection: 'connecting' | 'live' | 'lost';
  /** Keys of conversations that are older, of which only what has happened since is here. */
  readonly partial: readonly string[];
  /** The selected phone, whose conversation is shown. */
  readonly phone: string | null;
  /** The number that each phone texts, by phone, where one was chosen. */
  readonly chosenNumbers: Readonly<Record<string, string>>;
  /** Keys (`conversationKey`) of the conversations with messages that have not been shown. */
  readonly unread: readonly string[];
  /** Sid of the turn that was chosen for the inspector. */
  readonly inspected: string | null;
  /** SID of the message that was looked for, and is to be seen. */
  readonly found: string | null;
  /** The selected tab of the inspector. */
  readonly tab: InspectorTab;
  /** What the page's address asks for, while that is not loaded. */
  readonly wanted: Route | null;
  /** Which turns of the conversation are shown. */
  readonly filter: TurnFilter;
  /** Whether the search in all conversations is open. */
  readonly isSearching: boolean;
  /** A message to the user, shown for some seconds; another `id` shows the same text again. Without text, none is shown. */
  readonly notice: { readonly text: string; readonly id: number };
  /** The ids of the modal dialogs that are open, the one on top last. */
  readonly dialogs: readonly string[];
  /** What was forgotten, removed or imported on this page and can be taken back: what the user is told, and the engine's token; `null` for none. */
  readonly undo: { readonly text: string; readonly token: string } | null;
};

/** The tabs of the inspector. */
export type InspectorTab = 'Request' | 'Answer' | 'Cookie' | 'Sync' | 'Log' | 'Debugger';

/** Every turn, or those with errors, or those with faults on purpose, alone. */
export type TurnFilter = 'all' | 'errors' | 'faults';

/** The state of a page that has not loaded anything yet. */
export const initialState = ({ phone, chosenNumbers }: StoredPhones): State => ({
  connection: 'connecting',
  numbers: [],
  conversations: [],
  older: null,
  partial: [],
  clock: { now: Date.now(), offset: 0 },
  faults: NO_FAULTS,
  off: [],
  profileNames: {},
  scheduled: [],
  replays: [],
  sources: { problems: [], leftOut: 0 },
  phones: [],
  phone,
  chosenNumbers,
  unread: [],
  inspected: null,
  found: null,
  tab: 'Answer',
  wanted: null,
  filter: 'all',
  isSearching: false,
  notice: { text: '', id: 0 },
  dialogs: [],
  undo: null,
});

/** How many phones are shown at first, the last ones of their list, and how many more at a time. */
export const SHOWN_PHONES = 100;

/** Identifies the conversation of a phone with a number. */
export const conversationKey = (phone: string, number: string): string => `${phone} ${number}`;

/** The number that a phone texts: the chosen one, else its first conversation's, else the first; `null` without any. */
export function numberTextedBy(state: State, phone: string): string | null {
  const options = numbersFor(state, phone);
  const chosen = state.chosenNumbers[phone];
  if (chosen !== undefined && options.some(({ number }) => number === chosen)) return chosen;
  const first = state.conversations.find(({ from }) => from === phone)?.to;
  return first ?? options[0]?.number ?? null;
}

/** Your numbers on the phone's channel, then the others that it has a conversation with, which have no other name. */
export function numbersFor(state: State, phone: string): { number: string; name: string }[] {
  const addresses = addressesOn(
    channelOf(phone),
    state.numbers.map(({ number }) => number),
  );
  const own = [...addresses].map((number) => ({ number, name: ownNameOf(state, number) ?? number }));
  const foreign = state.conversations
    .filter(({ from, to }) => from === phone && !own.some(({ number }) => number === to))
    .map(({ to }) => ({ number: to, name: to }));
  return [...own, ...foreign];
}

/** The conversation that is shown. */
export type OnScreen = {
  readonly phone: string;
  readonly number: string;
  /** `null` for a number that is not one of yours. */
  readonly own: OwnNumber | null;
  readonly conversation: Conversation;
};

/** The conversation that is shown; `null` without a phone or a number. */
export function onScreen(state: State): OnScreen | null {
  const { phone } = state;
  const number = phone === null ? null : numberTextedBy(state, phone);
  if (phone === null || number === null) return null;
  return {
    phone,
    number,
    own: ownNumberAt(state, number) ?? null,
    conversation: conversationOf(state.conversations, phone, number) ?? emptyConversation(phone, number),
  };
}

/** The conversation of a phone with a number, when there is one. */
export const conversationOf = (
  conversations: readonly Conversation[],
  phone: string,
  number: string,
): Conversation | undefined => conversations.find(({ from, to }) => from === phone && to === number);

/** Whether the conversation of a phone with a number may have older messages than those that are here. */
export const isPartial = (state: State, phone: string, number: string): boolean =>
  state.older !== null &&
  (conversationOf(state.conversations, phone, number) === undefined ||
    state.partial.includes(conversationKey(phone, number)));

/** A conversation without messages. */
export const emptyConversation = (from: string, to: string): Conversation => ({
  from,
  to,
  messages: [],
  turns: [],
  cookies: [],
  optedOut: false,
});

/** The number of yours at an address. */
const ownNumberAt = ({ numbers }: State, address: string): OwnNumber | undefined =>
  numberAt(address, (number) => numbers.find((own) => own.number === number));

/** The name of a phone that is one of your numbers; `undefined` for any other phone. */
export function ownNameOf(state: State, phone: string): string | undefined {
  const own = ownNumberAt(state, phone);
  return own && nameOf(own);
}

/** What a number of yours is called: by the name that it was given, and by its Function; by the number itself without both. */
export function nameOf({ number, name, friendlyName }: OwnNumber): string {
  if (friendlyName === undefined) return name;
  return name === number ? friendlyName : `${friendlyName} (${name})`;
}

/** The conversation's turn with this sid. */
export const turnOf = (conversation: Conversation, sid: string | null): Turn | undefined =>
  conversation.turns.find((turn) => turn.sid === sid);

/** The turn of the message that was looked for. */
export function foundTurn(screen: OnScreen | null, found: string | null): Turn | undefined {
  const message = screen?.conversation.messages.find(({ sid }) => sid === found);
  return message === undefined
    ? undefined
    : screen?.conversation.turns.find(({ sid }) => sid === message.turn);
}

/** These numbers, with one where it was, or last. */
export const withNumber = (numbers: readonly OwnNumber[], own: OwnNumber): readonly OwnNumber[] =>
  numbers.some(({ number }) => number === own.number)
    ? numbers.map((other) => (other.number === own.number ? own : other))
    : [...numbers, own];
