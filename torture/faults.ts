import fc from 'fast-check';
import type { FaultName } from 'sms-emulator';
import { type Expectations, expectationsOf, type Got, type Read } from './fault-expectations';
import { answerOf, isOnSync, type Path, PATHS, type Stage, startStage, textsFor } from './conversations';
import type { Setup, Trial } from './trial';
import { tryListed } from './try-cases';

type Case = {
  readonly fault: FaultName;
  readonly path: Path;
  readonly hasFallback: boolean;
  /** The text of this place meets the fault. */
  readonly at: number;
  readonly texts: readonly string[];
};

/** Texts of a conversation; the fault meets one of the first six. */
const [LENGTH, STEPS] = [8, 6];

/** How many different conversations with each Function. */
const CONVERSATIONS = 4;

/** Each of the emulator's faults, with each Function, at each step, and with a fallback where that makes a difference. */
function casesOf(faults: readonly FaultName[], { seed }: Setup): Case[] {
  return PATHS.flatMap((path) => {
    const conversations = fc.sample(textsFor(path, LENGTH), { numRuns: CONVERSATIONS, seed });
    return faults.flatMap((fault) =>
      (expectationsOf(fault).fallback === undefined ? [false] : [false, true]).flatMap((hasFallback) =>
        Array.from({ length: STEPS }, (_, at): Case => {
          const texts = conversations[at % CONVERSATIONS] ?? [];
          return { fault, path, hasFallback, at, texts };
        }),
      ),
    );
  });
}

const isCounter = (path: Path): boolean => path.startsWith('/sms');

function readOf(read: Read, path: Path, before: readonly string[], text: string): readonly string[] {
  switch (read) {
    case 'all':
      return [...before, text];
    case 'before':
      return before;
    case 'anew':
      return [text];
    case 'stale':
      return [...before.slice(0, -1), text];
    case 'twice':
      return [...before, text, text];
    case 'redelivered':
      return readOf(isCounter(path) ? 'twice' : 'all', path, before, text);
    default:
      return read satisfies never;
  }
}

/** What is wrong with what the sender has got. */
async function gotProblem(
  got: Got,
  turn: string,
  other: string,
  { path, at, texts }: Case,
  { answerTo }: Stage,
): Promise<string | undefined> {
  const [before, text = ''] = [texts.slice(0, at), texts[at]];
  const is = async (answer: string, read: readonly string[], what = 'It') => {
    const expected = await answerTo(path, read);
    return answer === expected
      ? undefined
      : `${what} is answered by ${JSON.stringify(answer)}, not ${JSON.stringify(expected)}.`;
  };
  switch (got) {
    case 'answer':
      return is(turn, [...before, text]);
    case 'anew':
      return is(turn, [text]);
    case 'stale':
      return is(turn, [...before.slice(0, -1), text]);
    case 'redelivered':
      // A conversation knows the message, and asks its open question again; the counter on a cookie does not.
      if (isCounter(path)) return is(turn, [...before, text, text]);
      return turn !== '' && (await answerTo(path, [...before, text])).endsWith(turn)
        ? undefined
        : `It is answered by ${JSON.stringify(turn)}.`;
    case 'both':
      return (await is(turn, [...before, text])) ?? is(other, [...before, text, text], 'Its second delivery');
    case 'nothing':
      return turn === '' ? undefined : `It is answered by ${JSON.stringify(turn)}.`;
    default:
      return got satisfies never;
  }
}

async function problemOf(one: Case, stage: Stage): Promise<string | undefined> {
  const { fault, path, hasFallback, at, texts } = one;
  const { engine } = stage.twilio;
  const expectations: Expectations = expectationsOf(fault);
  const { cookies, sync } = (hasFallback ? expectations.fallback : undefined) ?? expectations;
  const [got, read] = isOnSync(path) ? sync : cookies;
  const { smsUrl = '' } = engine.number(stage.twilio.number(path)) ?? {};
  stage.twilio.configure(path, { smsFallbackUrl: hasFallback ? smsUrl : '' });
  const phone = stage.newPhone(path);
  for (const text of texts.slice(0, at)) await phone.send(text);

  stage.twilio.faults({ [fault]: 'next' });
  const sending = engine.send({ from: phone.number, to: stage.twilio.number(path), body: texts[at] ?? '' });
  if (engine.isHeld(sending)) stage.twilio.faults({ [fault]: 'off' });
  const turn = await sending;
  stage.twilio.faults({ [fault]: 'off' });
  engine.phones.set(phone.number, true);
  await stage.twilio.settled();
  const other = answerOf(phone.lastTurn() ?? turn);
  const problem = await gotProblem(got, answerOf(turn), other, one, stage);
  if (problem !== undefined) return problem;

  const conversation = [...readOf(read, path, texts.slice(0, at), texts[at] ?? '')];
  for (const text of texts.slice(at + 1)) {
    conversation.push(text);
    const [answer, expected] = [answerOf(await phone.send(text)), await stage.answerTo(path, conversation)];
    if (answer !== expected)
      return `Afterwards ${JSON.stringify(text)} is answered by ${JSON.stringify(answer)}, not ${JSON.stringify(expected)}.`;
  }
  return undefined;
}

/** Each of the emulator's faults at each step of conversations, which go on right after it. */
export const faults: Trial = {
  name: 'faults',
  count: Infinity,
  short: 40,
  async run(setup) {
    await using stage = await startStage(setup.folder);
    const names = Object.keys(stage.twilio.engine.faults()) as FaultName[];
    const { tried, wrong } = await tryListed(setup, casesOf(names, setup), (one) => problemOf(one, stage));
    return {
      tried,
      checked: `${names.length} faults: each does what it must, and the conversation goes on right after it`,
      wrong,
    };
  },
};
