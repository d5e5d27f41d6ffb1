import { type Button, readButton } from './button';

/** A picture, or another file, that came with an MMS. */
export type Media = {
  /** Where Twilio stores it. */
  readonly url: string;
  /** Its media type, such as `image/jpeg`. */
  readonly contentType: string;
};

/** What a sender sent. `body` is empty for an MMS without text; `media` is empty for an SMS. */
export type Message = {
  readonly body: string;
  readonly media: readonly Media[];
  /**
   * The webhook's other parameters, such as `From`, `MessageSid` and `FromCity`. Untrusted.
   * Source: https://www.twilio.com/docs/messaging/guides/webhook-request
   */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** The button that the sender tapped. Default: that of the parameters `ButtonText` and `ButtonPayload`. */
  readonly button?: Button;
};

/** A message of a reply: its text, or its text and the addresses of the files that Twilio sends with it. */
export type OutgoingMessage = string | { readonly body: string; readonly media: readonly string[] };

/** Maximum length of a message in characters, both ways. Source: https://www.twilio.com/docs/api/errors/14103 */
export const MAX_TEXT_LENGTH = 1600;

/**
 * Maximum number of files of an MMS, both ways.
 * Source: https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
 */
export const MAX_MEDIA = 10;

/** Everything that is not a Char of XML 1.0, section 2.2, such as NUL or half of a surrogate pair. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** A text without what XML cannot hold. */
export const xmlText = (text: string): string => text.replace(NOT_XML, '');

/** Truncates the texts to the maximum length and removes what XML cannot hold, so that a reply can repeat them; finds the tapped button. */
export function sanitizeMessage(message: Message): Message {
  const { body, parameters = {}, button = readButton(parameters) } = message;
  return {
    ...message,
    body: sanitize(body),
    ...(button && { button: { text: sanitize(button.text), payload: sanitize(button.payload) } }),
  };
}

const sanitize = (text: string): string => xmlText(text.slice(0, MAX_TEXT_LENGTH));
