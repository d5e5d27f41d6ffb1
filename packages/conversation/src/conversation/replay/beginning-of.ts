import type { Message } from '../../message/message';
import { xmlText } from '../../message/message';
import type { Beginning } from '../steps/beginning';

/** Maximum length of what is stored of each, in characters. */
const MAX_LENGTH = 40;

/** What is stored of a beginning: what is not empty. The channel follows from `from`. */
type Stored = Partial<Record<keyof Beginning, string>>;

/** The beginning of which this is stored. */
export const beginningWith = (stored: Stored): Beginning => ({
  from: '',
  to: '',
  sid: '',
  channel: stored.from?.match(/^([a-z]+):/)?.[1] ?? 'sms',
  profileName: '',
  city: '',
  state: '',
  zip: '',
  country: '',
  ...stored,
});

/** The parameter of each. Source: https://www.twilio.com/docs/messaging/guides/webhook-request */
const PARAMETERS = {
  from: 'From',
  to: 'To',
  sid: 'MessageSid',
  profileName: 'ProfileName',
  city: 'FromCity',
  state: 'FromState',
  zip: 'FromZip',
  country: 'FromCountry',
} satisfies Stored;

/**
 * What is known of a message, without what is empty.
 *
 * @param isFirst - whether it began the conversation; the sid of another one would be wrong.
 */
export function beginningOf({ parameters = {} }: Message, isFirst: boolean): Stored {
  const known: { -readonly [Name in keyof Beginning]?: string } = {};
  for (const [name, parameter] of Object.entries(PARAMETERS) as [keyof Beginning, string][]) {
    const value = parameters[parameter];
    if (typeof value !== 'string' || value === '' || (name === 'sid' && !isFirst)) continue;
    known[name] = xmlText(value.slice(0, MAX_LENGTH));
  }
  return known;
}
