import { describe, expect, it } from '@jest/globals';
import { startEmulator } from '../src/driver';
import { ANN, BEN, changeNumber, failed, NUMBER, outcome, turnFor } from './support/turns';
import { serveWebhook } from './support/webhook-server';

const SECOND = '+15552229999';
const to = (content: string): string => `<Response>${content}</Response>`;

describe('a reply is delivered', () => {
  it('to the phone that it is addressed to', async () => {
    await using server = await serveWebhook(
      to(`<Message to="${BEN}">for Ben</Message><Message>for Ann</Message>`),
    );
    await using twilio = await startEmulator({ webhook: server.url });
    const [ann, ben] = [twilio.phone(ANN), twilio.phone(BEN)];
    expect(await ann.text('hi')).toEqual(['for Ann']);
    expect(ann.inbox().map(({ body }) => body)).toEqual(['for Ann']);
    expect(ben.inbox().map(({ body, from }) => [body, from])).toEqual([['for Ben', NUMBER]]);
    expect(ann.lastTurn()?.replies.map(({ to: phone }) => phone)).toEqual([BEN, ANN]);
    expect(ben.lastTurn()).toBeUndefined();
  });

  it('from another number of yours', async () => {
    await using server = await serveWebhook(to(`<Message from="${SECOND}">from the second</Message>`));
    await using twilio = await startEmulator({ webhook: server.url });
    changeNumber(twilio, { number: SECOND });
    expect(await twilio.phone(ANN).text('hi')).toEqual(['from the second']);
    expect(twilio.phone(ANN).inbox()).toEqual([]);
    expect(twilio.phone(ANN, { to: SECOND }).inbox()).toMatchObject([
      { body: 'from the second', from: SECOND },
    ]);
  });

  it('from a name', async () => {
    expect(await turnFor(to('<Message from="My Shop 24">hi</Message>'))).toMatchObject({
      replies: [{ from: 'My Shop 24', to: ANN }],
      errors: [],
    });
  });

  it.each<[string, number]>([
    ['from="+15553330000"', 14108],
    ['from="My own big shop"', 14102],
    ['from="24"', 14102],
    ['from="Shop!"', 14102],
    ['from=""', 14102],
    ['to="5551110001"', 14101],
    ['to="+0555111000"', 14101],
    ['to="+1234567890123456"', 14101],
    ['to="Ben"', 14101],
    ['to=""', 14101],
    ['statusCallback="mailto:a@b.example"', 14105],
  ])('but not with %s: %i', async (attribute, code) => {
    const turn = await turnFor(to(`<Message ${attribute}>hi</Message>`));
    expect(outcome(turn)).toEqual(code === 14105 ? { texts: ['hi'], codes: [code] } : failed(code));
    expect(turn.errors[0]?.level).toBe('warning');
  });
});
