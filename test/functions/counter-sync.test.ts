import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sendWebhook } from 'test-support';
import { buildOnSync } from '../support/functions-on-sync';
import { countBursts, countOf } from '../support/torture-runs';
import { startTorture, type Torture } from '../support/torture';

const SECOND = [2, 2];

let at: Torture;
beforeAll(async () => {
  at = await startTorture(await buildOnSync(), { failing: 0.1 });
});
afterAll(() => at[Symbol.asyncDispose]());

const storedCounts = () =>
  at.twilio.documents().map(({ data }) => (data as { session: { count: number } }).session.count);

describe('the counter on Sync, which fails one time in ten', () => {
  it.each([
    ['/sms', 'loses one of two texts at once', SECOND, 3],
    ['/sms-on-sync', 'loses none of two texts at once', [2, 3], 4],
  ] as const)('%s %s', async (path, _, both, next) => {
    await at.send(1000, path, 'one');
    at.twilio.faults({ overlap: 'next' });
    const turns = await Promise.all([at.send(1000, path, 'two'), at.send(1000, path, 'three')]);
    expect(turns.map(countOf).sort()).toEqual(both);
    expect(countOf(await at.send(1000, path, 'four'))).toBe(next);
  });

  it('counts a message once that is delivered twice at the same moment', async () => {
    const message = {
      MessageSid: `SM${'7'.repeat(32)}`,
      From: '+15551110000',
      To: '+15552220001',
      Body: 'hi',
    };
    const url = await at.url('/sms-on-sync');
    const deliver = async (MessageSid: string) => (await sendWebhook(url, { ...message, MessageSid })).texts;
    const first = 'Hello, thanks for the new message.';
    expect(await Promise.all([deliver('SM1'), deliver('SM1')])).toEqual([[first], [first]]);
    expect(await deliver('SM2')).toEqual(['Hello, thanks for message number 2']);
    expect(await deliver('SM1')).toEqual([first]);
  });

  it('counts each of ten texts once, in bursts of two, of which three in ten are delivered again', async () => {
    const before = storedCounts().length;
    const crowd = { path: '/sms-on-sync', conversations: 20, width: 10 } as const;
    const counted = await countBursts(at, crowd);
    expect(counted).toMatchObject({ wrong: 0, lost: 0, doubled: 0, failed: 0 });
    expect(storedCounts().slice(before)).toEqual(Array(20).fill(11)); // one more text has asked for the count
  });
});
