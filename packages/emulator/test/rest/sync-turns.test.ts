import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from '../../src/driver';
import type { Turn } from '../../src/engine/types';
import { ACCOUNT } from '../support/rest-client';
import { type Documents, serveSyncWebhook } from '../support/sync-webhook';
import { ANN, BEN, NUMBER } from '../support/turns';

/** An emulator, and a webhook in its process that uses Sync. */
async function startWithSync(...steps: Parameters<typeof serveSyncWebhook>) {
  const webhook = await serveSyncWebhook(...steps);
  const emulator: Emulator = await startEmulator({ webhook: webhook.url, ...ACCOUNT });
  return {
    emulator,
    ann: emulator.phone(ANN),
    ben: emulator.phone(BEN),
    documents: webhook.documents,
    done: webhook.done,
    async [Symbol.asyncDispose]() {
      await emulator.stop();
      await webhook[Symbol.asyncDispose]();
    },
  };
}

const state = (revision: string, data: object, expires: unknown = null) => ({ revision, data, expires });

describe('the Sync documents of a turn', () => {
  it('are there as they were before it, and as they are after it', async () => {
    await using at = await startWithSync({
      make: (documents) => documents.create({ uniqueName: 'ann', data: { step: 1 }, ttl: 60 }),
      go: async (documents) => {
        await documents('ann').fetch();
        await documents('ann').update({ data: { step: 2 } });
        await documents('ann').update({ data: { step: 3 }, ttl: 0 });
      },
      look: (documents) => documents('ann').fetch(),
      drop: (documents) => documents('ann').remove(),
      again: async (documents) => {
        await documents('ann')
          .fetch()
          .catch(() => undefined);
        await documents.create({ uniqueName: 'ann' });
      },
    });
    const turnOf = async (body: string) => (await at.ann.send(body)).documents;
    const document = { name: 'ann', service: 'default' };
    const first = state('0', { step: 1 }, expect.any(Number));
    const third = state('2', { step: 3 });
    expect(await turnOf('make')).toEqual([{ ...document, before: null, after: first }]);
    expect(await turnOf('go')).toEqual([{ ...document, before: first, after: third }]);
    expect(await turnOf('look')).toEqual([{ ...document, before: third, after: third }]);
    expect(await turnOf('drop')).toEqual([{ ...document, before: third, after: null }]);
    expect(await turnOf('again')).toEqual([{ ...document, before: null, after: state('0', {}) }]);
    expect(await turnOf('nothing')).toBeUndefined();
  });

  it('are named by their SID without a unique name, and have their service', async () => {
    await using at = await startWithSync({
      make: (documents) => documents.create(),
      other: async (_, { sync }) => {
        const { sid } = await sync.v1.services.create();
        await sync.v1.services(sid).documents.create({ uniqueName: 'ann' });
      },
      missing: (documents) => documents('none').fetch(),
    });
    const [made] = (await at.ann.send('make')).documents ?? [];
    expect(made).toMatchObject({ name: expect.stringMatching(/^ET[0-9a-f]{32}$/), service: 'default' });
    const [other] = (await at.ann.send('other')).documents ?? [];
    expect(other).toMatchObject({ name: 'ann', service: expect.stringMatching(/^IS[0-9a-f]{32}$/) });
    expect((await at.ann.send('missing')).documents).toEqual([
      { name: 'none', service: 'default', before: null, after: null },
    ]);
  });

  it('are in it when the write was refused, and when its answer was lost', async () => {
    await using at = await startWithSync({
      stale: (documents) => documents('ann').update({ data: { a: 1 }, ifMatch: '7' }),
      taken: (documents) => documents.create({ uniqueName: 'ann', data: { a: 1 } }),
      lost: (documents) => documents('ann').update({ data: { a: 2 } }),
      fails: (documents) => documents('ann').update({ data: { a: 3 } }),
    });
    await at.documents.create({ uniqueName: 'ann' });
    const same = [{ before: state('0', {}), after: state('0', {}) }];
    expect((await at.ann.send('stale')).documents).toMatchObject(same);
    expect((await at.ann.send('taken')).documents).toMatchObject(same);
    at.emulator.faults({ syncAnswerLost: 'next' });
    expect((await at.ann.send('lost')).documents).toMatchObject([{ after: state('1', { a: 2 }) }]);
    at.emulator.faults({ syncFails: 'next' });
    expect((await at.ann.send('fails')).documents).toBeUndefined();
  });

  it('are those of this turn, though another one runs at the same time', async () => {
    const both = new EventEmitter();
    let here = 0;
    const write = (name: string) => async (documents: Documents) => {
      if (++here === 2) both.emit('here');
      else await once(both, 'here');
      await documents.create({ uniqueName: name });
    };
    await using at = await startWithSync({ one: write('one'), two: write('two') });
    const turns = await Promise.all([at.ann.send('one'), at.ben.send('two')]);
    expect(turns.map(({ documents }) => documents?.map(({ name }) => name))).toEqual([['one'], ['two']]);
  });

  it('are twenty; of others it says how often they were used', async () => {
    await using at = await startWithSync({
      many: async (documents) => {
        for (let index = 0; index < 25; index++) await documents.create({ uniqueName: `name ${index}` });
        await documents('name 0').update({ data: { a: 1 } });
        await documents('name 24').update({ data: { a: 1 } });
      },
    });
    const { documents, documentsLeftOut } = await at.ann.send('many');
    expect([documents?.length, documentsLeftOut]).toEqual([20, 6]);
    expect(documents?.[0]).toMatchObject({ name: 'name 0', before: null, after: { revision: '1' } });
  });

  it('come into the turn, and an event, also after its answer', async () => {
    await using at = await startWithSync(
      { late: (documents) => documents.create({ uniqueName: 'ann' }) },
      {
        late: async (documents) => {
          await documents('ann').update({ data: { a: 1 } });
          await documents.create({ uniqueName: 'ben' });
        },
      },
    );
    const events: Turn[] = [];
    at.emulator.engine.subscribe((event) => {
      if (event.type === 'turn') events.push(event.turn);
    });
    await at.ann.send('late');
    await Promise.all(at.done);
    const documents = [
      { name: 'ann', before: null, after: state('1', { a: 1 }) },
      { name: 'ben', before: null, after: state('0', {}) },
    ];
    expect(at.ann.lastTurn()).toMatchObject({ documents });
    expect(events.at(-1)).toMatchObject({ documents });
  });

  it('are those of its status callbacks too', async () => {
    let told = 0;
    await using at = await startWithSync({
      status: (documents) => documents.create({ uniqueName: `status ${++told}` }),
    });
    await at.ann.send('told');
    await at.emulator.settled();
    const names = at.ann.lastTurn()?.documents?.map(({ name }) => name);
    expect(names).toEqual(['status 1', 'status 2', 'status 3']);
  });

  it('are not shown once the conversation is forgotten, and stay in Sync', async () => {
    await using at = await startWithSync(
      { make: (documents) => documents.create({ uniqueName: 'ann', data: { a: 1 } }) },
      { make: (documents) => documents('ann').update({ data: { a: 2 } }) },
    );
    await at.ann.send('make');
    at.emulator.engine.forget();
    await Promise.all(at.done);
    expect(at.ann.lastTurn()).toBeUndefined();
    expect(at.emulator.documents()).toEqual([
      { ...state('1', { a: 2 }), name: 'ann', service: 'default', sid: expect.stringMatching(/^ET/) },
    ]);
  });

  it('are shown for no request that came from elsewhere', async () => {
    await using at = await startWithSync({});
    await at.ann.send('hi');
    await at.documents.create({ uniqueName: 'ann' });
    at.emulator.engine.noteTouch('no token', { name: 'x', service: 'default', before: null, after: null });
    expect(at.ann.lastTurn()?.documents).toBeUndefined();
    expect(at.emulator.engine.conversation(ANN, NUMBER)?.turns).toHaveLength(1);
  });
});
