import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { buildFunctions } from 'functions-dev';
import { call, cookiesOf, event, type Handler, load, startRuntime } from '../support/platform';
import { cpu, median, spread } from '../support/measure';
import { report, runPart } from '../support/report';

const QUESTIONS = 50;
const ANSWER = 'Ann Marie'; // 9 letters
const BLOCKS = 30;
const WARM_UP = 4;
const [TURNS_HERE, TURNS_PEER] = [2000, 200]; // so many that each pays for its own garbage
const [GOAL_US, GOAL_RATIO, GOAL_BYTES] = [100, 0.1, 0.2];

type Grammy = {
  stored: string;
  sent: string;
  keeps: boolean;
  readonly text: (body: string) => Promise<void>;
};
const { createGrammy } = createRequire(__filename)('../peers/grammy.cjs') as {
  createGrammy: (questions: number) => Grammy;
};

/** A conversation on both, after so many answers of nine letters. */
async function answered(handler: Handler, context: object, answers: number) {
  const grammy = createGrammy(QUESTIONS);
  let cookies: Record<string, string> = {};
  let said = '';
  for (let sent = 0; sent <= answers; sent++) {
    const body = sent === 0 ? 'hi' : ANSWER;
    const answer = await call(handler, context, event(1, body, cookies, sent));
    cookies = cookiesOf(answer);
    said = answer.body;
    await grammy.text(body);
  }
  const expected = `Question ${answers + 1}?`;
  if (!said.includes(`>${expected}<`) || grammy.sent !== expected)
    throw new Error(`After ${answers} answers: ${said}, ${grammy.sent}`);
  return { cookies, grammy };
}

async function bytes(handler: Handler, context: object, answers: number): Promise<void> {
  const { cookies, grammy } = await answered(handler, context, answers);
  const here = Object.values(cookies).join('').length;
  const peer = Buffer.byteLength(grammy.stored);
  report({
    figure: `bytes stored after ${answers} answers of 9 letters`,
    here: `${here} B, signed, in the cookie`,
    peer: `grammY conversations: ${peer} B, as JSON`,
    ratio: (here / peer).toFixed(3),
    goal: `ratio at most ${GOAL_BYTES}`,
    holds: here / peer <= GOAL_BYTES,
  });
}

runPart(async () => {
  const makeContext = startRuntime();
  console.log = () => undefined;
  await buildFunctions(resolve('bench/survey')); // as it is deployed: tsx changes each function
  const handler = load('bench/survey/dist/functions/survey.js');
  const context = makeContext();
  for (const answers of [10, 49]) await bytes(handler, context, answers);

  const { cookies, grammy } = await answered(handler, context, QUESTIONS - 1);
  grammy.keeps = false;
  const last = event(1, ANSWER, cookies, QUESTIONS);
  const { body } = await call(handler, context, last);
  await grammy.text(ANSWER);
  if (!body.includes('>Done.<') || grammy.sent !== 'Done.')
    throw new Error(`Not done: ${body}, ${grammy.sent}`);

  const measure = async (turns: number, turn: () => Promise<unknown>) =>
    (await cpu(async () => {
      for (let index = 0; index < turns; index++) await turn();
    })) / turns;
  const [here, peer]: [number[], number[]] = [[], []];
  for (let block = -WARM_UP; block < BLOCKS; block++) {
    const ours = await measure(TURNS_HERE, () => call(handler, context, last));
    const theirs = await measure(TURNS_PEER, () => grammy.text(ANSWER));
    if (block < 0) continue;
    here.push(ours);
    peer.push(theirs);
  }
  const ratio = median(here) / median(peer);
  report({
    figure: `${QUESTIONS} questions answered: CPU of the last turn`,
    here: spread(here, 0, 'µs'),
    peer: `grammY conversations: ${spread(peer, 0, 'µs')}`,
    ratio: ratio.toFixed(3),
    goal: `at most ${GOAL_US} µs, ratio at most ${GOAL_RATIO}`,
    holds: median(here) <= GOAL_US && ratio <= GOAL_RATIO,
  });
});
