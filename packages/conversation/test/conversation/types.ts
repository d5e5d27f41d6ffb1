import { type } from 'arktype';
import * as v from 'valibot';
import { z } from 'zod';
import { conversation } from '../../src/conversation/conversation';
import type { Media } from '../../src/message/message';
import { either } from '../../src/conversation/readers/either';
import { integer } from '../../src/conversation/readers/integer';
import { media } from '../../src/conversation/readers/media';
import { oneOf } from '../../src/conversation/readers/one-of';
import { text } from '../../src/conversation/readers/text';
import { yesNo } from '../../src/conversation/readers/yes-no';
import type { AnswerOf } from '../../src/conversation/answer-source';
import {
  ask,
  choose,
  effect,
  first,
  forget,
  listen,
  part as makePart,
  say,
  scope,
  type Steps,
} from '../../src/conversation/steps';
import { switchboard } from '../../src/conversation/switchboard/switchboard';
import { inOwnWords } from '../../src/message/own-words/own-words';
import { conversationFunction } from '../../src/twilio/conversation-function';
import { optOuts } from '../../src/twilio/opt-out-handler';
import { reply } from '../../src/twilio/reply';
import { smsFunction } from '../../src/twilio/sms-function';

/*
 * Types only: `tsc` checks this file and nothing runs it. `@ts-expect-error` fails where a mistake compiles.
 */

