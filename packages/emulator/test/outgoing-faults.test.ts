import { expect, it } from '@jest/globals';
import type { EmulatorEvent } from '../src/engine/types';
import { startWithClient } from './support/rest-client';
import { ANN, BEN, failed, NUMBER, outcome, sent, startWithWebhook } from './support/turns';
import { says } from './support/webhook-server';

const REPORTS = {
  '/sms': '<Response><Message statusCallback="/status">hello</Message></Response>',
  '/status': { status: 204 },
};

it('a phone that goes off gets the message when it is on again, and the status stays sent until then', async () => {
  await using at = await startWithClient(REPORTS);
  const { engine } = at.twilio;
  const events: EmulatorEvent[] = [];
  engine.subscribe((event) => events.push(event));
  at.twilio.faults({ phoneOff: 'next' });
  const ann = at.twilio.phone(ANN);
  expect(await ann.text('hi')).toEqual([]);
  await at.twilio.settled();
  expect(engine.phones.off()).toEqual([ANN]);
  expect(events).toContainEqual({ type: 'phones', phones: [ANN], off: [ANN], profileNames: {} });
  expect(ann.inbox()).toMatchObject([{ body: 'hello', status: 'sent' }]);
  expect(at.statuses()).toEqual(['sending', 'sent']);

  engine.phones.set(ANN, true);
  await at.twilio.settled();
  expect(ann.inbox()).toMatchObject([{ body: 'hello', status: 'delivered' }]);
  expect(at.statuses()).toEqual(['sending', 'sent', 'delivered']);
  expect(await ann.text('hi')).toEqual(['hello']);
});

it('what the REST API sends to one that is off for a day never arrives: 30003', async () => {
  await using at = await startWithClient(REPORTS);
  at.twilio.faults({ phoneOff: 'all' });
  const { sid } = await at.client.messages.create({ from: NUMBER, to: BEN, body: 'hi' });
  await at.twilio.settled();
  at.twilio.clock.advance('1d');
  expect(await at.client.messages(sid).fetch()).toMatchObject({ status: 'undelivered', errorCode: 30003 });
  at.twilio.engine.phones.set(BEN, true);
  await at.client.messages.create({ from: NUMBER, to: BEN, body: 'hi' });
  await at.twilio.settled();
  expect(at.twilio.engine.phones.off()).toEqual([BEN]);
  at.twilio.faults({ phoneOff: 'off' });
  at.twilio.engine.phones.set(BEN, true);
  await at.client.messages.create({ from: NUMBER, to: BEN, body: 'hi' });
  await at.twilio.settled();
  expect(at.twilio.engine.phones.off()).toEqual([]);
});

it('a phone can go off and the message come back, both for one message', async () => {
  await using at = await startWithWebhook(says('hello'));
  at.twilio.faults({ phoneOff: 'next', undelivered30007: 'next' });
  expect(outcome(await at.ann.send('hi'))).toEqual(failed(30007));
  expect(at.twilio.engine.phones.off()).toEqual([ANN]);
  at.twilio.engine.phones.set(ANN, true);
  expect(outcome(await at.ann.send('hi'))).toEqual(sent('hello'));
});

it('the callback that is lost is that of the last status, which comes when the phone is on again', async () => {
  await using at = await startWithClient(REPORTS);
  at.twilio.faults({ phoneOff: 'next', callbackLost: 'next' });
  await at.twilio.phone(ANN).text('hi');
  await at.twilio.settled();
  expect(at.statuses()).toEqual(['sending', 'sent']);
  expect(at.twilio.engine.faults().callbackLost).toBe('next');
  at.twilio.engine.phones.set(ANN, true);
  await at.twilio.settled();
  expect(at.statuses()).toEqual(['sending', 'sent']);
  expect(at.twilio.engine.faults().callbackLost).toBe('off');
});

it('callbacks can be lost, doubled and out of order at once', async () => {
  await using at = await startWithClient(REPORTS);
  at.twilio.faults({ callbackLost: 'next', callbacksTwice: 'next', callbacksReversed: 'next' });
  await at.twilio.phone(ANN).text('hi');
  await at.twilio.settled();
  expect(at.statuses()).toEqual(['sent', 'sent', 'sending', 'sending']);
  expect(at.twilio.engine.conversations()[0]?.turns[0]?.faults).toEqual([
    'callbacksReversed',
    'callbacksTwice',
    'callbackLost',
  ]);
});
