import type { Context } from '@twilio-labs/serverless-runtime-types/types';
import { conversation } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import { ask, choose } from '../../src/conversation/steps';
import { switchboard } from '../../src/conversation/switchboard/switchboard';
import type { Duration } from '../../src/duration';
import type { FunctionContext } from '../../src/function-context';
import { syncStore } from '../../src/sync/sync-store';
import { begin } from '../../src/twilio/begin';
import { conversationFunction } from '../../src/twilio/conversation-function';

/*
 * Types only: `tsc` checks this file and nothing runs it. `@ts-expect-error` fails where a mistake compiles.
 */

declare const context: Context<{ SESSION_SECRET: string }>;
declare const functionContext: FunctionContext;
const store = syncStore();
const base = { from: '+15552220000', to: '+15551110000', store };

const plain = conversation('plain', function* () {
  yield* ask('name', 'Name?', text());
});
const optional = conversation('optional', function* (of?: { name: string }) {
  yield* ask('name', of?.name ?? 'Name?', text());
});
const union = conversation('union', function* (of: { name: string } | undefined) {
  yield* ask('name', of?.name ?? 'Name?', text());
});
export const strict = conversation('strict', function* (of?: { name: string }) {
  // @ts-expect-error -- undefined when the sender began
  yield* ask('name', of.name, text());
});
conversation(
  'requires it',
  // @ts-expect-error -- a sender may begin, and then there is none
  function* (of: { name: string }) {
    yield* ask('name', of.name, text());
  },
);

// Every client of Twilio.
export async function clients(): Promise<void> {
  const client = context.getTwilioClient();
  await begin(plain, { ...base, client });
  await begin(plain, { ...base, client: functionContext.getTwilioClient(), env: functionContext });
  await begin(plain, { ...base, client, env: context });
  await begin(plain, { ...base, client, env: process.env, replace: true, now: Date.now() });
  // @ts-expect-error -- there is no client
  await begin(plain, base);
  // @ts-expect-error -- no client at all
  await begin(plain, { ...base, client: {} });
}

// Data: required where the code has it, and refused where it has not.
export async function data(): Promise<void> {
  const options = { ...base, client: context.getTwilioClient() };
  await begin(optional, { ...options, data: { name: 'Ann' } });
  await begin(union, { ...options, data: { name: 'Ann' } });
  // @ts-expect-error -- its code has data
  await begin(optional, options);
  // @ts-expect-error -- its code has data
  await begin(union, options);
  // @ts-expect-error -- no name
  await begin(optional, { ...options, data: {} });
  // @ts-expect-error -- a name is a text
  await begin(optional, { ...options, data: { name: 1 } });
  // @ts-expect-error -- undefined is no data
  await begin(optional, { ...options, data: undefined });
  // @ts-expect-error -- its code has no data
  await begin(plain, { ...options, data: { name: 'Ann' } });
  await begin(switchboard('front', { plain, optional }, { prompt: 'Which?' }), options);
}
conversationFunction(optional, store);

// Reminders.
declare const after: Duration;
declare const anyText: string;
ask('name', 'Name?', text(), { remind: { after: '5m', text: 'Hello?' } });
ask('name', 'Name?', text(), { remind: { after: '35d', text: 'Hello?', closes: true } });
ask('name', 'Name?', text(), { remind: { after, text: 'Hello?' } });
ask('name', 'Name?', text(), {
  maxAttempts: 3,
  remind: [
    { after: '1h', text: 'Hello?' },
    { after: '2d', text: 'Bye.', closes: true },
  ],
});
choose('name', 'Name?', ['Ann'], undefined, { remind: { after: '1h', text: 'Hello?' } });
choose('name', 'Name?', [{ a: 1 }], ({ a }) => `${a}`, { hint: 'No.', remind: { after, text: 'Hello?' } });
// @ts-expect-error -- Twilio schedules five minutes ahead at least
ask('name', 'Name?', text(), { remind: { after: '4m', text: 'Hello?' } });
// @ts-expect-error -- nor at once
ask('name', 'Name?', text(), { remind: { after: '0h', text: 'Hello?' } });
// @ts-expect-error -- 35 days ahead at most
ask('name', 'Name?', text(), { remind: { after: '36d', text: 'Hello?' } });
// @ts-expect-error -- a time of day is no duration
ask('name', 'Name?', text(), { remind: { after: '10:00', text: 'Hello?' } });
// @ts-expect-error -- no half hours
ask('name', 'Name?', text(), { remind: { after: '1.5h', text: 'Hello?' } });
// @ts-expect-error -- nor what is before
ask('name', 'Name?', text(), { remind: { after: '-1h', text: 'Hello?' } });
// @ts-expect-error -- no such unit
ask('name', 'Name?', text(), { remind: { after: '90s', text: 'Hello?' } });
// @ts-expect-error -- any text may be no duration
ask('name', 'Name?', text(), { remind: { after: anyText, text: 'Hello?' } });
// @ts-expect-error -- it says nothing
ask('name', 'Name?', text(), { remind: { after: '1h' } });
// prettier-ignore
// @ts-expect-error -- the second is too soon
ask('name', 'Name?', text(), { remind: [{ after: '1h', text: 'Hello?' }, { after: '1m', text: 'Bye.' }] });
// @ts-expect-error -- the same for choose()
choose('name', 'Name?', ['Ann'], undefined, { remind: { after: '4m', text: 'Hello?' } });
// @ts-expect-error -- and for its items that are objects
choose('name', 'Name?', [{ a: 1 }], ({ a }) => `${a}`, { remind: { after: '36d', text: 'Hello?' } });
