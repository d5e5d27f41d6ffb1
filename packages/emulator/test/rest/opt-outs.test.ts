import { describe, expect, it } from '@jest/globals';
import type { EmulatorEvent } from '../../src/engine/types';
import { createOptOuts } from '../../src/engine/opt-outs';
import { BOTH_WAYS, startWithStatus } from '../support/both-ways';
import { type AtClient, startWithClient } from '../support/rest-client';
import { ANN, BEN, NUMBER } from '../support/turns';
import { says } from '../support/webhook-server';

const OTHER = '+15553330000';

/** An emulator with a Messaging Service of two numbers; the app answers `app`. */
async function startWithService() {
  const at = await startWithClient(says('app'));
  at.addNumber(OTHER);
  const service = await at.addService([NUMBER, OTHER], { useInboundWebhookOnNumber: true });
  return { ...at, at, service };
}

/** The code of a message that the REST API is told to send from a number to Ann; 0 when it is sent. */
const codeOf = async ({ client }: Pick<AtClient, 'client'>, from: string): Promise<number> =>
  client.messages.create({ from, to: ANN, body: 'hi' }).then(
    () => 0,
    (error: unknown) => (error as { code: number }).code,
  );

const stop = (at: Pick<AtClient, 'twilio'>, to = NUMBER) => at.twilio.phone(ANN, { to }).send('STOP');

async function removeFromService({ client }: AtClient, service: string, number: string): Promise<void> {
  const { phoneNumbers } = client.messaging.v1.services(service);
  const [found] = (await phoneNumbers.list()).filter(({ phoneNumber }) => phoneNumber === number);
  await phoneNumbers(found?.sid ?? '').remove();
}

async function addToService({ client }: AtClient, service: string, number: string): Promise<void> {
  const [own] = (await client.incomingPhoneNumbers.list()).filter(
    ({ phoneNumber }) => phoneNumber === number,
  );
  await client.messaging.v1.services(service).phoneNumbers.create({ phoneNumberSid: own?.sid ?? '' });
}

describe('STOP to a sender of a Messaging Service', () => {
  it('is answered once, and holds for a sender that has never talked with the phone', async () => {
    await using at = await startWithService();
    expect((await stop(at)).replies).toMatchObject([{ byTwilio: true, from: NUMBER }]);
    expect(await codeOf(at, OTHER)).toBe(21610);
  });

  it('holds for a sender that joins later, and for those that stay when its own sender leaves', async () => {
    await using at = await startWithService();
    await stop(at);
    await removeFromService(at.at, at.service, NUMBER);
    const THIRD = '+15554440000';
    at.addNumber(THIRD);
    await addToService(at.at, at.service, THIRD);
    expect(await Promise.all([NUMBER, OTHER, THIRD].map((from) => codeOf(at, from)))).toEqual([
      21610, 21610, 21610,
    ]);
    await at.twilio.phone(ANN, { to: OTHER }).send('START');
    expect(await Promise.all([NUMBER, OTHER, THIRD].map((from) => codeOf(at, from)))).toEqual([21610, 0, 0]);
  });

  it('holds for that sender alone when the service is deleted', async () => {
    await using at = await startWithService();
    await stop(at);
    await at.client.messaging.v1.services(at.service).remove();
    expect([await codeOf(at, NUMBER), await codeOf(at, OTHER)]).toEqual([21610, 0]);
  });

  it('before it joined holds for that sender alone', async () => {
    await using at = await startWithService();
    await removeFromService(at.at, at.service, NUMBER);
    await stop(at);
    await addToService(at.at, at.service, NUMBER);
    expect([await codeOf(at, NUMBER), await codeOf(at, OTHER)]).toEqual([21610, 0]);
  });

  it('is undone by START to any sender', async () => {
    await using at = await startWithService();
    await stop(at);
    await at.twilio.phone(ANN, { to: OTHER }).send('START');
    expect([await codeOf(at, NUMBER), await codeOf(at, OTHER)]).toEqual([0, 0]);
  });

  it.each([
    ['of the pair', [ANN, NUMBER]],
    ['with another sender', [ANN, OTHER]],
    ['of the phone', [ANN]],
    ['of all', []],
  ])('is forgotten with the conversation %s', async (_, pair) => {
    await using at = await startWithService();
    await stop(at);
    at.twilio.engine.forget(...pair);
    expect([await codeOf(at, NUMBER), await codeOf(at, OTHER)]).toEqual([0, 0]);
  });

  it('stays when other conversations are forgotten', async () => {
    await using at = await startWithService();
    await stop(at);
    at.twilio.engine.forget(BEN);
    at.twilio.engine.forget(BEN, NUMBER);
    expect(await codeOf(at, OTHER)).toBe(21610);
  });

  it('shows in the conversations with every sender, and is told of', async () => {
    await using at = await startWithService();
    const { engine } = at.twilio;
    await at.twilio.phone(ANN, { to: OTHER }).send('hi');
    await at.twilio.phone(ANN).send('hi');
    await at.twilio.phone(BEN).send('hi');
    const events: EmulatorEvent[] = [];
    engine.subscribe((event) => event.type === 'optOut' && events.push(event));
    const told = (): unknown[] => events.splice(0).map((event) => ({ ...event, type: undefined }));
    const of = (to: string, optedOut: boolean) => ({ from: ANN, to, optedOut });
    await stop(at);
    expect(told()).toEqual([of(OTHER, true), of(NUMBER, true)]);
    expect(engine.conversation(ANN, OTHER)?.optedOut).toBe(true);
    expect(engine.page().conversations.map(({ from, optedOut }) => [from, optedOut])).toContainEqual([
      ANN,
      true,
    ]);
    await removeFromService(at.at, at.service, OTHER);
    expect(told()).toEqual([of(OTHER, false)]);
    await addToService(at.at, at.service, OTHER);
    expect(told()).toEqual([of(OTHER, true)]);
    engine.forget(ANN, NUMBER);
    expect(told()).toEqual([of(OTHER, false)]);
    await stop(at);
    await at.client.messaging.v1.services(at.service).remove();
    expect(told().at(-1)).toEqual(of(OTHER, false));
    expect(engine.conversation(BEN, NUMBER)?.optedOut).toBe(false);
  });
});

