import { beforeAll, describe, expect, it } from '@jest/globals';
import { buildOnSync } from '../support/functions-on-sync';
import { countInTurn, reserve } from '../support/torture-runs';
import { startTorture } from '../support/torture';

const CROWD = { conversations: 20, width: 20 };
const RESERVATIONS = ['/reservation', '/reservation-on-sync'] as const;

let folder: string;
beforeAll(async () => {
  folder = await buildOnSync();
});

describe('a server that is killed', () => {
  it('between all messages loses no conversation, on cookies and on Sync', async () => {
    await using at = await startTorture(folder);
    expect(await reserve(at, RESERVATIONS, CROWD, at.killServer)).toEqual([]);
    expect([at.kills(), at.redelivered()]).toEqual([5, 0]);
  });

  it('while it answers loses none either, when the messages are delivered again', async () => {
    await using at = await startTorture(folder, { killEvery: 150 });
    expect(await reserve(at, RESERVATIONS, CROWD)).toEqual([]);
    expect(at.kills()).toBeGreaterThan(0);
    expect(at.redelivered()).toBeGreaterThan(0);
  });

  it('while it answers has the counter on Sync count each message once, though Sync fails one time in ten', async () => {
    await using at = await startTorture(folder, { killEvery: 250, failing: 0.1 });
    const counted = await countInTurn(at, { ...CROWD, path: '/sms-on-sync' });
    expect(counted).toMatchObject({ wrong: 0, lost: 0, doubled: 0 });
    expect(at.kills()).toBeGreaterThan(0);
    expect(at.redelivered()).toBeGreaterThan(0);
  });
});
