import { describe, expect, it } from '@jest/globals';
import { serveApiInTests } from './support/served-api';

const api = serveApiInTests();

/** Creates a document in the default service. */
function create(uniqueName: string, data: object = {}, ttl = 0): void {
  const service = api.engine.sync.findService('default');
  if (service === undefined) throw new Error('There is a default service.');
  api.engine.sync.create(service, { uniqueName, data: JSON.stringify(data), ttl });
}

const documents = async (path = '/api/documents') =>
  (await api.call('GET', path)).json as { documents: { name: string }[]; next?: string };

describe('/api/documents', () => {
  it('has the live documents, the oldest first', async () => {
    create('ann', { text: '<b>żółw</b>' });
    create('ben', {}, 60);
    const { now } = api.engine.clock();
    const sid = expect.stringMatching(/^ET[0-9a-f]{32}$/);
    const listed = await documents();
    expect(listed).toEqual({
      documents: [
        { sid, service: 'default', name: 'ann', revision: '0', data: { text: '<b>żółw</b>' }, expires: null },
        { sid, service: 'default', name: 'ben', revision: '0', data: {}, expires: expect.any(Number) },
      ],
    });
    const [, ben] = listed.documents as unknown as { expires: number }[];
    expect(Math.abs((ben?.expires ?? 0) - now - 60_000)).toBeLessThan(5000);
    api.engine.advance(60_000);
    expect((await documents()).documents.map(({ name }) => name)).toEqual(['ann']);
  });

  it('comes in pages of a thousand, and of 5 MB of data', async () => {
    for (let index = 0; index < 1500; index++) create(`small ${index}`);
    const first = await documents();
    const second = await documents(first.next);
    expect([first.documents.length, second.documents.length, second.next]).toEqual([1000, 500, undefined]);
    expect(second.documents[0]?.name).toBe('small 1000');
    api.engine.sync.forget();
    for (let index = 0; index < 400; index++) create(`large ${index}`, { text: 'x'.repeat(16_000) });
    const large = await documents();
    expect(large.documents.length).toBeGreaterThan(300);
    expect(large.documents.length).toBeLessThan(400);
    expect((await documents(large.next)).documents.length).toBe(400 - large.documents.length);
  });

  it('refuses a place that is none', async () => {
    const { status, json } = await api.call('GET', '/api/documents?after=x');
    expect([status, json]).toMatchObject([400, { field: 'after' }]);
  });

  it('deletes all of them; forgetting conversations deletes none', async () => {
    create('ann');
    await api.text('hi');
    await api.call('DELETE', '/api/conversations');
    expect((await documents()).documents).toHaveLength(1);
    expect((await api.call('DELETE', '/api/documents')).status).toBe(204);
    expect((await documents()).documents).toEqual([]);
    create('ann');
    expect((await documents()).documents).toMatchObject([{ name: 'ann', revision: '0' }]);
  });
});
