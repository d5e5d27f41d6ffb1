import { describe, expect, it } from '@jest/globals';
import { ACCOUNT_PATH, type AtClient, startWithClient } from '../support/rest-client';
import { EXCHANGE } from '../support/samples';
import { ANN, BEN, NUMBER } from '../support/turns';

/** Messages `1` to `count`, the oldest first. */
async function sendMessages(at: AtClient, count: number, first = 1): Promise<void> {
  const { messages } = at.twilio.engine;
  for (let body = first; body < first + count; body++)
    messages.send({ from: NUMBER, to: ANN, body: String(body), media: [] }, () => EXCHANGE);
  await at.twilio.settled();
}

/** The texts of `count` messages, the newest first. */
const newest = (count: number, last = 120): string[] =>
  Array.from({ length: count }, (_, index) => String(last - index));

const texts = (messages: readonly { readonly body: string }[]): string[] => messages.map(({ body }) => body);

/** The parts of a page's address after the account's path. */
const readUri = (uri: string): Record<string, string> => {
  expect(uri.startsWith(`${ACCOUNT_PATH}/Messages.json?`)).toBe(true);
  return Object.fromEntries(new URLSearchParams(uri.replace(/^.*\?/, '')));
};

describe('a list of 120 messages', () => {
  it('comes in pages, the newest first, that lead to each other', async () => {
    await using at = await startWithClient();
    await sendMessages(at, 120);
    const { messages } = at.client;

    expect(texts(await messages.list())).toEqual(newest(120));
    expect(texts(await messages.list({ pageSize: 7 }))).toEqual(newest(120));
    expect(texts(await messages.list({ pageSize: 120 }))).toEqual(newest(120));
    expect(texts(await messages.list({ limit: 65, pageSize: 50 }))).toEqual(newest(65));
    expect(texts(await messages.list({ limit: 3 }))).toEqual(newest(3));

    const first = await messages.page({ pageSize: 50 });
    expect(texts(first.instances)).toEqual(newest(50));
    expect(first.previousPageUrl).toBeUndefined();
    expect(first.nextPageUrl?.startsWith(at.url)).toBe(true);
    const second = await first.nextPage();
    const third = await second?.nextPage();
    expect(texts(second?.instances ?? [])).toEqual(newest(50, 70));
    expect(texts(third?.instances ?? [])).toEqual(newest(20, 20));
    expect(third?.nextPageUrl).toBeUndefined();
    const back = await third?.previousPage();
    expect(texts(back?.instances ?? [])).toEqual(newest(50, 70));
    const start = await back?.previousPage();
    expect(texts(start?.instances ?? [])).toEqual(newest(50));
    expect(start?.previousPageUrl).toBeUndefined();
    const again = await messages.getPage(String(second?.nextPageUrl));
    expect(texts(again.instances)).toEqual(newest(20, 20));

    const each: string[] = [];
    await new Promise<unknown>((done) => {
      messages.each({ pageSize: 50, done }, ({ body }) => {
        each.push(body);
      });
    });
    expect(each).toEqual(newest(120));

    const raw = await at.request('GET', `${ACCOUNT_PATH}/Messages.json?PageSize=50&To=%2B15551110000`);
    const { messages: items, ...page } = raw.body;
    expect(items).toHaveLength(50);
    expect(page).toEqual({
      end: 49,
      first_page_uri: `${ACCOUNT_PATH}/Messages.json?To=%2B15551110000&PageSize=50&Page=0`,
      next_page_uri: expect.any(String),
      page: 0,
      page_size: 50,
      previous_page_uri: null,
      start: 0,
      uri: `${ACCOUNT_PATH}/Messages.json?To=%2B15551110000&PageSize=50&Page=0`,
    });
    expect(readUri(page.next_page_uri)).toEqual({
      To: ANN,
      PageSize: '50',
      Page: '1',
      PageToken: expect.stringMatching(/^PASM[0-9a-f]{32}/),
    });
    const next = await at.request('GET', page.next_page_uri);
    expect(next.body).toMatchObject({ start: 50, end: 99, page: 1, page_size: 50 });
    expect(readUri(next.body.previous_page_uri)).toMatchObject({
      Page: '0',
      PageToken: expect.stringMatching(/^PBSM[0-9a-f]{32}/),
    });
    // Without a token, as people write it.
    const byNumber = await at.request('GET', `${ACCOUNT_PATH}/Messages.json?PageSize=50&Page=2`);
    expect(texts(byNumber.body.messages)).toEqual(newest(20, 20));
    const beyond = await at.request('GET', `${ACCOUNT_PATH}/Messages.json?Page=9`);
    expect(beyond.body).toMatchObject({ messages: [], start: 0, end: 0, next_page_uri: null });
    const most = await at.request('GET', `${ACCOUNT_PATH}/Messages.json?PageSize=5000`);
    expect(most.body).toMatchObject({ page_size: 1000, end: 119 });
  });

  it('leaves none out and has none twice when messages arrive between pages', async () => {
    await using at = await startWithClient();
    await sendMessages(at, 120);
    const first = await at.client.messages.page({ pageSize: 50 });
    await sendMessages(at, 30, 121);
    const second = await first.nextPage();
    await sendMessages(at, 30, 151);
    const third = await second?.nextPage();
    const seen = [first, second, third].flatMap((page) => texts(page?.instances ?? []));
    expect(seen).toEqual(newest(120));
    const back = await second?.previousPage();
    expect(texts(back?.instances ?? [])).toEqual(newest(50));
  });

  it('leaves none out and has none twice when the messages of a page are removed before the next one', async () => {
    await using at = await startWithClient();
    await sendMessages(at, 120);
    const seen: string[] = [];
    const removePage = async (page: { instances: readonly { sid: string; body: string }[] } | undefined) => {
      for (const { sid, body } of page?.instances ?? []) {
        seen.push(body);
        await at.client.messages(sid).remove();
      }
    };
    const first = await at.client.messages.page({ pageSize: 50 });
    await removePage(first);
    const second = await first.nextPage();
    await removePage(second);
    const third = await second?.nextPage();
    await removePage(third);
    expect(seen).toEqual(newest(120));
    expect(third?.nextPageUrl).toBeUndefined();
    expect(texts((await second?.nextPage())?.instances ?? [])).toEqual([]);
    expect(await at.client.messages.list()).toEqual([]);
  });

  it('a page before has no message of the page behind when some before have been removed', async () => {
    await using at = await startWithClient();
    await sendMessages(at, 20);
    const first = await at.client.messages.page({ pageSize: 10 });
    const second = await first.nextPage();
    for (const message of first.instances.slice(0, 4)) await at.client.messages(message.sid).remove();
    expect(texts((await second?.previousPage())?.instances ?? [])).toEqual(newest(6, 16));
  });
});

