import { describe, expect, it } from '@jest/globals';
import { startWithClient } from '../support/rest-client';

const UNAVAILABLE = { status: 503, code: 20503, message: 'Service unavailable' };

describe('a Sync that fails on purpose', () => {
  it('answers 503 and does nothing: once, or each time', async () => {
    await using at = await startWithClient();
    const { documents } = at.client.sync.v1.services('default');
    at.twilio.faults({ syncFails: 'next' });
    await expect(documents.create({ uniqueName: 'ann' })).rejects.toMatchObject(UNAVAILABLE);
    expect(at.twilio.documents()).toEqual([]);
    await documents.create({ uniqueName: 'ann' });

    at.twilio.faults({ syncFails: 'all' });
    for (const attempt of [
      () => documents('ann').fetch(),
      () => documents('ann').update({ data: { a: 1 } }),
      () => documents('ann').remove(),
      () => documents.list(),
      () => at.client.sync.v1.services('default').fetch(),
    ])
      await expect(attempt()).rejects.toMatchObject(UNAVAILABLE);
    expect(at.twilio.documents()).toMatchObject([{ name: 'ann', revision: '0' }]);
    expect(await at.client.messages.list()).toEqual([]); // the rest of the API works
    expect(at.twilio.engine.faults().syncFails).toBe('all');
  });

  it('loses the answer to what it has done', async () => {
    await using at = await startWithClient();
    const { documents } = at.client.sync.v1.services('default');
    at.twilio.faults({ syncAnswerLost: 'next' });
    await expect(documents.create({ uniqueName: 'ann' })).rejects.toMatchObject(UNAVAILABLE);
    expect(at.twilio.documents()).toMatchObject([{ name: 'ann', revision: '0' }]);

    at.twilio.faults({ syncAnswerLost: 'all' });
    await expect(documents('ann').update({ data: { a: 1 }, ifMatch: '0' })).rejects.toMatchObject(
      UNAVAILABLE,
    );
    await expect(documents('ann').update({ data: { a: 2 }, ifMatch: '0' })).rejects.toMatchObject({
      status: 412,
      code: 54103,
    });
    expect(await documents('ann').fetch()).toMatchObject({ data: { a: 1 }, revision: '1' });
    await expect(documents('ann').remove()).rejects.toMatchObject(UNAVAILABLE);
    expect(at.twilio.documents()).toEqual([]);
  });

  it('keeps the lost answer for a write that is done', async () => {
    await using at = await startWithClient();
    const { documents } = at.client.sync.v1.services('default');
    await documents.create({ uniqueName: 'ann' });
    at.twilio.faults({ syncAnswerLost: 'next' });
    await documents('ann').fetch();
    await expect(documents.create({ uniqueName: 'ann' })).rejects.toMatchObject({ code: 54301 });
    expect(at.twilio.engine.faults().syncAnswerLost).toBe('next');
    await expect(documents('ann').remove()).rejects.toMatchObject(UNAVAILABLE);
    expect(at.twilio.engine.faults().syncAnswerLost).toBe('off');
  });

  it('is too busy when the REST API is', async () => {
    await using at = await startWithClient();
    at.twilio.faults({ apiBusy: 'next' });
    const { documents } = at.client.sync.v1.services('default');
    await expect(documents.create()).rejects.toMatchObject({ status: 429, code: 20429 });
    expect(at.twilio.documents()).toEqual([]);
  });
});
