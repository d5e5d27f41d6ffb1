import { expect } from '@jest/globals';
import { type Emulator, startEmulator } from 'sms-emulator';
import { sendAgain } from './send-again';

export const ANN = '+15551110000';
export const BEN = '+15551110001';

/** The auth token that every app has. */
export const TOKEN = 'a token for compat';

/** What an app can show. It is the first word of the title of a test, too: the table that is printed goes by it. */
export type Show = 'counter' | 'survey' | 'signature' | 'files';

/** The tests of an app that shows this: title, and what it shows. */
export const testsOf = (shows: readonly Show[]): [title: string, show: Show][] =>
  shows.map((show) => [SHOWS[show][0], show]);

/** Plays a test with the app at this address. */
export const expectShown = (show: Show, origin: string): Promise<void> => SHOWS[show][1](origin);

const SHOWS: Record<Show, readonly [title: string, test: (origin: string) => Promise<void>]> = {
  counter: ['counter: its session is of one phone, and is gone after four hours', expectCounter],
  survey: ['survey: its session holds from question to question, by redirects', expectSurvey],
  signature: ['signature: another token and a changed text are refused', expectSignatureCheck],
  files: ['files: those of an MMS are read', expectFiles],
};

/** @param publicUrl - the address by which the app knows itself; none by default. */
export async function expectCounter(origin: string, publicUrl = ''): Promise<void> {
  await using twilio = await startEmulator({ webhook: `${origin}/counter`, publicUrl });
  const [ann, ben] = [twilio.phone(ANN), twilio.phone(BEN)];
  expect(await ann.text('one')).toEqual(['Message 1']);
  expect(await ann.text('two')).toEqual(['Message 2']);
  expect(await ben.text('one')).toEqual(['Message 1']);
  expect(await ann.text('three')).toEqual(['Message 3']);
  expect(await ben.text('two')).toEqual(['Message 2']);
  twilio.clock.advance('4h');
  expect(await ann.text('one')).toEqual(['Message 1']);
  expect(await ben.text('one')).toEqual(['Message 1']);
}

async function expectSurvey(origin: string): Promise<void> {
  await using twilio = await startEmulator({ webhook: `${origin}/survey` });
  const [ann, ben] = [twilio.phone(ANN), twilio.phone(BEN)];
  const both = (...texts: [ofAnn: string, ofBen: string]): Promise<string[][]> =>
    Promise.all([ann.text(texts[0]), ben.text(texts[1])]);
  const begun = ['Two questions.', 'What is your name?'];
  expect(await both('hi', 'hello')).toEqual([begun, begun]);
  expect(await both('Ann & Co', 'Bén')).toEqual([['Which colour?'], ['Which colour?']]);
  expect(await both('blue', '<red>')).toEqual([['Thanks: Ann & Co, blue.'], ['Thanks: Bén, <red>.']]);
  expect(await ann.text('hi')).toEqual(begun);
}

/** @param publicUrl - the address by which the app knows itself; none by default. */
export async function expectSignatureCheck(origin: string, publicUrl = ''): Promise<void> {
  for (const method of ['POST', 'GET'] as const) {
    const options = { webhook: `${origin}/signed?shop=1&name=a%20b`, method, publicUrl };
    await using twilio = await startEmulator({ ...options, authToken: TOKEN });
    expect(await twilio.phone(ANN).text('hi, Zoë + 1')).toEqual(['Signed.']);
    expect(await sendAgain(origin, lastRequest(twilio))).toBe(200);
    expect(await sendAgain(origin, lastRequest(twilio), { Body: 'changed' })).toBe(403);

    await using other = await startEmulator({ ...options, authToken: `${TOKEN}s` });
    expect(await other.phone(ANN).text('hi', { errors: [11200] })).toEqual([]);
    expect(other.phone(ANN).lastTurn()?.exchanges[0]?.response?.status).toBe(403);
  }
}

async function expectFiles(origin: string): Promise<void> {
  await using twilio = await startEmulator({ webhook: `${origin}/files`, authToken: TOKEN });
  const ann = twilio.phone(ANN);
  const media = ['https://example.com/cat.png', 'https://example.com/dog.jpg?size=1&b=2'];
  expect(await ann.text('', { media })).toEqual([`Files: image/png ${media[0]}, image/jpeg ${media[1]}.`]);
  expect(await ann.text('none')).toEqual(['No files.']);
}

/** The first request of Ann's last turn. */
function lastRequest(twilio: Emulator) {
  const request = twilio.phone(ANN).lastTurn()?.exchanges[0]?.request;
  if (request === undefined) throw new Error('No request was made.');
  return request;
}