describe('other lists', () => {
  it('of files, numbers, services and senders have pages too', async () => {
    await using at = await startWithClient();
    const mediaUrl = Array.from({ length: 10 }, (_, index) => `https://example.com/${index}.png`);
    const { sid } = await at.client.messages.create({ from: NUMBER, to: ANN, mediaUrl });
    const media = await at.client.messages(sid).media.list({ pageSize: 3 });
    expect(new Set(media.map((file) => file.sid)).size).toBe(10);

    for (let index = 0; index < 7; index++) at.addNumber(`+1555333000${index}`);
    const numbers = await at.client.incomingPhoneNumbers.list({ pageSize: 3 });
    expect(numbers).toHaveLength(8);

    const { services } = at.client.messaging.v1;
    const senders = numbers.map(({ phoneNumber }) => phoneNumber);
    const service = services(await at.addService(senders));
    for (let index = 0; index < 4; index++) await services.create({ friendlyName: String(index) });
    const names = (await services.list({ pageSize: 2 })).map(({ friendlyName }) => friendlyName);
    expect(names).toEqual(['Service', '0', '1', '2', '3']);
    const listed = await service.phoneNumbers.list({ pageSize: 3 });
    expect(listed.map(({ phoneNumber }) => phoneNumber)).toEqual(senders);

    const page = await services.page({ pageSize: 2 });
    const second = await page.nextPage();
    expect(second?.instances.map(({ friendlyName }) => friendlyName)).toEqual(['1', '2']);
    const back = await second?.previousPage();
    expect(back?.instances.map(({ friendlyName }) => friendlyName)).toEqual(['Service', '0']);
    const { body } = await at.request('GET', '/messaging/v1/Services?PageSize=2');
    expect(body.meta).toEqual({
      page: 0,
      page_size: 2,
      first_page_url: `${at.url}/messaging/v1/Services?PageSize=2&Page=0`,
      previous_page_url: null,
      next_page_url: expect.stringMatching(/\?PageSize=2&Page=1&PageToken=PAMG[0-9a-f]{32}$/),
      key: 'services',
      url: `${at.url}/messaging/v1/Services?PageSize=2&Page=0`,
    });
  });

  it('that are empty have one page', async () => {
    await using at = await startWithClient();
    expect(await at.client.messages.list()).toEqual([]);
    const { body } = await at.request('GET', '/messaging/v1/Services');
    expect(body).toMatchObject({ services: [], meta: { next_page_url: null, page_size: 50 } });
  });

  it.each(['PageSize=0', 'PageSize=-1', 'PageSize=x', 'Page=-1', 'Page=1.5'])('refuse %s', async (query) => {
    await using at = await startWithClient();
    const answer = await at.request('GET', `${ACCOUNT_PATH}/Messages.json?${query}`);
    expect([answer.status, answer.body.code]).toEqual([400, 20001]);
  });
});

