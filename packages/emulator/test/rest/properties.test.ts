import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createApp } from '../../src/api/app';
import { createEngine } from '../../src/engine/engine';
import type { Message } from '../../src/engine/types';
import { isRestPath } from '../../src/rest/rest-api';
import { ACCOUNT, ACCOUNT_PATH, basic } from '../support/rest-client';
import { EXCHANGE, SMS } from '../support/samples';
import { ANN, BEN, NUMBER } from '../support/turns';
import { serveWebhook } from '../support/webhook-server';

const OTHER = '+15553330000';
const ORIGIN = 'http://localhost:1337';

/** An engine with two numbers, a service and some messages, and its API without a server. */
async function startApp() {
  const engine = createEngine({ account: ACCOUNT });
  engine.setNumber({ ...SMS, number: NUMBER, smsUrl: '' });
  engine.setNumber({ ...SMS, number: OTHER, smsUrl: '' });
  const { sid: service } = engine.services.create({ friendlyName: 'Service' });
  engine.services.addSender(service, NUMBER);
  const media = [{ url: 'https://example.com/a\n.png', contentType: 'image/png' }];
  const [sync] = engine.sync.services();
  if (sync === undefined) throw new Error('There is a default service.');
  for (const uniqueName of ['ann', 'b/c']) engine.sync.create(sync, { uniqueName, data: '{"a":1}', ttl: 60 });
  const { sid: message } = engine.messages.send({ from: NUMBER, to: ANN, body: 'hi', media }, () => EXCHANGE);
  await engine.settled();
  const app = createApp(engine, new Map(), () => 1337);
  return { engine, app, service, message };
}

const text = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
);

