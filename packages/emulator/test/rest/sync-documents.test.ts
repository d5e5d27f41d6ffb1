import { describe, expect, it } from '@jest/globals';
import { type AtClient, startWithClient } from '../support/rest-client';

const documentsOf = ({ client }: AtClient, service = 'default') => client.sync.v1.services(service).documents;

const path = (name = '', service = 'default') =>
  `/sync/v1/Services/${service}/Documents${name === '' ? '' : `/${name}`}`;

const post = (
  at: AtClient,
  name: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
) => at.request('POST', path(name), { body: new URLSearchParams(form), headers });

const range = (count: number): number[] => [...Array(count).keys()];

/** How many of the outcomes were a success, and the codes of the others. */
function countOutcomes(outcomes: readonly PromiseSettledResult<unknown>[]) {
  const codes: Record<string, number> = {};
  let successes = 0;
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') successes++;
    else {
      const { status, code } = outcome.reason as { status: number; code: number };
      codes[`${status}/${code}`] = (codes[`${status}/${code}`] ?? 0) + 1;
    }
  }
  return { successes, codes };
}

describe('a Sync document', () => {
  it('is created, fetched by its name and its SID, updated and removed', async () => {
    await using at = await startWithClient();
    const documents = documentsOf(at);
    const created = await documents.create({ uniqueName: 'ann', data: { step: 1 }, ttl: 60 });
    expect(created).toMatchObject({
      uniqueName: 'ann',
      data: { step: 1 },
      revision: '0',
      createdBy: 'system',
    });
    expect(created.sid).toMatch(/^ET[0-9a-f]{32}$/);
    expect(created.serviceSid).toMatch(/^IS[0-9a-f]{32}$/);
    for (const id of ['ann', created.sid])
      for (const service of ['default', created.serviceSid])
        expect(await documentsOf(at, service)(id).fetch()).toMatchObject({ sid: created.sid, revision: '0' });

    at.twilio.clock.advance('30s');
    const updated = await documents('ann').update({ data: { other: true } });
    expect(updated).toMatchObject({ sid: created.sid, data: { other: true }, revision: '1' });
    expect(updated.dateUpdated.getTime()).toBeGreaterThanOrEqual(created.dateUpdated.getTime() + 29_000);
    expect(updated.dateCreated).toEqual(created.dateCreated);
    expect(updated.dateExpires).toEqual(created.dateExpires);

    expect(await documents(created.sid).remove()).toBe(true);
    for (const attempt of [
      () => documents('ann').fetch(),
      () => documents('ann').update({ data: {} }),
      () => documents('ann').remove(),
    ])
      await expect(attempt()).rejects.toMatchObject({ status: 404, code: 20404 });
    await expect(documents('ann').fetch()).rejects.toMatchObject({
      message: 'The requested resource /Services/default/Documents/ann was not found',
    });
  });

  it('is answered as Twilio answers it, with its revision as the ETag', async () => {
    await using at = await startWithClient();
    const { status, body, headers } = await post(at, '', { UniqueName: 'ann', Data: '{"a":[1]}', Ttl: '60' });
    const { sid } = body;
    const service = String(body.service_sid);
    const url = `http://localhost:${new URL(at.url).port}${path(sid, service)}`;
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(status).toBe(201);
    expect(headers.get('etag')).toBe('"0"');
    expect(body).toEqual({
      account_sid: at.client.accountSid,
      created_by: 'system',
      data: { a: [1] },
      date_created: time,
      date_expires: time,
      date_updated: time,
      links: { permissions: `${url}/Permissions` },
      revision: '0',
      service_sid: service,
      sid,
      unique_name: 'ann',
      url,
    });
    expect((await post(at, 'ann', { Data: '{}' })).headers.get('etag')).toBe('"1"');
    const fetched = await at.request('GET', path('ann'));
    expect([fetched.status, fetched.headers.get('etag')]).toEqual([200, '"1"']);
  });

  it('needs neither a name nor data nor an end', async () => {
    await using at = await startWithClient();
    const created = await documentsOf(at).create();
    expect(created).toMatchObject({ uniqueName: null, data: {}, dateExpires: null });
    expect(await documentsOf(at).create()).not.toMatchObject({ sid: created.sid });
  });

  it('has data of a whole object: an update replaces it', async () => {
    await using at = await startWithClient();
    const data = { text: 'żółw 👍\u0000', nested: [{ __proto__: null, list: [1.5, null, true] }] };
    await documentsOf(at).create({ uniqueName: 'ann', data });
    expect((await documentsOf(at)('ann').fetch()).data).toEqual(data);
    await documentsOf(at)('ann').update({ data: { only: 'this' } });
    expect((await documentsOf(at)('ann').fetch()).data).toEqual({ only: 'this' });
  });

  it.each([
    '+15551110000',
    'sms +1555 +1666',
    'a:b;c,d@e',
    'żółw',
    '100%',
    'x'.repeat(320),
    'constructor',
    '..a',
  ])('can be named %j', async (uniqueName) => {
    await using at = await startWithClient();
    const { sid } = await documentsOf(at).create({ uniqueName });
    const { status, body } = await at.request('GET', path(encodeURIComponent(uniqueName)));
    expect([status, body.sid, body.unique_name]).toEqual([200, sid, uniqueName]);
  });

  it('is found under a name with a slash when that is encoded', async () => {
    await using at = await startWithClient();
    await documentsOf(at).create({ uniqueName: 'a/b%2Fc' });
    expect((await at.request('GET', path(encodeURIComponent('a/b%2Fc')))).status).toBe(200);
    expect((await at.request('GET', path('a/b'))).status).toBe(404);
  });
});

