import { ALPHANUMERIC_SENDER } from '../../engine/addresses';
import { isNumberAddress, isPhoneAddress } from '../../engine/channels';
import type { InspectorTab, State } from './state';
import { numberTextedBy } from './state';

/** What an address of the page shows. It holds addresses, SIDs and names of tabs, and nothing that a message says. */
export type Route = {
  readonly phone: string;
  /** `null`: the one that the phone texts. */
  readonly number: string | null;
  /** SID of the turn that was chosen for the inspector. */
  readonly turn: string | null;
  /** SID of the message that is to be seen. */
  readonly message: string | null;
  readonly tab: InspectorTab;
};

/** A record, so that no tab can be left out. */
const TABS: Readonly<Record<InspectorTab, true>> = {
  Request: true,
  Answer: true,
  Cookie: true,
  Sync: true,
  Log: true,
  Debugger: true,
};

const FIRST_TAB: InspectorTab = 'Answer';

const SID = /^(?:SM|MM)[0-9a-f]{32}$/i;

/**
 * The fragment of the page's address for a route: `#/PHONE/NUMBER`, then `/turns/SID` or `/messages/SID`, then the tab in lower case,
 * unless it is the first one. Of the turn that is shown because it is the latest, the SID is `latest`. A server gets nothing of it.
 */
export function hashOf({ phone, number, turn, message, tab }: Route): string {
  const parts = [phone, ...(number === null ? [] : [number])];
  if (number !== null) {
    if (message !== null) parts.push('messages', message);
    else if (turn !== null || tab !== FIRST_TAB) parts.push('turns', turn ?? LATEST);
    if (tab !== FIRST_TAB) parts.push(tab.toLowerCase());
  }
  return `#/${parts.map(encode).join('/')}`;
}

const LATEST = 'latest';

/** Readable: a fragment may have `+` and `:` as they are. */
const encode = (part: string): string =>
  encodeURIComponent(part).replaceAll('%2B', '+').replaceAll('%3A', ':');

/** Reads the fragment of an address; `null` when it is no route. What is wrong at its end is left out. */
export function readRoute(hash: string): Route | null {
  if (!hash.startsWith('#/')) return null;
  const [phone = '', number, kind, sid = '', tab] = hash.slice(2).split('/').map(decode);
  if (!isPhoneAddress(phone) && !isNumberAddress(phone)) return null;
  const isNumber = number !== undefined && (isNumberAddress(number) || ALPHANUMERIC_SENDER.test(number));
  const known = isNumber && SID.test(sid) ? sid : null;
  return {
    phone,
    number: isNumber ? number : null,
    turn: kind === 'turns' ? known : null,
    message: kind === 'messages' ? known : null,
    tab: isNumber ? (tabNamed(tab) ?? FIRST_TAB) : FIRST_TAB,
  };
}

/** A bad escape is no address. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

const tabNamed = (name: string | undefined): InspectorTab | undefined =>
  (Object.keys(TABS) as InspectorTab[]).find((tab) => tab.toLowerCase() === name);

/** The route to what is shown; `null` without a phone. */
export function routeOf(state: State): Route | null {
  const { phone, inspected: turn, found: message, tab } = state;
  if (phone === null) return null;
  return { phone, number: numberTextedBy(state, phone), turn, message, tab };
}
