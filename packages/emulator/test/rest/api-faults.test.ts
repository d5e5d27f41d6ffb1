import { describe, expect, it } from '@jest/globals';
import type { FaultName } from '../../src/engine/types';
import { createManualTimers } from '../support/manual-timers';
import { ACCOUNT, ACCOUNT_PATH, type AtClient, clientOf, startWithClient } from '../support/rest-client';
import { ANN, NUMBER } from '../support/turns';

const send = ({ client }: Pick<AtClient, 'client'>) =>
  client.messages.create({ from: NUMBER, to: ANN, body: 'hi' });

const sentBodies = ({ twilio }: AtClient) => twilio.sent().map(({ body }) => body);

describe.each<[FaultName, number, number, string]>([
  ['apiBusy', 429, 20429, 'Too Many Requests'],
  ['apiUnavailable', 503, 20503, 'Service unavailable'],
])('%s', (name, status, code, message) => {
  it('is an answer with Retry-After, and nothing is done: once, or each time', async () => {
    await using at = await startWithClient();
    at.twilio.faults({ [name]: 'next' });
    await expect(send(at)).rejects.toMatchObject({ status, code, message });
    expect(sentBodies(at)).toEqual([]);
    await send(at);
    expect(sentBodies(at)).toEqual(['hi']);

    at.twilio.faults({ [name]: 'all' });
    const answer = await at.request('GET', `${ACCOUNT_PATH}/Messages.json`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, '1']);
    await expect(at.client.sync.v1.services('default').fetch()).rejects.toMatchObject({ status, code });
    at.twilio.faults({ [name]: 'off' });
    expect(await at.client.messages.list()).toHaveLength(1);
  });
});

it('the client’s autoRetry makes a request again after 429, not after 503', async () => {
  await using at = await startWithClient();
  const options = { autoRetry: true, maxRetryDelay: 1 };
  const client = clientOf(at.url, ACCOUNT.accountSid, ACCOUNT.authToken, options);
  at.twilio.faults({ apiBusy: 'next' });
  await send({ client });
  at.twilio.faults({ apiUnavailable: 'next' });
  await expect(send({ client })).rejects.toMatchObject({ status: 503 });
  expect(sentBodies(at)).toEqual(['hi']);
});

it('both faults that refuse a request happen, one after the other', async () => {
  await using at = await startWithClient();
  at.twilio.faults({ apiBusy: 'next', apiUnavailable: 'next' });
  await expect(send(at)).rejects.toMatchObject({ status: 429 });
  await expect(send(at)).rejects.toMatchObject({ status: 503 });
  await send(at);
});

it('a fault for the next request happens to one of several that come at once', async () => {
  await using at = await startWithClient();
  at.twilio.faults({ apiUnavailable: 'next' });
  const results = await Promise.allSettled([1, 2, 3].map(() => send(at)));
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  expect(sentBodies(at)).toHaveLength(2);
});

describe('an answer that gets lost', () => {
  it('is that to a message which is sent all the same, and again when the request is made again', async () => {
    await using at = await startWithClient();
    at.twilio.faults({ apiAnswerLost: 'next' });
    await expect(send(at)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(sentBodies(at)).toEqual(['hi']);
    await send(at);
    await at.twilio.settled();
    expect(at.twilio.phone(ANN).inbox()).toHaveLength(2);
  });

  it('is that to a write that is done: what reads, or is refused, leaves the fault on', async () => {
    await using at = await startWithClient();
    at.twilio.faults({ apiAnswerLost: 'next' });
    expect(await at.client.messages.list()).toEqual([]);
    await at.client.sync.v1.services('default').documents.create({ uniqueName: 'ann' });
    await expect(at.client.messages.create({ from: NUMBER, to: ANN })).rejects.toMatchObject({ code: 21602 });
    expect(at.twilio.engine.faults().apiAnswerLost).toBe('next');
    const { sid } = await at.client.messages
      .create({ from: NUMBER, to: ANN, body: 'hi' })
      .catch(() => ({ sid: at.twilio.sent()[0]?.sid ?? '' }));
    await at.twilio.settled();
    at.twilio.faults({ apiAnswerLost: 'all' });
    await expect(at.client.messages(sid).remove()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await at.client.messages.list()).toEqual([]);
  });

  it('does not keep the JSON API from switching the fault off', async () => {
    await using at = await startWithClient();
    at.twilio.faults({ apiAnswerLost: 'all', apiUnavailable: 'all', apiBusy: 'all', apiSlow: 'all' });
    const off = { apiAnswerLost: 'off', apiUnavailable: 'off', apiBusy: 'off', apiSlow: 'off' };
    const response = await fetch(`${at.url}/api/faults`, { method: 'PUT', body: JSON.stringify(off) });
    expect(await response.json()).toMatchObject(off);
    await send(at);
  });
});

describe('a slow answer', () => {
  it('comes after 12 s of real time, and before it is done nothing happens', async () => {
    const { startTimer, expire } = createManualTimers();
    let isWaiting: () => void = () => undefined;
    const waits = new Promise<void>((resolve) => (isWaiting = resolve));
    await using at = await startWithClient('<Response/>', {
      startTimer: (onExpiry, ms) => {
        if (ms === 12_000) isWaiting();
        return startTimer(onExpiry, ms);
      },
    });
    at.twilio.faults({ apiSlow: 'next' });
    const slow = send(at);
    await waits;
    expect(sentBodies(at)).toEqual([]);
    expect(await at.client.messages.list()).toEqual([]); // the next one is not slow
    expect(() => {
      expire(11_999);
    }).toThrow();
    expire(12_000);
    expect(await slow).toMatchObject({ status: 'queued' });
    expect(sentBodies(at)).toEqual(['hi']);
  });

  it('holds up no emulator that stops, before or after the request', async () => {
    const { startTimer } = createManualTimers();
    let isWaiting: () => void = () => undefined;
    const waits = new Promise<void>((resolve) => (isWaiting = resolve));
    await using at = await startWithClient('<Response/>', {
      startTimer: (onExpiry, ms) => {
        if (ms === 12_000) isWaiting();
        return startTimer(onExpiry, ms);
      },
    });
    at.twilio.faults({ apiSlow: 'all' });
    const slow = Promise.allSettled([at.client.messages.list()]);
    await waits;
    await at.twilio.stop();
    expect(await slow).toHaveLength(1);
    await expect(at.twilio.engine.wait(12_000)).resolves.toBeUndefined();
  });
});
