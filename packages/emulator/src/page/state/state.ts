import { NO_FAULTS } from '../../engine/faults';
import type { Clock, Conversation, OwnNumber, Faults, Turn } from '../../engine/types';

/** All that the page knows. */
export type State = {
  readonly connection: 'connecting' | 'live' | 'lost';
  readonly numbers: readonly OwnNumber[];
  readonly conversations: readonly Conversation[];
  readonly clock: Clock;
  readonly faults: Faults;
  /** Every phone, in the order in which they came. */
  readonly phones: readonly string[];
  /** The phones that were added on this page, which the browser keeps; the others came through the API or a test. */
  readonly mine: readonly string[];
  /** The phone on the screen. */
  readonly phone: string | null;
  /** Which number each phone texts, where a person has chosen. */
  readonly texts: Readonly<Record<string, string>>;
  /** Keys of the conversations with messages that have not been on the screen. */
  readonly unread: readonly string[];
  /** Sid of the turn that a person has chosen to inspect. */
  readonly inspected: string | null;
  /** What the inspector shows of a turn. */
  readonly tab: InspectorTab;
  /** A short notice, shown for a while and read aloud. */
  readonly notice: { readonly text: string; readonly id: number };
};

export type InspectorTab = 'Request' | 'Answer' | 'Cookie' | 'Debugger';

/** What of the state outlives the page, in the browser's own storage. */
export type Kept = Pick<State, 'mine' | 'phone' | 'texts'>;

export const initialState = ({ mine, phone, texts }: Kept): State => ({
  connection: 'connecting',
  numbers: [],
  conversations: [],
  clock: { now: Date.now(), offset: 0 },
  faults: NO_FAULTS,
  phones: mine,
  mine,
  phone,
  texts,
  unread: [],
  inspected: null,
  tab: 'Answer',
  notice: { text: '', id: 0 },
});

/** Names the conversation of a phone and a number. */
export const conversationKey = (phone: string, number: string): string => `${phone} ${number}`;

/** The number that a phone texts: the chosen one, else that of its first conversation, else the first of all. */
export function numberTextedBy(state: State, phone: string): string | null {
  const options = numbersFor(state, phone);
  const chosen = state.texts[phone];
  if (chosen !== undefined && options.some(({ number }) => number === chosen)) return chosen;
  const first = state.conversations.find(({ from }) => from === phone)?.to;
  return first ?? options[0]?.number ?? null;
}

/** Every number that a phone can text or has heard from; a foreign one goes by its digits. */
export function numbersFor(state: State, phone: string): { number: string; name: string }[] {
  const own = state.numbers.map(({ number, name }) => ({ number, name }));
  const foreign = state.conversations
    .filter(({ from, to }) => from === phone && !own.some(({ number }) => number === to))
    .map(({ to }) => ({ number: to, name: to }));
  return [...own, ...foreign];
}

/** What is on the screen. */
export type OnScreen = {
  readonly phone: string;
  readonly number: string;
  /** `null` for a number that is not one of yours. */
  readonly own: OwnNumber | null;
  readonly conversation: Conversation;
};

/** The conversation on the screen; `null` without a phone or a number. */
export function onScreen(state: State): OnScreen | null {
  const { phone } = state;
  const number = phone === null ? null : numberTextedBy(state, phone);
  if (phone === null || number === null) return null;
  return {
    phone,
    number,
    own: state.numbers.find((own) => own.number === number) ?? null,
    conversation: conversationOf(state.conversations, phone, number) ?? emptyConversation(phone, number),
  };
}

export const conversationOf = (
  conversations: readonly Conversation[],
  phone: string,
  number: string,
): Conversation | undefined => conversations.find(({ from, to }) => from === phone && to === number);

export const emptyConversation = (from: string, to: string): Conversation => ({
  from,
  to,
  messages: [],
  turns: [],
  cookies: [],
  optedOut: false,
});

/** The turn with this sid in the conversation on the screen. */
export const turnOf = (conversation: Conversation, sid: string | null): Turn | undefined =>
  conversation.turns.find((turn) => turn.sid === sid);
