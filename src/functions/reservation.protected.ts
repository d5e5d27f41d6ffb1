import {
  ask,
  conversation,
  conversationFunction,
  effect,
  either,
  forget,
  integer,
  media,
  oneOf,
  text,
  yesNo,
} from 'sms-conversation';

/** `POST /reservation`: books a table, in several questions. */
const reservation = conversation('reservation', function* () {
  const party = yield* ask('party', 'How many people?', integer({ min: 1, max: 20 }));
  if (party > 8) return 'For more than 8, please call us.';

  const day = yield* ask('day', 'Friday or Saturday?', oneOf('Friday', 'Saturday'));
  const name = yield* ask('name', 'What name is it under?', text({ max: 40 }));
  yield* ask('card', 'A photo of an allergy card? Or: skip', media({ skip: 'skip' }));

  const sure = yield* ask(
    'sure',
    `A table for ${party} on ${day}, ${name}. Right?`,
    either(
      yesNo(),
      oneOf('party', 'day', 'name'),
      'Please answer yes or no; or party, day or name to change that.',
    ),
  );
  if (typeof sure === 'string') return yield* forget(sure, 'sure');
  if (!sure) return 'Nothing is booked. Text us to start again.';

  const reference = yield* effect('reference', ({ idempotencyKey }) =>
    idempotencyKey.slice(0, 6).toUpperCase(),
  );
  return `Booked. Your reference is ${reference}.`;
});

export const handler = conversationFunction(reservation);