describe('whatever comes to the REST API', () => {
  const known = fc.constantFrom(
    ...[ANN, NUMBER, OTHER, 'MG', `MG${'0'.repeat(32)}`, 'true', 'GET', 'fixed', 'canceled', '', '0', '-1'],
    ...[
      'https://example.com/a',
      'http://\u0000',
      '2026-11-28',
      '2026-11-28T10:00:00Z',
      '{"a":{"b":[1]}}',
      'null',
      '{}',
      'ann',
      '99999999999',
      'PASM1.5',
      'PB',
    ],
  );
  const names = fc.constantFrom(
    ...[
      'To',
      'From',
      'Body',
      'MediaUrl',
      'MessagingServiceSid',
      'StatusCallback',
      'ScheduleType',
      'SendAt',
      'Status',
    ],
    ...[
      'FriendlyName',
      'SmsUrl',
      'SmsMethod',
      'InboundRequestUrl',
      'StickySender',
      'PhoneNumberSid',
      'ContentSid',
      'UniqueName',
      'Data',
      'Ttl',
      'AclEnabled',
    ],
    ...['DateSent', 'DateSent<', 'DateSent>', 'PageSize', 'Page', 'PageToken', 'PhoneNumber'],
  );
  const parameters = fc.array(fc.tuple(fc.oneof(names, text), fc.oneof(known, text)), { maxLength: 8 });
  const form = fc.oneof(
    parameters.map((pairs) => new URLSearchParams(pairs).toString()),
    text,
    fc.json(),
    fc.uint8Array({ maxLength: 50 }),
  );
  const segment = fc.oneof(
    fc.constantFrom(
      'Messages',
      'Messages.json',
      'Media.json',
      'IncomingPhoneNumbers',
      'IncomingPhoneNumbers.json',
    ),
    fc.constantFrom(
      'MESSAGE',
      'MESSAGE.json',
      'SERVICE',
      'Documents',
      'Documents/ann',
      'default',
      'PhoneNumbers',
      'ME0.json',
      '..',
      '%',
      '%00',
      '%ff',
      '',
    ),
    text.map((part) => encodeURIComponent(part.toWellFormed())),
  );
  const start = fc.constantFrom(
    ...[
      ACCOUNT_PATH,
      '/2010-04-01/Accounts',
      '/2010-04-01',
      '/messaging/v1/Services',
      '/messaging/v1',
      '/sync/v1',
      '/sync/v1/Services',
      '/sync/v1/Services/default/Documents',
    ],
  );
  const path = fc
    .tuple(start, fc.array(segment, { maxLength: 4 }))
    .map(([first, rest]) => [first, ...rest].join('/'));
  const method = fc.constantFrom('GET', 'POST', 'POST', 'POST', 'DELETE', 'PUT', 'PATCH', 'HEAD', 'OPTIONS');
  const headers = fc.dictionary(
    fc.constantFrom('Content-Type', 'X-Emulator-Cause', 'If-Match', 'Accept', 'Expect', 'X-Forwarded-Host'),
    fc.stringMatching(/^[ -~]{0,20}$/),
  );
  const authorization = fc.oneof(
    { weight: 8, arbitrary: fc.constant(basic()) },
    { weight: 1, arbitrary: fc.stringMatching(/^[ -~]{0,40}$/) },
    { weight: 1, arbitrary: fc.base64String().map((encoded) => `Basic ${encoded}`) },
  );

  it('is answered, as JSON, and never by a failure', async () => {
    const { app, engine, service, message } = await startApp();
    await fc.assert(
      fc.asyncProperty(
        ...[method, path, parameters, form, headers, authorization],
        async (itsMethod, itsPath, query, body, itsHeaders, credentials) => {
          const place = itsPath.replaceAll('MESSAGE', message).replaceAll('SERVICE', service);
          const url = `${ORIGIN}${place}?${new URLSearchParams(query).toString()}`;
          const hasBody = !['GET', 'HEAD'].includes(itsMethod);
          const request = new Request(url, {
            method: itsMethod,
            headers: { ...itsHeaders, Host: 'localhost:1337', Authorization: credentials },
            ...(hasBody && { body: body }),
          });
          const answer = await app.fetch(request);
          const answered = await answer.text();
          const { status, code } = JSON.parse(answered === '' ? '{}' : answered) as Record<string, unknown>;
          const isMistake = status === answer.status && typeof code === 'number';
          const isOfApi = isRestPath(new URL(url).pathname) && answered !== '';
          expect(answer.status).toBeLessThan(500);
          expect(answer.status < 400 || isMistake || !isOfApi).toBe(true);
        },
      ),
      { numRuns: 1500 },
    );
    await engine.settled();
    await engine.stop();
  });

  it('is 400 when its form ends in the middle', async () => {
    const { app, engine } = await startApp();
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(new Error('gone'));
      },
    });
    const init = {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { Host: 'localhost:1337', Authorization: basic() },
    };
    const answer = await app.fetch(
      new Request(`${ORIGIN}${ACCOUNT_PATH}/Messages.json`, init as RequestInit),
    );
    expect(answer.status).toBe(400);
    await engine.stop();
  });
});

