import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { createEngine } from '../../src/engine/engine';
import type { EmulatorEvent } from '../../src/engine/types';
import { collectGarbage } from '../support/collect-garbage';
import { createManualTimers } from '../support/manual-timers';
import { ACCOUNT, startWithClient } from '../support/rest-client';
import { EXCHANGE, SMS } from '../support/samples';
import { ANN, BEN, NUMBER } from '../support/turns';
import { serveWebhook } from '../support/webhook-server';

const HOUR = 3600_000;

/** An engine with a service, and what it emits of messages. */
function startEngine() {
  const engine = createEngine({ account: ACCOUNT, startTimer: createManualTimers().startTimer });
  engine.setNumber({ ...SMS, number: NUMBER, smsUrl: '' });
  const { sid } = engine.services.create({ friendlyName: 'Service' });
  engine.services.addSender(sid, NUMBER);
  const events: string[] = [];
  engine.subscribe((event: EmulatorEvent) => {
    if (event.type === 'message' || event.type === 'status')
      events.push(`${event.message.body} ${event.message.status}`);
  });
  return {
    engine,
    events,
    send: (body: string, to: string, more: { sendAt?: number; statusCallback?: string } = {}) =>
      engine.messages.send(
        { from: NUMBER, to, body, media: [], ...more, service: { sid, hasChosen: true } },
        () => EXCHANGE,
      ),
  };
}

const WAYS: readonly (readonly [string, (engine: ReturnType<typeof createEngine>) => void])[] = [
  [
    'a conversation',
    (engine) => {
      engine.forget(ANN, NUMBER);
    },
  ],
  [
    'a phone',
    (engine) => {
      engine.forget(ANN);
    },
  ],
  [
    'everything',
    (engine) => {
      engine.forget();
    },
  ],
];

describe.each(WAYS)('forgetting %s', (what, forget) => {
  it('drops what is queued, scheduled, and waits for a phone', async () => {
    const { engine, events, send } = startEngine();
    engine.phones.set(ANN, false);
    send('waiting', ANN);
    await engine.settled();
    send('scheduled', ANN, { sendAt: engine.clock().now + HOUR });
    send('queued', ANN);
    events.length = 0;
    forget(engine);
    expect(engine.messages.scheduled()).toEqual([]);
    expect(engine.messages.all()).toEqual([]);
    await engine.settled();
    engine.phones.set(ANN, true);
    engine.advance(48 * HOUR);
    await engine.settled();
    expect(events).toEqual([]);
    expect(engine.conversations()).toEqual([]);
    send('new', ANN);
    await engine.settled();
    expect(events).toEqual(['new accepted', 'new queued', 'new sending', 'new sent', 'new delivered']);
    await engine.stop();
  });

  it('ends the status callbacks that are under way', async () => {
    let onRequest = (): void => undefined;
    await using server = await serveWebhook(() => {
      onRequest();
      return undefined;
    });
    const { engine, send } = startEngine();
    const requested = new Promise<void>((resolve) => (onRequest = resolve));
    send('hi', ANN, { statusCallback: server.url });
    await requested;
    forget(engine);
    await engine.stop();
    await engine.settled();
    expect(server.requests).toHaveLength(1);
    expect(engine.conversations()).toEqual([]);
  });

  it('leaves other conversations as they are', async () => {
    const { engine, send } = startEngine();
    send('scheduled', BEN, { sendAt: engine.clock().now + HOUR });
    send('gone', ANN, { sendAt: engine.clock().now + HOUR });
    forget(engine);
    expect(engine.messages.scheduled()).toMatchObject(what === 'everything' ? [] : [{ body: 'scheduled' }]);
    await engine.stop();
  });
});

it('a conversation that is forgotten keeps nothing of what waited in it, once that cannot be undone any more', async () => {
  const { engine, send } = startEngine();
  engine.phones.set(BEN, false);
  const sendAt = engine.clock().now + HOUR;
  const kept = [send('scheduled', ANN, { sendAt }), send('waits', BEN)].map(
    (message) => new WeakRef(message),
  );
  await engine.settled();
  engine.forget();
  for (let count = 0; count < 20; count++) engine.forget(ANN, `+1666${count}`);
  send('another', ANN);
  await engine.settled();
  collectGarbage();
  expect(kept.map((message) => message.deref())).toEqual([undefined, undefined]);
  await engine.stop();
});

it('a stop in the middle ends everything', async () => {
  await using at = await startWithClient({ '/sms': '<Response/>', '/status': undefined });
  const { engine } = at.twilio;
  const messagingServiceSid = await at.addService([NUMBER]);
  engine.phones.set(BEN, false);
  const statusCallback = `${at.server.origin}/status`;
  await at.client.messages.create({ from: NUMBER, to: ANN, body: 'told', statusCallback });
  await at.client.messages.create({ from: NUMBER, to: BEN, body: 'waits', statusCallback });
  const sendAt = new Date(at.twilio.clock.now() + HOUR);
  const wanted = { messagingServiceSid, to: ANN, body: 'later', scheduleType: 'fixed', sendAt } as const;
  await at.client.messages.create(wanted);
  engine.messages.send({ from: NUMBER, to: ANN, body: 'queued', media: [] }, () => EXCHANGE);
  await at.twilio.stop();
  await at.twilio.settled();
  const seen = at.server.requests.length;
  engine.advance(48 * HOUR);
  engine.phones.set(BEN, true);
  await at.twilio.settled();
  expect(at.server.requests).toHaveLength(seen);
});

it('a process whose emulator has been stopped ends by itself, and one with messages that wait too', async () => {
  const program = `
    const { createEngine } = require('./src/engine/engine');
    const engine = createEngine({ account: { accountSid: 'AC1', authToken: 'token' } });
    const send = (to, more) => engine.messages.send({ from: '${NUMBER}', to, body: 'hi', media: [], ...more }, () => (${JSON.stringify(EXCHANGE)}));
    engine.phones.set('${BEN}', false);
    send('${BEN}');
    send('${ANN}', { sendAt: engine.clock().now + 3600000 });
    engine.settled().then(() => process.argv[1] === 'stop' && engine.stop()).then(() => console.log('end'));
  `;
  for (const how of ['stop', 'wait']) {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--eval', program, how],
      { cwd: join(__dirname, '../..') },
    );
    expect(stdout).toBe('end\n');
  }
});
