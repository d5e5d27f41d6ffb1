import { describe, expect, it } from '@jest/globals';
import { startWithClient } from '../support/rest-client';

describe('Sync services', () => {
  it('are created, fetched, listed, updated and removed, with their documents', async () => {
    await using at = await startWithClient();
    const { services } = at.client.sync.v1;
    const created = await services.create({ friendlyName: 'Sessions' });
    expect(created).toMatchObject({ friendlyName: 'Sessions', uniqueName: null, aclEnabled: false });
    expect(created.sid).toMatch(/^IS[0-9a-f]{32}$/);
    expect(await services(created.sid).fetch()).toMatchObject({ friendlyName: 'Sessions' });
    expect(await services.list()).toMatchObject([{ uniqueName: 'default' }, { sid: created.sid }]);

    at.twilio.clock.advance('1h');
    const updated = await services(created.sid).update({ friendlyName: 'New' });
    expect(updated).toMatchObject({ sid: created.sid, friendlyName: 'New' });
    expect(updated.dateUpdated.getTime()).toBeGreaterThan(updated.dateCreated.getTime());
    expect(await services(created.sid).update()).toMatchObject({ friendlyName: 'New' });

    await services(created.sid).documents.create({ uniqueName: 'ann' });
    await services('default').documents.create({ uniqueName: 'ann' });
    expect(await services(created.sid).remove()).toBe(true);
    for (const attempt of [
      () => services(created.sid).fetch(),
      () => services(created.sid).update({ friendlyName: 'x' }),
      () => services(created.sid).remove(),
      () => services(created.sid).documents.list(),
      () => services(created.sid).documents.create(),
      () => services(created.sid).documents('ann').fetch(),
    ])
      await expect(attempt()).rejects.toMatchObject({ status: 404, code: 20404 });
    expect(at.twilio.documents()).toMatchObject([{ name: 'ann', service: 'default' }]);
  });

  it('have one that is there without being created, by its name and by its SID', async () => {
    await using at = await startWithClient();
    const { services } = at.client.sync.v1;
    const service = await services('default').fetch();
    expect(service).toMatchObject({ uniqueName: 'default', accountSid: at.client.accountSid });
    expect(await services(service.sid).fetch()).toMatchObject({ uniqueName: 'default' });
    expect(service.links).toMatchObject({ documents: `${service.url}/Documents` });
    expect(await services('default').update({ friendlyName: 'Mine' })).toMatchObject({
      sid: service.sid,
      friendlyName: 'Mine',
    });
  });

  it('have it anew, and empty, when it has been removed', async () => {
    await using at = await startWithClient();
    const { services } = at.client.sync.v1;
    const before = await services('default').fetch();
    await services('default').documents.create({ uniqueName: 'ann' });
    await services('default').remove();
    const [after] = await services.list();
    expect(after).toMatchObject({ uniqueName: 'default' });
    expect(after?.sid).not.toBe(before.sid);
    expect(await services('default').documents.list()).toEqual([]);
    await expect(services(before.sid).fetch()).rejects.toMatchObject({ status: 404 });
  });

  it('come in pages', async () => {
    await using at = await startWithClient();
    const { services } = at.client.sync.v1;
    for (const friendlyName of ['a', 'b', 'c', 'd']) await services.create({ friendlyName });
    const first = await services.page({ pageSize: 2 });
    const second = await first.nextPage();
    expect(second?.instances.map(({ friendlyName }) => friendlyName)).toEqual(['b', 'c']);
  });

  it.each<[string, Record<string, string>, number, number]>([
    ['a webhook', { WebhookUrl: 'https://example.com' }, 404, 20404],
    ['permissions', { AclEnabled: 'true' }, 404, 20404],
    ['webhooks of the REST API', { WebhooksFromRestEnabled: 'true' }, 404, 20404],
    ['a bad boolean', { AclEnabled: 'maybe' }, 400, 20001],
    ['a long name', { FriendlyName: 'x'.repeat(257) }, 400, 20001],
  ])('are refused with %s, which the emulator has not', async (_, form, status, code) => {
    await using at = await startWithClient();
    const answer = await at.request('POST', '/sync/v1/Services', { body: new URLSearchParams(form) });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await at.client.sync.v1.services.list()).toHaveLength(1);
  });
});
