import type { Route } from './route';
import { isPartial, numberTextedBy, numbersFor, type OnScreen, onScreen, type State, turnOf } from './state';

/**
 * Shows what an address asks for, as far as it is here. What is not loaded yet is `wanted` until it is; of what there is not, the rest is
 * shown, with a notice.
 */
export function followRoute(state: State, route: Route): State {
  const { phone, number, tab } = route;
  if (state.connection === 'connecting') return { ...state, wanted: route };
  const known: State = { ...state, tab, wanted: null, inspected: null, found: null };
  const mayCome = state.older !== null && number !== null;
  const isNumberHere = number === null || numbersFor(state, phone).some((own) => own.number === number);
  if (mayCome && isPartial(state, phone, number) && !(isPhoneHere(state, phone) && isNumberHere))
    return { ...known, wanted: route };
  if (!isPhoneHere(state, phone)) return notify(known, `There is no phone ${phone} here.`);
  const there = { ...known, phone };
  if (number === null) return there;
  if (!isNumberHere) {
    const shown = numberTextedBy(there, phone);
    return notify(there, `${phone} cannot text ${number}${shown === null ? '' : `: this is ${shown}`}.`);
  }
  return withPlace({ ...there, chosenNumbers: { ...there.chosenNumbers, [phone]: number } }, route);
}

const isPhoneHere = ({ phones }: State, phone: string): boolean => phones.includes(phone);

/** Chooses the turn or the message of a route, unless the whole conversation is here without it. */
function withPlace(state: State, { turn, message }: Route): State {
  const screen = onScreen(state);
  if (screen === null || (turn === null && message === null)) return state;
  const isWhole = !isPartial(state, screen.phone, screen.number);
  const place = { ...state, inspected: turn, found: message };
  if (!isWhole || isHere(screen, turn, message)) return place;
  return notify(state, `That ${turn === null ? 'message' : 'turn'} is no longer here.`);
}

const isHere = ({ conversation }: OnScreen, turn: string | null, message: string | null): boolean =>
  turn === null
    ? conversation.messages.some(({ sid }) => sid === message)
    : turnOf(conversation, turn) !== undefined;

const notify = (state: State, text: string): State => ({
  ...state,
  notice: { text, id: state.notice.id + 1 },
});

/** Follows the address that is wanted, when its conversation has been loaded. */
export function followWanted(state: State): State {
  const { wanted } = state;
  if (wanted === null || state.connection === 'connecting') return state;
  return followRoute(state, wanted);
}

/** What must be loaded for the address that is wanted. */
export function missingPair({ wanted, connection }: State): { phone: string; number: string } | null {
  const { phone, number } = wanted ?? { phone: '', number: null };
  return number === null || connection !== 'live' ? null : { phone, number };
}

/** Leaves a turn or a message that is not in its conversation any more. */
export function leaveMissing(state: State): State {
  const { inspected, found } = state;
  if (inspected === null && found === null) return state;
  const screen = onScreen(state);
  if (screen === null || isPartial(state, screen.phone, screen.number)) return state;
  const { turns, messages } = screen.conversation;
  const hasTurn = turns.some(({ sid }) => sid === inspected);
  const hasMessage = messages.some(({ sid }) => sid === found);
  return { ...state, inspected: hasTurn ? inspected : null, found: hasMessage ? found : null };
}
