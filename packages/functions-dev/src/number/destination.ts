import { printable } from '../printable';
import type { MessagingService } from './messaging-services';
import type { PhoneNumber } from './phone-numbers';

/** Where Twilio takes a message to a number. */
export type Destination = {
  /** Whose setting counts. */
  readonly setBy: string;
  readonly goesTo: string;
};

/** Says where a message goes: the Messaging Service's setting comes first, then the TwiML App's, then the number's own. */
export function destinationOf(number: PhoneNumber, service: MessagingService | undefined): Destination {
  if (!number.receivesSms) return { setBy: '-', goesTo: 'cannot receive SMS' };
  if (service !== undefined) {
    return {
      setBy: nameOf(service),
      goesTo: request(service.method, service.url, 'nowhere: it drops messages'),
    };
  }
  if (number.smsApplicationSid !== '') {
    return { setBy: `TwiML App ${number.smsApplicationSid}`, goesTo: 'the URL of the app' };
  }
  return { setBy: 'the number', goesTo: ownWebhook(number) };
}

export const nameOf = ({ sid, name }: MessagingService): string =>
  `Messaging Service ${sid} (${printable(name)})`;

/** The number's own webhook, whether it counts or not. */
export const ownWebhook = ({ smsMethod, smsUrl }: PhoneNumber): string =>
  request(smsMethod, smsUrl, 'nowhere');

/**
 * The password of `https://user:password@host/`: up to the last `@` before a query, else up to the last of all. A `/`, `@`
 * or `?` in it should be written as `%2F`, `%40` or `%3F` (RFC 3986, 3.2.1), and may not have been.
 */
const PASSWORD = /(?<=^\w+:\/\/[^:/?#]*:)(?:[^?#]*|.*)(?=@)/;

function request(method: string, url: string, none: string): string {
  // A password in a URL is nobody else's to read.
  return url === '' ? none : printable(`${method} ${url.replace(PASSWORD, '...')}`);
}
