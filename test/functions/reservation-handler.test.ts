import { beforeAll, describe, expect, it } from '@jest/globals';
import { defineTwilioGlobals } from 'test-support';
import { handler } from '../../src/functions/reservation.protected';
import { phoneFor } from '../support/phone';

beforeAll(defineTwilioGlobals);

describe('the handler of the reservation', () => {
  it('books a table, with a change and a picture, and then leaves a small cookie', async () => {
    const { send } = phoneFor(handler);
    const picture = {
      NumMedia: '1',
      MediaUrl0: 'https://example.com/a.jpg',
      MediaContentType0: 'image/jpeg',
    };
    await send({ Body: 'hi' });
    await send({ Body: '4' });
    await send({ Body: 'friday' });
    await send({ Body: 'Ann' });
    expect((await send({ Body: '', ...picture })).body).toContain('A table for 4 on Friday, Ann. Right?');
    expect((await send({ Body: 'day' })).body).toContain('Friday or Saturday?');
    expect((await send({ Body: 'saturday' })).body).toContain('A table for 4 on Saturday, Ann. Right?');
    const booked = await send({ Body: 'yes' });
    expect(booked.body).toMatch(/Booked\. Your reference is [\w-]{6}\./);
    expect(booked.cookies).toHaveLength(1);
    expect(String(booked.cookies[0]).length).toBeLessThan(300);
  });

  it.each([
    [['hi', '9'], 'For more than 8, please call us.'],
    [['hi', '4', 'friday', 'Ann', 'skip', 'no'], 'Nothing is booked.'],
  ])('after %j says: %s', async (bodies, expected) => {
    const { send } = phoneFor(handler);
    let body: unknown;
    for (const text of bodies) ({ body } = await send({ Body: text }));
    expect(body).toContain(expected);
  });
});
