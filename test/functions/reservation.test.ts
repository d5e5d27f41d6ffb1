import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SECRET } from 'test-support';
import { type Emulator, type Phone, startEmulator } from 'sms-emulator';
import { CARD, DAY, NAME, PEOPLE, RIGHT } from '../support/reservation';
import { sendAll } from '../support/send-all';

const BOOKED = /^Booked\. Your reference is [\w-]{6}\.$/;
const NOTHING = 'Nothing is booked. Text us to start again.';
const PICTURE = { media: ['https://example.com/card.jpg'] };

const env = { SESSION_SECRET: SECRET };
let twilio: Emulator;
beforeAll(async () => {
  twilio = await startEmulator({ functions: 'dist/functions', env });
});
afterAll(() => twilio.stop());
beforeEach(() => {
  twilio.engine.forget();
});

const phone = (from = '+15551110000'): Phone => twilio.phone(from, { to: '/reservation' });

/** As far as the question whether all is right. */
const TO_THE_END = ['hi', '4', 'friday', 'Ann', 'skip'] as const;

const lengthOfCookie = () => phone().cookies()[0]?.value.length;

describe('a reservation', () => {
  it('asks one question after the other and ends with a reference', async () => {
    const ann = phone();
    expect(await ann.text('hi')).toEqual([PEOPLE]);
    expect(await ann.text('4')).toEqual([DAY]);
    expect(await ann.text('fri')).toEqual([NAME]);
    expect(await ann.text('Ann')).toEqual([CARD]);
    expect(await ann.text('skip')).toEqual([RIGHT]);
    expect(await ann.text('yes')).toEqual([expect.stringMatching(BOOKED)]);
    expect(lengthOfCookie()).toBeLessThan(250); // nothing but what recognizes a second delivery
    expect(await ann.text('hi again')).toEqual([PEOPLE]);
  });

  it('takes a picture of the allergy card', async () => {
    const ann = phone();
    await sendAll(ann, 'hi', '4', 'friday', 'Ann');
    expect(await ann.text('', PICTURE)).toEqual([RIGHT]);
    expect(await ann.text('yes')).toEqual([expect.stringMatching(BOOKED)]);
  });

  it('sends a large party to the telephone, and is over', async () => {
    expect(await sendAll(phone(), 'hi', '9')).toEqual(['For more than 8, please call us.']);
    expect(lengthOfCookie()).toBeLessThan(250);
    expect(await phone().text('hi')).toEqual([PEOPLE]);
  });

  it('books nothing when the guest says no', async () => {
    expect(await sendAll(phone(), ...TO_THE_END, 'no')).toEqual([NOTHING]);
    expect(lengthOfCookie()).toBeLessThan(250);
  });

  it.each([
    ['party', PEOPLE, '2', 'A table for 2 on Friday, Ann. Right?'],
    ['day', DAY, 'saturday', 'A table for 4 on Saturday, Ann. Right?'],
    ['NAME', NAME, 'Bo', 'A table for 4 on Friday, Bo. Right?'],
  ])('lets the guest change the %s, as often as it takes', async (what, question, answer, right) => {
    const ann = phone();
    await sendAll(ann, ...TO_THE_END);
    expect(await ann.text(what)).toEqual([question]);
    expect(await ann.text(answer)).toEqual([right]);
    expect(await ann.text('day')).toEqual([DAY]);
    expect(await ann.text('friday')).toHaveLength(1);
    expect(await ann.text('yes')).toEqual([expect.stringMatching(BOOKED)]);
  });

  it.each([
    [['hi'], 'many', PEOPLE],
    [['hi'], '0', PEOPLE],
    [['hi'], '21', PEOPLE],
    [['hi'], '', PEOPLE],
    [['hi', '4'], 'sunday', DAY],
    [['hi', '4', 'friday'], 'x'.repeat(41), NAME],
    [['hi', '4', 'friday', 'Ann'], 'what card', CARD],
    [[...TO_THE_END], 'perhaps', RIGHT],
  ])('after %j asks again, with a hint, when the answer is %j', async (before, answer, question) => {
    const ann = phone();
    await sendAll(ann, ...before);
    const [reply, ...more] = await ann.text(answer);
    expect(more).toEqual([]);
    expect(reply).toContain(question);
    expect(reply?.length).toBeGreaterThan(question.length);
  });
});

