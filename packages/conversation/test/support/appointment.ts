import { SECRET } from 'test-support';
import { conversation, type ConversationOptions } from '../../src/conversation/conversation';
import { oneOf } from '../../src/conversation/readers/one-of';
import { yesNo } from '../../src/conversation/readers/yes-no';
import type { Reminder } from '../../src/conversation/reminders';
import { ask } from '../../src/conversation/steps';
import { begin, type BeginOptions, type Begun } from '../../src/twilio/begin';
import { conversationFunction } from '../../src/twilio/conversation-function';
import { type fakeTwilio, NUMBER, PHONE, SERVICE } from './fake-twilio';
import { functionSender } from './sender';

export const NONE = 'You have no appointment.';
export const COMES = 'Will you come at 10:00?';
export const DAY = 'Which day suits you better?';
export const REMINDER = 'Will you come?';
export const CLOSED = 'We gave your time to somebody else.';

const REMINDERS: readonly Reminder[] = [
  { after: '1h', text: REMINDER },
  { after: '3h', text: CLOSED, closes: true },
];

/** A conversation that `begin` begins, with two questions; the first has reminders. */
export const appointment = (options: ConversationOptions = {}, remind = REMINDERS) =>
  conversation(
    'appointment',
    function* (of?: { time: string }) {
      if (of === undefined) return NONE;
      const comes = yield* ask('comes', `Will you come at ${of.time}?`, yesNo(), { remind });
      if (comes) return `See you at ${of.time}.`;
      const day = yield* ask('day', DAY, oneOf('Monday', 'Friday'));
      return `See you on ${day} at ${of.time}.`;
    },
    options,
  );

type World = ReturnType<typeof fakeTwilio>;

/** Begins an appointment at 10:00; `other` replaces options. */
export const beginAppointment = (
  { client, store }: World,
  other: Partial<BeginOptions<{ time: string }>> = {},
  code = appointment(),
): Promise<Begun> =>
  begin(code, {
    from: NUMBER,
    to: PHONE,
    client,
    store,
    env: { SESSION_SECRET: SECRET, MESSAGING_SERVICE_SID: SERVICE },
    data: { time: '10:00' },
    ...other,
  });

/** The phone that is asked. */
export const phoneOf = ({ store, context }: World, code = appointment()) =>
  functionSender(code, context, conversationFunction(code, store));
