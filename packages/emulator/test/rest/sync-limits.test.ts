import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createClock } from '../../src/engine/clock';
import { createSync } from '../../src/engine/sync/sync';
import { createWriteRate } from '../../src/engine/sync/write-rate';
import { startWithClient } from '../support/rest-client';

describe('a document that is updated too often', () => {
  it('takes 20 updates in a second of real time, and refuses more', async () => {
    let now = 1_795_000_000_000;
    await using at = await startWithClient({}, { realNow: () => now });
    const { documents } = at.client.sync.v1.services('default');
    for (const uniqueName of ['ann', 'ben']) await documents.create({ uniqueName });
    const update = (name = 'ann', ifMatch?: string) =>
      documents(name).update({ data: {}, ...(ifMatch !== undefined && { ifMatch }) });
    const tooFast = { status: 429, code: 54009, message: 'Rate limit exceeded' };

    for (let count = 0; count < 20; count++) await update();
    await expect(update()).rejects.toMatchObject(tooFast);
    expect(await documents('ann').fetch()).toMatchObject({ revision: '20' });
    await expect(update('ann', '0')).rejects.toMatchObject({ code: 54103 });
    expect(await update('ben')).toMatchObject({ revision: '1' });

    at.twilio.clock.advance('1h'); // that is no real time
    await expect(update()).rejects.toMatchObject(tooFast);
    now += 999;
    await expect(update()).rejects.toMatchObject(tooFast);
    now += 1;
    expect(await update()).toMatchObject({ revision: '21' });
  });

  it('is not refused for what was refused itself', async () => {
    await using at = await startWithClient({}, { realNow: () => 0 });
    const { documents } = at.client.sync.v1.services('default');
    await documents.create({ uniqueName: 'ann' });
    for (let count = 0; count < 30; count++)
      await expect(documents('ann').update({ data: {}, ifMatch: '9' })).rejects.toMatchObject({
        code: 54103,
      });
    expect(await documents('ann').update({ data: {}, ifMatch: '0' })).toMatchObject({ revision: '1' });
    expect(await documents('ann').remove()).toBe(true);
  });

  it('is counted in any second, not from one full second to the next', () => {
    let now = 500;
    const rate = createWriteRate(createClock(() => now));
    for (let count = 0; count < 20; count++) rate.note('a');
    now = 1400;
    expect(rate.allows('a')).toBe(false);
    now = 1500;
    expect(rate.allows('a')).toBe(true);
  });
});

describe('what Sync keeps', () => {
  const clock = createClock(() => 0);
  const written = { kind: 'written' };
  const kept = { services: 2, documents: 3, bytes: 10_000 };

  it('is never dropped: a document more is refused, until one is deleted or has expired', () => {
    const sync = createSync(clock, kept);
    const service = sync.findService('default');
    if (service === undefined) throw new Error('There is a default service.');
    const create = (uniqueName: string, ttl = 0) => sync.create(service, { uniqueName, ttl });
    for (const name of ['a', 'b']) expect(create(name)).toMatchObject(written);
    expect(create('c', 60)).toMatchObject(written);
    const full = { kind: 'full', why: 'at most 3 Sync documents' };
    expect(create('d')).toEqual(full);
    const [first] = sync.documents();
    if (first === undefined) throw new Error('There are three.');
    expect(sync.update(first, { data: '{"a":1}' })).toMatchObject(written);
    clock.advance(60_000);
    expect(create('d')).toMatchObject(written);
    expect(create('e')).toEqual(full);
    expect(sync.delete(first)).toMatchObject(written);
    expect(create('e')).toMatchObject(written);
    expect(sync.documents().map(({ uniqueName }) => uniqueName)).toEqual(['b', 'd', 'e']);
    expect(sync.update(first, { data: '{}' })).toEqual({ kind: 'missing' });
    expect(sync.delete(first)).toEqual({ kind: 'missing' });
    sync.forget();
    expect(sync.documents()).toEqual([]);
  });

  it('is bounded in bytes too, also those that updates add', () => {
    const sync = createSync(clock, kept);
    const service = sync.findService('default');
    if (service === undefined) throw new Error('There is a default service.');
    const dataOf = (length: number) => JSON.stringify({ a: 'x'.repeat(length) });
    const large = sync.create(service, { uniqueName: 'a', data: dataOf(4000) });
    if (large.kind !== 'written') throw new Error('There is room.');
    const full = { kind: 'full', why: 'at most 10000 bytes of Sync documents' };
    expect(sync.create(service, { uniqueName: 'b', data: dataOf(1000) })).toEqual(full);
    for (let count = 0; count < 30; count++)
      // which is not counted as an update either
      expect(sync.update(large.document, { data: dataOf(5000) })).toEqual(full);
    expect(sync.documents()).toEqual([large.document]);
    expect(sync.update(large.document, { data: dataOf(1000) })).toMatchObject(written);
    expect(sync.create(service, { uniqueName: 'b', data: dataOf(1000) })).toMatchObject(written);
    for (let count = 0; count < 10; count++) {
      const [oldest] = sync.documents();
      if (oldest === undefined) throw new Error('There are two.');
      sync.delete(oldest);
      expect(sync.create(service, { uniqueName: null, data: dataOf(1000) })).toMatchObject(written);
    }
  });

  it('has as many services as there is room for', () => {
    const sync = createSync(clock, kept);
    expect(sync.createService('a')).toBeDefined();
    expect(sync.createService('b')).toBeUndefined();
    expect(sync.updateService('none', 'b')).toBeUndefined();
    sync.deleteService(sync.services()[1]?.sid ?? '');
    expect(sync.createService('b')).toBeDefined();
  });
});

describe('a Sync that is full', () => {
  let log: jest.Spied<typeof console.error>;
  beforeEach(() => {
    log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => {
    log.mockRestore();
  });

  it('says so in its answer and in the terminal', async () => {
    const sync = { services: 1, documents: 1, bytes: 10_000 };
    await using at = await startWithClient({}, { sync });
    const { services } = at.client.sync.v1;
    await services('default').documents.create({ uniqueName: 'ann' });
    const message = expect.stringContaining('The emulator keeps at most 1 Sync documents');
    await expect(services('default').documents.create({ uniqueName: 'ben' })).rejects.toMatchObject({
      ...{ status: 503, code: 20503, message },
    });
    expect(log).toHaveBeenCalledWith(message);
    await expect(services.create()).rejects.toMatchObject({ status: 503, code: 20503 });
    expect((await fetch(`${at.url}/api/documents`, { method: 'DELETE' })).status).toBe(204);
    expect(await services('default').documents.create({ uniqueName: 'ben' })).toMatchObject({
      revision: '0',
    });
  });
});
