import { setImmediate } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { MAX_SCHEDULED } from '../../src/engine/messages/api-messages';
import { createClock } from '../../src/engine/clock';
import { KEPT } from '../../src/engine/limits';
import { createMessageLog } from '../../src/engine/messages/message-log';
import { createPhones } from '../../src/engine/phones';
import { createSchedule } from '../../src/engine/messages/schedule';
import { type Causes, noteCause } from '../../src/engine/turn/turn-context';
import { startWithClient } from '../support/rest-client';
import { EXCHANGE, messageOf } from '../support/samples';
import { ANN, NUMBER } from '../support/turns';

const clock = createClock(() => 0);

it('of 50,000 messages the list of the REST API has the newest 10,000', () => {
  const log = createMessageLog(clock);
  for (let index = 0; index < 50_000; index++) {
    const message = messageOf(`SM${index}`, { from: `+1555${index}` });
    log.note({ type: 'message', message });
    log.note({ type: 'status', message: { ...message, status: 'received' } });
    // As for the conversations of phones that were quiet for longest.
    if (index >= 20_000) log.note({ type: 'forgotten', from: `+1555${index - 20_000}`, to: message.to });
  }
  const all = log.all();
  expect(all).toHaveLength(KEPT.messages.each);
  expect([all[0]?.message.sid, all.at(-1)?.message.sid]).toEqual(['SM49999', 'SM40000']);
  expect(log.find('SM39999')).toBeUndefined();
  log.note({ type: 'forgotten', from: null, to: null });
  expect(log.all()).toEqual([]);
});

it('the list of the REST API is bounded in bytes, those of addresses of files too', () => {
  const log = createMessageLog(clock, { each: 100, all: 10_000 });
  const add = (sid: string, body: string, url = '') => {
    const media = [{ url, contentType: 'image/png' }];
    log.note({ type: 'message', message: messageOf(sid, { body, media }) });
  };
  const sids = () => log.all().map(({ message }) => message.sid);
  for (const sid of ['1', '2', '3']) add(sid, 'x'.repeat(1000));
  expect(sids()).toEqual(['3', '2', '1']);
  add('4', '', 'x'.repeat(2000));
  expect(sids()).toEqual(['4', '3', '2']);
  log.redact('2');
  log.redact('none');
  log.delete('none');
  add('5', 'x'.repeat(1000));
  expect(sids()).toEqual(['5', '4', '3', '2']);
  add('6', 'x'.repeat(50_000)); // one has room, however large
  expect(sids()).toEqual(['6']);
  add('7', '');
  expect(sids()).toEqual(['7']);
});

it('a message that is put back and was imported meanwhile counts once', () => {
  const log = createMessageLog(clock, { each: 100, all: 10_000 });
  const messages = ['1', '2', '3'].map((sid) => messageOf(sid, { body: 'x'.repeat(1000) }));
  for (const message of messages) log.note({ type: 'message', message });
  const logged = log.of();
  log.note({ type: 'forgotten', from: null, to: null });
  log.addAll(messages);
  log.putBack(logged);
  log.note({ type: 'message', message: messageOf('4', { body: 'x'.repeat(50) }) });
  expect(log.all().map(({ message }) => message.sid)).toEqual(['4', '3', '2', '1']);
});

it('10,000 messages can be scheduled; one more is 35125 until one is canceled or sent', async () => {
  await using at = await startWithClient();
  const { engine } = at.twilio;
  const messagingServiceSid = await at.addService([NUMBER]);
  const time = engine.clock().now + 3600_000;
  const sids: string[] = [];
  for (let index = 0; index < MAX_SCHEDULED; index++) {
    const later = { from: NUMBER, to: ANN, body: 'hi', media: [], sendAt: time + (index % 100) * 60_000 };
    sids.push(engine.messages.send(later, () => EXCHANGE).sid);
    if (index % 100 === 0) await setImmediate(); // so that the client sees its connection end
  }
  const sendAt = new Date(time);
  const wanted = { messagingServiceSid, to: ANN, body: 'hi', scheduleType: 'fixed', sendAt } as const;
  const create = () => at.client.messages.create(wanted);
  await expect(create()).rejects.toMatchObject({ status: 400, code: 35125 });
  engine.messages.cancel(sids[5000] ?? '');
  await create();
  await expect(create()).rejects.toMatchObject({ code: 35125 });
  engine.forget(ANN, NUMBER);
  await create();
  expect(engine.messages.scheduled()).toHaveLength(1);
});

it('of messages that wait for a phone the oldest does not arrive when there are too many', () => {
  const phones = createPhones(clock, createSchedule(clock), 2);
  const decided: string[] = [];
  phones.set('a', false);
  for (const name of ['1', '2', '3'])
    phones.wait('a', (arrives) => {
      decided.push(`${name} ${arrives}`);
    });
  expect(decided).toEqual(['1 false']);
  phones.set('a', true);
  expect(decided).toEqual(['1 false', '2 true', '3 true']);
});

it('10,000 requests are remembered as causes', () => {
  const causes: Causes = new Map();
  for (let index = 0; index < 50_000; index++)
    noteCause(causes, String(index), { turn: 'SM1', from: ANN, to: NUMBER });
  expect([causes.size, causes.has('39999'), causes.has('40000')]).toEqual([10_000, false, true]);
});
