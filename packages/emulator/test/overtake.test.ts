import { describe, expect, it } from '@jest/globals';
import { startEmulator } from '../src/driver';
import { conversationAsTest } from '../src/page/copy-as-test';
import { serveManually } from './support/manual-webhook';
import { ANN, BEN, NUMBER, outcome, sent, startWithWebhook } from './support/turns';
import { says } from './support/webhook-server';

/** A webhook that texts the number of the call, and echoes the message. */
const startCounting = () => {
  let calls = 0;
  return startWithWebhook(({ parameters }) => says(`${++calls}: ${parameters.get('Body')}`));
};

describe.each(['next', 'all'] as const)('two messages that overtake each other: %s', (setting) => {
  it('reach the webhook in reverse order, one after the other', async () => {
    await using at = await startCounting();
    at.twilio.faults({ overtake: setting });
    const both = await Promise.all([at.ann.text('a'), at.ann.text('b')]);
    expect(both).toEqual([['2: a'], ['1: b']]);
    const turns = at.twilio.engine.conversation(ANN, NUMBER)?.turns ?? [];
    expect(turns.map(({ body, faults, held }) => [body, faults, held])).toEqual([
      ['a', ['overtake'], 'met'],
      ['b', ['overtake'], undefined],
    ]);
    expect(turns.map(({ overlaps }) => overlaps)).toEqual([undefined, undefined]);
    expect(at.twilio.engine.faults().overtake).toBe(setting === 'next' ? 'off' : 'all');
  });

  it('are shown in the order in which they were sent, and the first waits for the second', async () => {
    await using at = await startCounting();
    at.twilio.faults({ overtake: setting });
    const first = at.ann.send('a');
    expect(at.ann.lastTurn()?.held).toBe('waiting');
    await expect(at.ann.text('b')).resolves.toEqual(['1: b']);
    expect(outcome(await first)).toEqual(sent('2: a'));
    const { messages = [] } = at.twilio.engine.conversation(ANN, NUMBER) ?? {};
    expect(messages.map(({ body }) => body)).toEqual(['a', 'b', '1: b', '2: a']);
  });

  it('do not, when the second does not come: the clock is moved, the fault switched off, or all forgotten', async () => {
    await using at = await startCounting();
    for (const [why, end] of [
      [
        'clockMoved',
        () => {
          at.twilio.clock.advance('1m');
        },
      ],
      [
        'switchedOff',
        () => {
          at.twilio.faults({ overtake: 'off' });
        },
      ],
      [
        'forgotten',
        () => {
          at.twilio.engine.forget(ANN, NUMBER);
        },
      ],
    ] as const) {
      at.twilio.faults({ overtake: setting });
      const turn = at.ann.send('a');
      end();
      expect((await turn).held).toBe(why);
    }
  });

  it('are the counter’s that get each other’s number', async () => {
    await using twilio = await startEmulator({ functions: 'dist/functions' });
    const ann = twilio.phone(ANN, { to: '/sms' });
    await ann.text('one');
    twilio.faults({ overtake: setting });
    const [two, three] = await Promise.all([ann.text('two'), ann.text('three')]);
    expect([two, three]).toEqual([
      ['Hello, thanks for message number 3'],
      ['Hello, thanks for message number 2'],
    ]);
  });

  it('are copied as a test that has them again', async () => {
    await using at = await startCounting();
    at.twilio.faults({ overtake: setting, loseCookie: 'next' });
    await Promise.all([at.ann.text('a'), at.ann.text('b')]);
    at.twilio.faults({ overtake: setting, cookieNotKept: 'all', overlap: 'next' });
    await Promise.all([at.ann.send('c'), at.ann.send('d')]);
    const [number] = at.twilio.engine.numbers();
    const conversation = at.twilio.engine.conversation(ANN, NUMBER);
    if (number === undefined || conversation === undefined) throw new Error('There was no conversation.');
    const source = conversationAsTest(conversation, number);
    expect(source).toContain(`
  twilio.faults({ overtake: 'next' });
  twilio.faults({ loseCookie: 'next' });
  expect(await Promise.all([phone.text('a'), phone.text('b')])).toEqual([['2: a'], ['1: b']]);
  twilio.faults({ overtake: 'next' });
  twilio.faults({ overlap: 'next' });
  twilio.faults({ cookieNotKept: 'all' });
  expect(await Promise.all([phone.text('c'), phone.text('d')])).toEqual(`);
    expect(source).toContain("  twilio.faults({ cookieNotKept: 'off' });\n});");
  });
});

