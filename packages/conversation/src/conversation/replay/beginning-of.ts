import type { Message } from '../../message/message';
import { xmlText } from '../../message/message';
import type { Beginning } from '../steps/beginning';

/** Maximum length of what is stored of each, in characters. */
const MAX_LENGTH = 40;

/** What is known of a message without parameters. */
export const NOTHING_KNOWN: Beginning = {
  from: '',
  to: '',
  sid: '',
  channel: 'sms',
  profileName: '',
  city: '',
  state: '',
  zip: '',
  country: '',
};

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
} satisfies Partial<Record<keyof Beginning, string>>;

/** What is known of a message, without what is empty. */
export function beginningOf({ parameters = {} }: Message): Partial<Record<keyof Beginning, string>> {
  const known = Object.entries(PARAMETERS).flatMap(([name, parameter]) => {
    const value = parameters[parameter];
    return typeof value === 'string' && value !== '' ? [[name, xmlText(value.slice(0, MAX_LENGTH))]] : [];
  });
  const channel = /^([a-z]+):/.exec(String(parameters.From))?.[1];
  return Object.fromEntries([...known, ...(channel === undefined ? [] : [['channel', channel]])]) as Partial<
    Record<keyof Beginning, string>
  >;
}
