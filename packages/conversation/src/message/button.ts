/** A button that the sender tapped, of a message that you sent with buttons (WhatsApp, RCS). */
export type Button = {
  /** What the button says; the message's `body` repeats it. */
  readonly text: string;
  /** The button's id, as you gave it. Untrusted. */
  readonly payload: string;
};

/**
 * Reads the tapped button from a webhook's parameters, `ButtonText` and `ButtonPayload`; `undefined` when none was tapped. Never throws.
 * Source: https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function readButton({
  ButtonText: text = '',
  ButtonPayload: payload = '',
}: Readonly<Record<string, unknown>>): Button | undefined {
  if (typeof text !== 'string' || typeof payload !== 'string') return undefined;
  return text === '' && payload === '' ? undefined : { text, payload };
}