describe('filters of the list of messages', () => {
  const DAY = 24 * 3600_000;

  /** Messages of three days, by Ann or to her: `one` is of today, `two` of tomorrow, `three` of the day after. */
  async function startWithDays() {
    const at = await startWithClient();
    const { messages } = at.client;
    const start = at.twilio.clock.now();
    await messages.create({ from: NUMBER, to: ANN, body: 'one' });
    await at.twilio.settled();
    at.twilio.clock.advance('1d');
    await at.twilio.phone(BEN).text('two');
    at.twilio.clock.advance('1d');
    await messages.create({ from: 'Library', to: ANN, body: 'three' });
    await at.twilio.settled();
    const sid = await at.addService([NUMBER]);
    const sendAt = new Date(at.twilio.clock.now() + 3600_000);
    await messages.create({
      messagingServiceSid: sid,
      to: ANN,
      body: 'later',
      scheduleType: 'fixed',
      sendAt,
    });
    return { ...at, at, day: (days: number) => new Date(Math.floor((start + days * DAY) / DAY) * DAY) };
  }

  it('find messages by their numbers', async () => {
    await using days = await startWithDays();
    const { messages } = days.client;
    expect(texts(await messages.list({ to: ANN }))).toEqual(['later', 'three', 'one']);
    expect(texts(await messages.list({ from: BEN }))).toEqual(['two']);
    expect(texts(await messages.list({ from: NUMBER, to: ANN }))).toEqual(['later', 'one']);
    expect(texts(await messages.list({ from: 'Library' }))).toEqual(['three']);
    expect(await messages.list({ to: '+15559999999' })).toEqual([]);
  });

  it('find messages by the day on which they were sent, on the emulator’s clock', async () => {
    await using days = await startWithDays();
    const { messages } = days.client;
    const { day } = days;
    expect(texts(await messages.list({ dateSent: day(0) }))).toEqual(['one']);
    expect(texts(await messages.list({ dateSent: day(1) }))).toEqual(['two']);
    expect(texts(await messages.list({ dateSentAfter: day(1) }))).toEqual(['three', 'two']);
    expect(texts(await messages.list({ dateSentBefore: day(1) }))).toEqual(['one']);
    expect(texts(await messages.list({ dateSentAfter: day(1), dateSentBefore: day(2) }))).toEqual(['two']);
    expect(texts(await messages.list({ dateSentAfter: day(1), to: ANN }))).toEqual(['three']);
    expect(await messages.list({ dateSent: day(5) })).toEqual([]);
    const [one] = await messages.list({ dateSent: day(0) });
    expect(texts(await messages.list({ dateSent: one?.dateSent ?? day(0) }))).toEqual(['one']);
  });

  it('take a day without a time', async () => {
    await using days = await startWithDays();
    const dayOf = (offset: number) => days.day(offset).toISOString().slice(0, 10);
    const find = async (query: string) =>
      texts((await days.request('GET', `${ACCOUNT_PATH}/Messages.json?${query}`)).body.messages);
    expect(await find(`DateSent=${dayOf(1)}`)).toEqual(['two']);
    expect(await find(`DateSent%3C=${dayOf(1)}`)).toEqual(['two', 'one']); // <=: on and before
    expect(await find(`DateSent>=${dayOf(1)}`)).toEqual(['three', 'two']); // on and after
    expect(await find('DateSent=&To=&From=')).toHaveLength(4);
  });

  it.each(['DateSent=yesterday', 'DateSent%3E=2026-13-01', 'DateSent%3C=2026-11-28T25:00:00Z'])(
    'refuse %s',
    async (query) => {
      await using at = await startWithClient();
      const answer = await at.request('GET', `${ACCOUNT_PATH}/Messages.json?${query}`);
      expect([answer.status, answer.body.code]).toEqual([400, 20001]);
    },
  );
});
