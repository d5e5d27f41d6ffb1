import type { OutgoingMessage } from '../message/message';

/** TwiML with these messages, in order. */
export function messages(
  sent: readonly OutgoingMessage[],
): InstanceType<typeof Twilio.twiml.MessagingResponse> {
  const twiml = new Twilio.twiml.MessagingResponse();
  for (const message of sent) {
    if (typeof message === 'string') {
      twiml.message(message);
      continue;
    }
    const verb = twiml.message({}, '');
    if (message.body !== '') verb.body(message.body);
    for (const url of message.media) verb.media(url);
  }
  return twiml;
}