describe('Advanced Opt-Out in a Messaging Service', () => {
  it('is on for all senders when it is on for one of them', async () => {
    await using at = await startWithService();
    at.twilio.configure(OTHER, { advancedOptOut: { stop: { reply: 'Bye.' } } });
    expect((await stop(at)).replies).toMatchObject([{ body: 'Bye.', from: NUMBER }]);
    expect(at.server.requests.at(-1)?.parameters.get('OptOutType')).toBe('STOP');
    at.twilio.configure(NUMBER, { advancedOptOut: { stop: { reply: 'Adiós.' } } });
    expect((await stop(at)).replies).toMatchObject([{ body: 'Adiós.' }]);
    await at.client.messaging.v1.services(at.service).remove();
    at.twilio.configure(NUMBER, { advancedOptOut: false });
    await stop(at);
    expect(at.server.requests.at(-1)?.parameters.get('OptOutType')).toBeNull();
  });

  it('a short code without it has Twilio’s words there, as a long code', async () => {
    await using at = await startWithService();
    at.twilio.configure(OTHER, { kind: 'shortCode' });
    expect((await stop(at, OTHER)).replies).toMatchObject([{ byTwilio: true }]);
    expect(await codeOf(at, NUMBER)).toBe(21610);
  });
});

describe.each(BOTH_WAYS)('with Advanced Opt-Out, a message sent by $name', ({ send }) => {
  it('is accepted and fails: 21610', async () => {
    await using at = await startWithStatus();
    at.twilio.configure(NUMBER, { advancedOptOut: true });
    await stop(at);
    const sid = await send(at, { to: ANN, body: 'hi', statusCallback: `${at.server.origin}/status` });
    await at.twilio.settled();
    expect(await at.client.messages(sid).fetch()).toMatchObject({ status: 'failed', errorCode: 21610 });
    expect(at.statuses()).toEqual(['failed']);
  });
});

it('Twilio’s own answers are in no list of messages', async () => {
  await using at = await startWithClient();
  await stop(at);
  expect(at.twilio.phone(ANN).inbox()).toMatchObject([{ byTwilio: true }]);
  expect(await at.client.messages.list()).toMatchObject([{ direction: 'inbound', body: 'STOP' }]);
});

it('so many opt-outs are remembered, those that are oldest no more', () => {
  const optOuts = createOptOuts({ ofNumber: () => undefined }, () => true, 2);
  const phones = [ANN, BEN, '+15551110002'];
  for (const phone of [ANN, BEN, ANN]) optOuts.add(phone, NUMBER);
  expect(phones.map((phone) => optOuts.has(phone, NUMBER))).toEqual([true, true, false]);
  optOuts.add('+15551110002', NUMBER);
  expect(phones.map((phone) => optOuts.has(phone, NUMBER))).toEqual([true, false, true]);
});

it('a STOP that was on its way when its conversation was forgotten opts nobody out', async () => {
  await using at = await startWithClient(says('app'));
  at.twilio.faults({ overlap: 'next' });
  const held = at.twilio.phone(ANN).send('STOP');
  at.twilio.engine.forget(ANN, NUMBER);
  await held;
  expect(await at.twilio.phone(ANN).text('hi')).toEqual(['app']);
});