describe('the time to live of a document', () => {
  const HOUR = 3_600_000;

  it('is counted on the emulator’s clock, and an expired document is gone', async () => {
    await using at = await startWithClient();
    const documents = documentsOf(at);
    const { dateCreated, dateExpires } = await documents.create({ uniqueName: 'ann', ttl: 3600 });
    expect(dateExpires.getTime() - dateCreated.getTime()).toBe(HOUR);
    at.twilio.clock.advance('59m');
    expect(await documents('ann').fetch()).toMatchObject({ revision: '0' });
    at.twilio.clock.advance('1m');
    await expect(documents('ann').fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    await expect(documents('ann').update({ data: {} })).rejects.toMatchObject({ status: 404 });
    expect(await documents.list()).toEqual([]);
    expect(at.twilio.documents()).toEqual([]);
    expect(await documents.create({ uniqueName: 'ann' })).toMatchObject({ revision: '0' });
  });

  it('is not moved by an update without Ttl', async () => {
    await using at = await startWithClient();
    const documents = documentsOf(at);
    await documents.create({ uniqueName: 'ann', ttl: 3600 });
    at.twilio.clock.advance('30m');
    await documents('ann').update({ data: { a: 1 } });
    at.twilio.clock.advance('30m');
    await expect(documents('ann').fetch()).rejects.toMatchObject({ status: 404 });
  });

  it('is counted anew by an update with Ttl, and ended by one with 0', async () => {
    await using at = await startWithClient();
    const documents = documentsOf(at);
    await documents.create({ uniqueName: 'ann', data: { a: 1 }, ttl: 3600 });
    at.twilio.clock.advance('30m');
    await documents('ann').update({ ttl: 3600 });
    at.twilio.clock.advance('59m');
    expect(await documents('ann').update({ ttl: 0 })).toMatchObject({ data: { a: 1 }, dateExpires: null });
    for (let year = 0; year < 3; year++) at.twilio.clock.advance('365d');
    expect(await documents('ann').fetch()).toMatchObject({ data: { a: 1 }, revision: '2' });
  });

  it.each<[string, number]>([
    ['0', 201],
    ['', 201],
    ['31536000', 201],
    ['31536001', 400],
    ['-1', 400],
    ['1.5', 400],
    ['1e3', 400],
    ['an hour', 400],
    ['99999999999999999999', 400],
  ])('of %j is %i', async (Ttl, status) => {
    await using at = await startWithClient();
    const created = await post(at, '', { UniqueName: 'ann', Ttl });
    expect([created.status, created.body.code]).toEqual([status, status === 400 ? 54011 : undefined]);
    await documentsOf(at).create({ uniqueName: 'ben', ttl: 60 });
    expect((await post(at, 'ben', { Ttl, Data: '{}' })).body.code).toBe(status === 400 ? 54011 : undefined);
  });
});

describe('a write with If-Match', () => {
  it('is done with the revision that the document has, and refused with any other', async () => {
    await using at = await startWithClient();
    const documents = documentsOf(at);
    await documents.create({ uniqueName: 'ann' });
    expect(await documents('ann').update({ data: { a: 1 }, ifMatch: '0' })).toMatchObject({ revision: '1' });
    await expect(documents('ann').update({ data: { a: 2 }, ifMatch: '0' })).rejects.toMatchObject({
      status: 412,
      code: 54103,
      message: 'The revision of the Document does not match the expected revision',
    });
    expect(await documents('ann').fetch()).toMatchObject({ data: { a: 1 }, revision: '1' });
    expect(await documents('ann').update({ ttl: 60, ifMatch: '1' })).toMatchObject({ revision: '2' });
  });

  it('can be made with the ETag, and is a deletion too', async () => {
    await using at = await startWithClient();
    await documentsOf(at).create({ uniqueName: 'ann' });
    const { headers } = await at.request('GET', path('ann'));
    const etag = headers.get('etag') ?? '';
    expect((await post(at, 'ann', { Data: '{"a":1}' }, { 'If-Match': etag })).status).toBe(200);
    const stale = await at.request('DELETE', path('ann'), { headers: { 'If-Match': etag } });
    expect([stale.status, stale.body.code]).toEqual([412, 54103]);
    expect((await at.request('DELETE', path('ann'), { headers: { 'If-Match': '"1"' } })).status).toBe(204);
    expect(at.twilio.documents()).toEqual([]);
  });

  it.each(['*', 'x y', '"0', '0, 1', 'W/"0"', '-1', ''])(
    'is refused with %j, which is no revision',
    async (value) => {
      await using at = await startWithClient();
      await documentsOf(at).create({ uniqueName: 'ann' });
      const headers = { 'If-Match': value };
      for (const method of ['POST', 'DELETE']) {
        const body = method === 'POST' ? new URLSearchParams({ Data: '{}' }) : null;
        const answer = await at.request(method, path('ann'), { headers, body });
        expect([answer.status, answer.body.code]).toEqual([400, 54003]);
      }
      expect(at.twilio.documents()).toMatchObject([{ revision: '0' }]);
    },
  );
});

describe('of a hundred requests at once', () => {
  it('one creates the document, and the others find the name taken', async () => {
    await using at = await startWithClient();
    const documents = documentsOf(at);
    const outcomes = await Promise.allSettled(
      range(100).map((writer) => documents.create({ uniqueName: 'ann', data: { writer } })),
    );
    expect(countOutcomes(outcomes)).toEqual({ successes: 1, codes: { '409/54301': 99 } });
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    expect(at.twilio.documents()).toMatchObject([{ data: { writer: winner }, revision: '0' }]);
  });

  it('one updates a revision, and the others are stale', async () => {
    await using at = await startWithClient();
    const documents = documentsOf(at);
    await documents.create({ uniqueName: 'ann' });
    const outcomes = await Promise.allSettled(
      range(100).map((writer) => documents('ann').update({ data: { writer }, ifMatch: '0' })),
    );
    expect(countOutcomes(outcomes)).toEqual({ successes: 1, codes: { '412/54103': 99 } });
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    expect(at.twilio.documents()).toMatchObject([{ data: { writer: winner }, revision: '1' }]);
  });

  it('one removes the document', async () => {
    await using at = await startWithClient();
    await documentsOf(at).create({ uniqueName: 'ann' });
    const outcomes = await Promise.allSettled(range(100).map(() => documentsOf(at)('ann').remove()));
    expect(countOutcomes(outcomes)).toEqual({ successes: 1, codes: { '404/20404': 99 } });
  });

  it('none is lost when each writes what it has read', async () => {
    await using at = await startWithClient({}, { realNow: hurried() });
    const documents = documentsOf(at);
    await documents.create({ uniqueName: 'ann', data: { count: 0 } });
    const add = async (): Promise<void> => {
      const { data, revision } = (await documents('ann').fetch()) as {
        data: { count: number };
        revision: string;
      };
      await documents('ann')
        .update({ data: { count: data.count + 1 }, ifMatch: revision })
        .catch((error: unknown) => {
          if ((error as { code: number }).code !== 54103) throw error;
          return add();
        });
    };
    await Promise.all(range(30).map(add));
    expect(at.twilio.documents()).toMatchObject([{ data: { count: 30 }, revision: '30' }]);
  });
});

/** A clock on which each look at it takes a second: nothing comes too fast. */
function hurried(): () => number {
  let time = Date.now();
  return () => (time += 1000);
}

describe('what cannot be, is refused', () => {
  const NESTED = `{"a":${'['.repeat(200)}${']'.repeat(200)}}`;

  it.each<[string, Record<string, string>, number, number]>([
    ['data that is no JSON', { Data: 'hello' }, 400, 54008],
    ['no data', { Data: '' }, 400, 54008],
    ['data that ends too soon', { Data: '{"a":' }, 400, 54008],
    ['an array', { Data: '[]' }, 400, 54008],
    ['a text', { Data: '"x"' }, 400, 54008],
    ['a number', { Data: '1' }, 400, 54008],
    ['null', { Data: 'null' }, 400, 54101],
    ['data of 200 levels', { Data: NESTED }, 400, 54008],
    ['too much data', { Data: dataOf(16 * 1024 + 1) }, 413, 54006],
    ['too much data in UTF-8', { Data: `{"a":"${'ż'.repeat(8189)}"}` }, 413, 54006],
    ['data of 200 kB', { Data: dataOf(200_000) }, 413, 54006],
    ['data of 50,000 brackets', { Data: '['.repeat(50_000) }, 413, 54006],
  ])('%s', async (_, form, status, code) => {
    await using at = await startWithClient();
    const created = await post(at, '', { UniqueName: 'ann', ...form });
    expect([created.status, created.body.code]).toEqual([status, code]);
    expect(at.twilio.documents()).toEqual([]);
    await documentsOf(at).create({ uniqueName: 'ben', data: { a: 1 } });
    const updated = await post(at, 'ben', form);
    expect([updated.status, updated.body.code]).toEqual([status, code]);
    expect(at.twilio.documents()).toMatchObject([{ data: { a: 1 }, revision: '0' }]);
  });

  it.each(['', 'x'.repeat(321), `ET${'0'.repeat(32)}`, `AC${'a'.repeat(32)}`])(
    'the name %j',
    async (UniqueName) => {
      await using at = await startWithClient();
      const { status, body } = await post(at, '', { UniqueName });
      expect([status, body.code]).toEqual([400, 54302]);
    },
  );

  it('a name that is taken, in the same service alone', async () => {
    await using at = await startWithClient();
    await documentsOf(at).create({ uniqueName: 'ann' });
    await expect(documentsOf(at).create({ uniqueName: 'ann' })).rejects.toMatchObject({
      status: 409,
      code: 54301,
      message: 'Unique name already exists',
    });
    const { sid } = await at.client.sync.v1.services.create({ friendlyName: 'Other' });
    const other = await documentsOf(at, sid).create({ uniqueName: 'ann' });
    await expect(documentsOf(at)(other.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    await documentsOf(at, sid)('ann').remove();
    expect(await documentsOf(at)('ann').fetch()).toMatchObject({ uniqueName: 'ann' });
  });

  it('an update of nothing', async () => {
    await using at = await startWithClient();
    await documentsOf(at).create({ uniqueName: 'ann' });
    await expect(documentsOf(at)('ann').update()).rejects.toMatchObject({ status: 400, code: 54010 });
    expect(at.twilio.documents()).toMatchObject([{ revision: '0' }]);
  });

  it('data of 16 KiB is not', async () => {
    await using at = await startWithClient();
    expect((await post(at, '', { Data: dataOf(16 * 1024) })).status).toBe(201);
  });

  it.each([
    ['GET', '/Lists'],
    ['POST', '/Maps'],
    ['GET', '/Streams'],
    ['GET', '/Documents/ann/Permissions'],
    ['GET', '/Documents/ann/Permissions/bob'],
    ['GET', '/Lists/ES1/Items'],
  ])('%s %s, which is not emulated', async (method, rest) => {
    await using at = await startWithClient();
    const { status, body } = await at.request(method, `/sync/v1/Services/default${rest}`);
    expect([status, body.code]).toEqual([404, 20404]);
    expect(body.message).toContain(`The emulator has no ${method} /sync/v1/Services/default${rest}`);
    expect(body.message).toContain('Documents of sync.twilio.com');
  });

  it('PUT, which there is not', async () => {
    await using at = await startWithClient();
    expect((await at.request('PUT', path('ann'))).status).toBe(405);
  });
});

/** JSON of an object, of so many bytes. */
function dataOf(bytes: number): string {
  return `{"a":"${'x'.repeat(bytes - 8)}"}`;
}

describe('a list of documents', () => {
  it('has the oldest first, in pages', async () => {
    await using at = await startWithClient();
    const documents = documentsOf(at);
    const names = range(7).map((index) => `name ${index}`);
    for (const uniqueName of names) await documents.create({ uniqueName });
    await documents('name 0').update({ data: { a: 1 } });
    expect((await documents.list({ pageSize: 3 })).map(({ uniqueName }) => uniqueName)).toEqual(names);
    const { body } = await at.request('GET', `${path()}?PageSize=3`);
    const [service] = await at.client.sync.v1.services.list();
    const url = `http://localhost:${new URL(at.url).port}${path('', service?.sid)}`;
    expect(body).toMatchObject({
      meta: {
        key: 'documents',
        page: 0,
        page_size: 3,
        url: `${url}?PageSize=3&Page=0`,
        first_page_url: `${url}?PageSize=3&Page=0`,
        previous_page_url: null,
        next_page_url: expect.stringContaining(`${url}?PageSize=3&Page=1&PageToken=PAET`),
      },
      documents: [{ unique_name: 'name 0', revision: '1' }, {}, {}],
    });
  });

  it('goes on where it was when its last document has been deleted', async () => {
    await using at = await startWithClient();
    const documents = documentsOf(at);
    for (const index of range(6)) await documents.create({ uniqueName: `name ${index}` });
    const first = await documents.page({ pageSize: 3 });
    await documents('name 2').remove();
    await documents.create({ uniqueName: 'name 6' });
    const second = await first.nextPage();
    expect(second?.instances.map(({ uniqueName }) => uniqueName)).toEqual(['name 3', 'name 4', 'name 5']);
  });
});
