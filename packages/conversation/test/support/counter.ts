import { isObject, type Json } from '../../src/json';
import type { SessionStore } from '../../src/session/session-store';
import { reply } from '../../src/twilio/reply';
import { type OptOutHandler, smsFunction } from '../../src/twilio/sms-function';

export type Counter = { readonly count: number };

export const isCounter = (session: Json): session is Counter =>
  isObject(session) && Number.isSafeInteger(session.count);

/** A Function that answers with the number of the message, as `src/functions/sms.protected.ts` does. */
export const counterFunction = (counter: SessionStore<Counter>, optOuts?: OptOutHandler) =>
  smsFunction(
    counter,
    async (event, context, log) => {
      const opened = await counter.open(event.request.cookies, context);
      if (opened.kind === 'new') log.began = opened.reason;
      const count = opened.kind === 'new' ? 1 : opened.session.count + 1;
      const twiml = new Twilio.twiml.MessagingResponse();
      twiml.message(`Message ${count}`);
      return reply(await counter.save({ count }, context, twiml.toString()), twiml);
    },
    optOuts,
  );
