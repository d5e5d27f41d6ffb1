import { ask, conversation, conversationFunction, oneOf, syncStore, yesNo } from 'sms-conversation';

/** Two days: longer than a cookie. */
export const store = syncStore({ ttl: '2d' });

/** Asks the day before whether somebody will come. `begin` begins it, with their name and time. */
export const appointment = conversation('appointment', function* (of?: { name: string; time: string }) {
  if (of === undefined) return 'You have no appointment tomorrow. Text our other number to book one.';

  const comes = yield* ask(
    'comes',
    `${of.name}, your appointment is tomorrow at ${of.time}. Will you come?`,
    yesNo(),
    {
      remind: [
        { after: '6h', text: 'Will you come tomorrow? Please answer yes or no.' },
        { after: '20h', text: 'We gave your time to somebody else. Sorry!', closes: true },
      ],
    },
  );
  if (comes) return `See you tomorrow at ${of.time}.`;

  const day = yield* ask('day', 'Which day suits you better?', oneOf('Monday', 'Wednesday', 'Friday'));
  return `We expect you on ${day} at ${of.time}.`;
});

/** `POST /appointments/confirm`: answers who was asked. */
export const handler = conversationFunction(appointment, store);