describe('what Twilio and the world do to a reservation', () => {
  it('keeps two senders apart', async () => {
    const [ann, bo] = [phone(), phone('+15551110001')];
    await sendAll(ann, 'hi', '4');
    await sendAll(bo, 'hi', '2');
    expect(await sendAll(ann, 'friday', 'Ann', 'skip')).toEqual([RIGHT]);
    expect(await sendAll(bo, 'saturday', 'Bo', 'skip')).toEqual(['A table for 2 on Saturday, Bo. Right?']);
    const [first] = await ann.text('yes');
    const [second] = await bo.text('yes');
    expect(first).not.toBe(second);
  });

  it('begins anew four hours after the last answer, not after the first', async () => {
    await sendAll(phone(), 'hi', '4');
    twilio.clock.advance('3h');
    expect(await phone().text('friday')).toEqual([NAME]);
    twilio.clock.advance('4h');
    expect(await phone().text('Ann')).toEqual([PEOPLE]);
  });

  it('ends in the middle with STOP', async () => {
    await sendAll(phone(), 'hi', '4');
    expect(await phone().text('STOP')).toEqual([expect.stringContaining('unsubscribed')]);
    expect(phone().cookies()).toEqual([]);
    expect(await phone().text('START')).toEqual([expect.stringContaining('re-subscribed'), PEOPLE]);
  });

  it('answers a webhook that is delivered twice as one, at every step, with the same reference', async () => {
    const steps = [...TO_THE_END, 'yes'];
    for (const twice of steps.keys()) {
      const ann = phone(`+155511200${twice}0`);
      for (const [step, body] of steps.entries()) {
        if (step === twice) twilio.faults({ deliverTwice: 'next' });
        const replies = await ann.text(body);
        const { exchanges = [] } = ann.lastTurn() ?? {};
        if (step !== twice) continue;
        expect(exchanges).toHaveLength(2);
        expect(exchanges[0]?.response?.body).toBe(exchanges[1]?.response?.body);
        expect(replies).toHaveLength(1);
      }
    }
  });

  it('begins anew when the cookie is lost, and asks the same again when it is stale', async () => {
    const ann = phone();
    await sendAll(ann, 'hi', '4');
    twilio.faults({ loseCookie: 'next' });
    expect(await ann.text('friday')).toEqual([PEOPLE]);
    await sendAll(ann, '4', 'friday');
    twilio.faults({ staleCookie: 'next' });
    // The cookie of the message before: what was open then was the day, and "Ann" is no day.
    expect(await ann.text('Ann')).toEqual([expect.stringContaining(DAY)]);
  });

  it('begins anew for a forged cookie, or one of another number', async () => {
    const ann = phone();
    await sendAll(ann, 'hi', '4');
    const jar = ann.cookies()[0]?.value ?? '';
    expect(jar).not.toBe('');
    const forged = jar.replace(/\.[^.]*$/, `.${'A'.repeat(43)}`);
    for (const [from, cookie] of [
      ['+15551110000', forged],
      ['+15551119999', jar],
    ] as const) {
      // prettier-ignore
      const { url, parameters } = ann.lastTurn()?.exchanges[0]?.request ?? { url: '', parameters: [] };
      const form = new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value]));
      form.set('From', from);
      form.set('Body', 'friday');
      const answer = await fetch(url, {
        method: 'POST',
        headers: { cookie: `reservation=${cookie}` },
        body: form,
      });
      expect(await answer.text()).toContain(PEOPLE);
    }
  });

  it('does not mind the counter’s cookie beside its own', async () => {
    const ann = twilio.phone('+15551110000', { to: '/sms' });
    await ann.text('hi');
    expect(await phone().text('hi')).toEqual([PEOPLE]);
    expect(await ann.text('hi')).toEqual(['Hello, thanks for message number 2']);
  });

  it('keeps its whole state, a picture too, far below what a cookie holds', async () => {
    const ann = phone();
    await sendAll(ann, 'hi', '8', 'saturday', 'x'.repeat(40));
    await ann.text('', { media: [`https://api.twilio.com/2010-04-01/Accounts/AC${'0'.repeat(32)}/Messages/MM${'0'.repeat(32)}/Media/ME${'0'.repeat(32)}`] }); // prettier-ignore
    expect(ann.lastTurn()?.cookies.after[0]?.value.length).toBeLessThan(700);
  });
});
