import {
  ask,
  begin,
  beginning,
  conversation,
  ConversationError,
  conversationFunction,
  effect,
  text,
  time,
} from 'sms-conversation';
import { appointment, store } from './confirm.protected';

/** `POST /appointments/book`: books an appointment; then the other number texts, at once instead of on the day before. */
const book = conversation('book', function* () {
  const { from: to } = yield* beginning();
  const name = yield* ask('name', 'What is your name?', text({ max: 40 }));
  const at = yield* ask('time', `${name}, at what time tomorrow?`, time({ min: '08:00', max: '17:00' }));

  const isAsked = yield* effect('begin', async ({ context, signal }) => {
    const client = context.getTwilioClient();
    const numbers = await client.incomingPhoneNumbers.list();
    const own = numbers.find(({ smsUrl }) => smsUrl.endsWith('/appointments/confirm'));
    if (own === undefined) throw new Error('No number has /appointments/confirm as its webhook.');
    const data = { name, time: at };
    try {
      await begin(appointment, { store, from: own.phoneNumber, to, client, env: context, data, signal });
      return true;
    } catch (error) {
      if (error instanceof ConversationError && error.code === 'under-way') return false;
      throw error;
    }
  });
  return isAsked ? 'Booked. Our other number asks you to confirm.' : 'Please answer our other number first.';
});

export const handler = conversationFunction(book, store);
