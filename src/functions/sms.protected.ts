import { isObject, type Json, reply, sessionCookie, type SessionStore, smsFunction } from 'sms-conversation';

type Counter = { count: number };

const isCounter = (session: Json): session is Counter =>
  isObject(session) && Number.isSafeInteger(session.count) && Number(session.count) > 0;

const counter: SessionStore<Counter> = sessionCookie('counter', isCounter);

/** `POST /sms`: counts the messages of a conversation. */
export const handler = smsFunction(counter, async (event, context, log) => {
  const opened = await counter.open(event.request.cookies, context);
  if (opened.kind === 'new') log.began = opened.reason;
  const count = opened.kind === 'new' ? 1 : opened.session.count + 1;

  const twiml = new Twilio.twiml.MessagingResponse();
  twiml.message(
    count === 1 ? 'Hello, thanks for the new message.' : `Hello, thanks for message number ${count}`,
  );

  const cookies = await counter.save({ count }, context, twiml);
  return reply(cookies, twiml); // a Twilio.Response that sets them
});