describe('whatever is sent, canceled, switched, stopped and started', () => {
  const phone = fc.constantFrom(ANN, BEN);
  const step = fc.oneof(
    fc.record({
      do: fc.constant('send' as const),
      to: phone,
      from: fc.constantFrom(NUMBER, OTHER),
      isByService: fc.boolean(),
      minutes: fc.constantFrom(0, 0, 10, 10, 90, 24 * 60),
    }),
    fc.record({ do: fc.constant('cancel' as const), index: fc.nat(20) }),
    fc.record({ do: fc.constant('advance' as const), minutes: fc.constantFrom(1, 10, 60, 24 * 60) }),
    fc.record({ do: fc.constant('switch' as const), phone, isOn: fc.boolean() }),
    fc.record({ do: fc.constant('text' as const), phone, body: fc.constantFrom('STOP', 'START', 'hi') }),
    fc.record({
      do: fc.constant('fault' as const),
      setting: fc.constantFrom('next' as const, 'off' as const),
    }),
    fc.record({ do: fc.constant('settle' as const) }),
  );
  type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

  const FINAL: readonly string[] = ['delivered', 'undelivered', 'failed', 'canceled'];
  const ORDER = ['accepted', 'scheduled', 'queued', 'sending', 'sent', 'final'];
  const rank = (status: string): number => ORDER.indexOf(FINAL.includes(status) ? 'final' : status);

  const isRising = (statuses: readonly string[]): boolean =>
    statuses.every((status, index) => index === 0 || rank(statuses[index - 1] ?? '') < rank(status));

  it('every message has one final status, its callbacks are in order, and no one who has opted out gets any', async () => {
    await using server = await serveWebhook({ status: 204 });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        server.requests.length = 0;
        const engine = createEngine({ account: ACCOUNT });
        for (const number of [NUMBER, OTHER]) engine.setNumber({ ...SMS, number, smsUrl: '' });
        const { sid: service } = engine.services.create({ friendlyName: 'Service' });
        engine.services.addSender(service, OTHER);
        const seen = new Map<string, string[]>();
        const delivered: Message[] = [];
        engine.subscribe((event) => {
          if (event.type !== 'message' && event.type !== 'status') return;
          const { message } = event;
          if (message.byApi !== true) return;
          seen.set(message.sid, [...(seen.get(message.sid) ?? []), message.status]);
          if (message.status !== 'delivered') return;
          delivered.push(message);
          expect(engine.conversation(message.to, message.from)?.optedOut).toBe(false);
          expect(engine.phones.off()).not.toContain(message.to);
        });

        const run = async (one: Step): Promise<void> => {
          switch (one.do) {
            case 'send':
              engine.messages.send(
                {
                  ...{ from: one.isByService ? OTHER : one.from, to: one.to, body: 'hi', media: [] },
                  statusCallback: server.url,
                  ...(one.isByService && { service: { sid: service, hasChosen: true } }),
                  ...(one.minutes > 0 && { sendAt: engine.clock().now + one.minutes * 60_000 }),
                },
                () => EXCHANGE,
              );
              return;
            case 'cancel':
              engine.messages.cancel([...seen.keys()][one.index] ?? '');
              return;
            case 'advance':
              engine.advance(one.minutes * 60_000);
              return;
            case 'switch':
              engine.phones.set(one.phone, one.isOn);
              return;
            case 'text':
              if (engine.phones.off().includes(one.phone)) return;
              await engine.send({ from: one.phone, to: OTHER, body: one.body });
              return;
            case 'fault':
              engine.setFaults({ undelivered30005: one.setting });
              return;
            case 'settle':
              await engine.settled();
          }
        };
        for (const one of steps) await run(one);
        await engine.settled();
        for (const one of [ANN, BEN]) engine.phones.set(one, true);
        engine.advance(48 * 3600_000);
        await engine.settled();

        for (const [sid, statuses] of seen) {
          expect(statuses.filter((status) => FINAL.includes(status))).toHaveLength(1);
          expect(isRising(statuses)).toBe(true);
          const told = server.requests
            .filter(({ parameters }) => parameters.get('MessageSid') === sid)
            .map(({ parameters }) => parameters.get('MessageStatus'));
          expect(told).toEqual(statuses.slice(1));
          expect(engine.messages.find(sid)?.message.status).toBe(statuses.at(-1));
          expect(engine.messages.find(sid)?.sentAt === null).toBe(!statuses.includes('sent'));
        }
        expect(engine.messages.scheduled()).toEqual([]);
        for (const to of [ANN, BEN])
          for (const from of [NUMBER, OTHER]) {
            const shown = engine.conversation(to, from)?.messages.filter(({ byApi }) => byApi === true) ?? [];
            for (const { sid, status } of shown) expect(status).toBe(seen.get(sid)?.at(-1));
          }
        await engine.stop();
      }),
      { numRuns: 60 },
    );
  });
});