/** Compiles only for the very same type. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : { readonly not: [A, B] };
declare function expectType<_Holds extends true>(): void;

const day = oneOf('Friday', 'Saturday');
const instant = z.string().transform((value) => new Date(value));

// What readers give.
expectType<Same<AnswerOf<ReturnType<typeof integer>>, number>>();
expectType<Same<AnswerOf<ReturnType<typeof text>>, string>>();
expectType<Same<AnswerOf<ReturnType<typeof yesNo>>, boolean>>();
expectType<Same<AnswerOf<typeof day>, 'Friday' | 'Saturday'>>();
const picture = media();
const optional = media({ skip: 'skip' });
expectType<Same<AnswerOf<typeof picture>, Media>>();
expectType<Same<AnswerOf<typeof optional>, Media | null>>();

export const values = conversation('values', function* () {
  const party = yield* ask('party', 'How many?', integer());
  expectType<Same<typeof party, number>>();

  const choice = yield* ask('choice', 'Which day?', oneOf('Friday', 'Saturday'));
  expectType<Same<typeof choice, 'Friday' | 'Saturday'>>();

  const zod = yield* ask('zod', 'When?', instant);
  expectType<Same<typeof zod, Date>>();
  const coerced = yield* ask('coerced', 'How many?', z.coerce.number());
  expectType<Same<typeof coerced, number>>();
  const valibot = yield* ask('valibot', 'How many?', v.pipe(v.string(), v.transform(Number)));
  expectType<Same<typeof valibot, number>>();
  const arktype = yield* ask('arktype', 'How many?', type('string.integer.parse'));
  expectType<Same<typeof arktype, number>>();
  const listed = yield* ask('listed', 'Which?', z.enum(['a', 'b']));
  expectType<Same<typeof listed, 'a' | 'b'>>();

  const reference = yield* effect('reference', ({ idempotencyKey }) => idempotencyKey);
  expectType<Same<typeof reference, string>>();
  const booking = yield* effect('booking', async () => Promise.resolve(booked));
  expectType<Same<typeof booking, { table: number; window: boolean }>>();
  const nothing = yield* effect('nothing', () => {
    void 0;
  });
  expectType<Same<typeof nothing, null>>();
  const nothingLater = yield* effect('nothing later', async () => {
    await Promise.resolve();
  });
  expectType<Same<typeof nothingLater, null>>();
  const perhaps = yield* effect('perhaps', (): number | undefined => undefined);
  expectType<Same<typeof perhaps, number | null>>();

  const said = yield* say('Hello.');
  expectType<Same<typeof said, void>>();

  if (party > 8) yield* forget(choice === 'Friday' ? 'party' : 'choice');
  const inPart = yield* part();
  expectType<Same<typeof inPart, string>>();
  return 'Done.';
});

declare const booked: { table: number; window: boolean };

function* part(): Steps<string> {
  return yield* ask('part', 'And?', text());
}

// Conversations that compile.
conversation('without a last message', function* () {
  yield* say('Bye.');
});
conversation('with one on some ways', function* () {
  if (yield* ask('sure', 'Sure?', yesNo())) return;
  return 'Then not.';
});
conversation('made of parts', part);

// A generator in place of the function that makes it.
// @ts-expect-error -- a generator, not its function
conversation('called', part());
// @ts-expect-error -- it is asynchronous
conversation('async', async function* () {
  yield* part();
});
// @ts-expect-error -- it makes no generator
conversation('no generator', () => 'text');
conversation(
  'returns something else',
  // @ts-expect-error -- a last message is a text
  function* () {
    return yield* ask('party', 'How many?', integer());
  },
);
// @ts-expect-error -- no such option
conversation('unknown option', part, { attempts: 3 });
// @ts-expect-error -- no word at all
conversation('no words', part, { restart: { words: [] } });

// `await` inside; effects are where to wait.
conversation('awaits', function* () {
  // @ts-expect-error -- await in what is not async
  await Promise.resolve();
  yield* say('Hello.');
});

// A forgotten `yield*`.
conversation('forgets', function* () {
  const party = ask('party', 'How many?', integer());
  // @ts-expect-error -- a step is no number
  if (party > 8) yield* say('So many.');
  const choice = ask('day', 'Which day?', day);
  // @ts-expect-error -- a step is no choice
  if (choice === 'Friday') yield* say('Friday it is.');
  // @ts-expect-error -- a step is no text
  const name: string = ask('name', 'What name?', text());
  const reference = effect('reference', () => 'R');
  // @ts-expect-error -- a step is no text
  yield* say(reference);
  // @ts-expect-error -- a part of a conversation is no text
  yield* say(part());
  return name;
});
conversation(
  'forgets the star',
  // @ts-expect-error -- yield without its star
  function* () {
    yield say('Hello.');
  },
);
conversation(
  'forgets it in return',
  // @ts-expect-error -- a step is no last message
  function* () {
    yield* say('Hello.');
    return ask('name', 'What name?', text());
  },
);
conversation(
  'yields something of its own',
  // @ts-expect-error -- a text is no step
  function* () {
    yield 'Hello.';
  },
);

// Steps that cannot work.
// @ts-expect-error -- it takes numbers and no text
ask('party', 'How many?', z.number());
// @ts-expect-error -- it takes numbers and no text
ask('party', 'How many?', v.number());
// @ts-expect-error -- it takes numbers and no text
ask('party', 'How many?', type('number'));
// @ts-expect-error -- nothing reads the answer
ask('party', 'How many?');
// @ts-expect-error -- a function is no reader
ask('party', 'How many?', (body: string) => body);
// @ts-expect-error -- no such option
ask('party', 'How many?', integer(), { attempts: 3 });
// @ts-expect-error -- no choice at all
oneOf();
// @ts-expect-error -- a limit is a number
text({ max: '40' });
// @ts-expect-error -- no type at all
media({ types: [] });
// @ts-expect-error -- a Date is not JSON
effect('date', () => new Date(0));
// @ts-expect-error -- a Map is not JSON
effect('map', () => new Map<string, string>());
// @ts-expect-error -- nothing to forget
forget();

// Results of effects: what JSON can store, also an interface and optional fields.
interface Slot {
  readonly time: string;
  readonly seats?: number | undefined;
}
declare const slots: Slot[];
declare const labels: string[];
export const dynamic = conversation('dynamic', function* () {
  const found = yield* effect('slots', async () => Promise.resolve(slots));
  expectType<Same<typeof found, Slot[]>>();
  const slot = yield* choose('slot', 'When?', found, ({ time }) => time);
  expectType<Same<typeof slot, Slot | undefined>>();
  if (slot === undefined) return 'No slot is free.';
  const size = yield* choose('size', 'Which size?', ['Small', 'Large']);
  expectType<Same<typeof size, 'Small' | 'Large'>>();
  const label = yield* ask('label', 'Which?', oneOf(...labels));
  expectType<Same<typeof label, string>>();
  const heard = yield* listen('heard', text());
  expectType<Same<typeof heard, string>>();
  const party = yield* first('party', integer());
  expectType<Same<typeof party, number | undefined>>();
  const inScope = yield* scope('other', part());
  expectType<Same<typeof inScope, string>>();

  const sure = yield* ask('sure', 'Right?', either(yesNo(), oneOf('label', 'size')));
  if (typeof sure === 'string') return yield* forget(sure, 'sure');
  expectType<Same<typeof sure, boolean>>();
  if (!sure) return 'Nothing is booked.';
  yield* say('Booked.');
  return;
});

// @ts-expect-error -- objects need a label
choose('slot', 'When?', slots);

// A schema that takes no text.
// @ts-expect-error -- it takes dates
ask('when', 'When?', z.date());
// @ts-expect-error -- it takes objects
ask('what', 'What?', z.object({ name: z.string() }));
// @ts-expect-error -- it takes lists
first('what', z.array(z.string()));
ask('anything', 'What?', z.unknown());

// Attempts.
// @ts-expect-error -- a number of attempts is never -1
ask('party', 'How many?', integer(), { maxAttempts: -1 });
// @ts-expect-error -- nor are there 0 attempts
ask('party', 'How many?', integer(), { maxAttempts: 0 });
// @ts-expect-error -- nor a half
conversation('attempts', part, { maxAttempts: 1.5 });
ask('party', 'How many?', integer(), { maxAttempts: 3 });
declare const attempts: number;
conversation('attempts', part, { maxAttempts: attempts });

// Names that are known.
conversation(
  'typo',
  // @ts-expect-error -- there is no step of this name
  function* () {
    yield* ask('day', 'Day?', text());
    yield* forget('dya');
  },
);
conversation('no typo', function* () {
  const day = yield* ask('day', 'Day?', text());
  yield* effect('booked', () => day);
  if (day === '') yield* forget('day', 'booked');
});
declare const names: [string, ...string[]];
conversation('names that are not known', function* () {
  yield* ask('day', 'Day?', text());
  yield* forget(...names);
});

// @ts-expect-error -- a function is no JSON
effect('function', () => ({ run: () => 1 }));
// @ts-expect-error -- nor is a Date in a field
effect('field', () => ({ when: [{ at: new Date(0) }] }));
effect('unknown', async () => (await fetch('https://example.com')).json());

// A part that is made by part() is a step: it is no text, and throws when nothing takes it.
const address = makePart(function* (kind: string) {
  return yield* ask('street', `Which street, for the ${kind}?`, text());
});
conversation('parts', function* () {
  const street = yield* address('bill');
  expectType<Same<typeof street, string>>();
  // @ts-expect-error -- a part is no text
  yield* say(address('bill'));
});

// Commands.
conversation('commands', part, {
  commands: { back: { words: ['back'] }, prices: { words: ['prices'], text: '10 each.' } },
});
// @ts-expect-error -- a command has words
conversation('commands', part, { commands: { back: {} } });
// @ts-expect-error -- there is no such conversation
switchboard('front', { pizza: values }, { prompt: 'Which?', otherwise: 'pasta' });

// Opt-outs.
const handling = optOuts({
  program: 'Owl Air',
  contact: 'help@owlair.com',
  answeredBy: (number) => (number.length < 9 ? 'app' : 'twilio'),
  ownWords: inOwnWords(/wrong number/, (body, language) => body === language),
  onOptOut: ({ by, body, from }) => {
    expectType<Same<typeof by, 'keyword' | 'own-words' | 'OptOutType'>>();
    expectType<Same<typeof body, string>>();
    expectType<Same<typeof from, string>>();
  },
});
conversationFunction(values, undefined, handling);
smsFunction({ end: async () => Promise.resolve([]) }, () => reply(), handling);
// @ts-expect-error -- the texts name who texts
optOuts({ contact: 'help@owlair.com' });
// @ts-expect-error -- what answers is Twilio or the app
optOuts({ program: 'Owl Air', contact: 'help@owlair.com', answeredBy: 'short-code' });