it('for all, every second message overtakes the one before, in each conversation', async () => {
  await using at = await startCounting();
  const ben = at.twilio.phone(BEN);
  at.twilio.faults({ overtake: 'all' });
  const texts = await Promise.all([
    ...[at.ann.text('a'), ben.text('b')],
    ...[ben.text('c'), at.ann.text('d')],
    ...[at.ann.text('e'), at.ann.text('f')],
  ]);
  const place = (index: number) => Number(texts[index]?.[0]?.split(':')[0]);
  expect(place(2)).toBeLessThan(place(1));
  expect(place(3)).toBeLessThan(place(0));
  expect(place(5)).toBeLessThan(place(4));
});

it('for the next two, messages of other phones go on meanwhile', async () => {
  await using at = await startCounting();
  at.twilio.faults({ overtake: 'next' });
  const first = at.ann.send('a');
  expect(await at.twilio.phone(BEN).text('b')).toEqual(['1: b']);
  await at.ann.text('c');
  expect(outcome(await first)).toEqual(sent('3: a'));
});

it('a text alone says what to do', async () => {
  await using at = await startCounting();
  at.twilio.faults({ overtake: 'next' });
  await expect(at.ann.text('a')).rejects.toThrow(/overtake\) holds "a" until a second text .* Promise\.all/s);
});

it('with overlap, both webhooks are called at the same moment', async () => {
  await using webhook = await serveManually();
  await using twilio = await startEmulator({ webhook: webhook.url });
  const ann = twilio.phone(ANN);
  twilio.faults({ overtake: 'next', overlap: 'next' });
  const turns = Promise.all([ann.send('a'), ann.send('b')]);
  const requests = await webhook.next(2);
  expect(requests.map(({ parameters }) => parameters.get('Body')).sort()).toEqual(['a', 'b']);
  for (const request of requests) request.answer(says('hi'));
  const [a, b] = await turns;
  expect(a.faults).toEqual(['overlap', 'overtake']);
  expect(a.overlaps).toBe(b.sid);
  expect(twilio.engine.faults()).toMatchObject({ overtake: 'off', overlap: 'off' });
});

it('a fault that is switched off before the second text comes does not happen', async () => {
  await using at = await startCounting();
  at.twilio.faults({ overtake: 'next', overlap: 'next' });
  const first = at.ann.send('a');
  at.twilio.faults({ overtake: 'off' });
  expect(at.ann.lastTurn()?.held).toBe('waiting');
  const [a, b] = await Promise.all([first, at.ann.send('b')]);
  expect([a.faults, b.faults]).toEqual([['overlap'], ['overlap']]);
});

describe('a message that the carrier delivers twice', () => {
  it('is two messages, each with its turn and its MessageSid', async () => {
    await using at = await startCounting();
    at.twilio.faults({ receivedTwice: 'next' });
    expect(await at.ann.text('a')).toEqual(['1: a']);
    await at.twilio.settled();
    expect(await at.ann.text('b')).toEqual(['3: b']);
    const turns = at.twilio.engine.conversation(ANN, NUMBER)?.turns ?? [];
    expect(turns.map(({ body, faults, repeated }) => [body, faults, repeated])).toEqual([
      ['a', ['receivedTwice'], undefined],
      ['a', ['receivedTwice'], true],
      ['b', [], undefined],
    ]);
    const sids = at.server.requests.map(({ parameters }) => parameters.get('MessageSid'));
    expect(new Set(sids).size).toBe(3);
    expect(at.ann.inbox().map(({ body }) => body)).toEqual(['1: a', '2: a', '3: b']);
  });

  it('is one text in a test that it is copied as', async () => {
    await using at = await startCounting();
    at.twilio.faults({ receivedTwice: 'all' });
    await at.ann.text('a');
    await at.twilio.settled();
    const [number] = at.twilio.engine.numbers();
    const conversation = at.twilio.engine.conversation(ANN, NUMBER);
    if (number === undefined || conversation === undefined) throw new Error('There was no conversation.');
    const source = conversationAsTest(conversation, number);
    expect(source).toContain("  twilio.faults({ receivedTwice: 'next' });\n  expect(await phone.text('a'))");
    expect(source.match(/phone\.text/g)).toHaveLength(1);
  });

  it('can overlap with itself', async () => {
    await using at = await startCounting();
    at.twilio.faults({ receivedTwice: 'next', overlap: 'next' });
    const turn = await at.ann.send('a');
    await at.twilio.settled();
    expect(turn.faults).toEqual(['overlap', 'receivedTwice']);
    expect(at.server.requests).toHaveLength(2);
    expect(at.twilio.engine.faults()).toMatchObject({ receivedTwice: 'off', overlap: 'off' });
  });
});
