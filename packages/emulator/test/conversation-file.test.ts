import { describe, expect, it } from '@jest/globals';
import { serveApiInTests } from './support/served-api';
import { ANN, BEN, NUMBER } from './support/turns';

const served = serveApiInTests();
const { call, text } = served;
const PAIR = `/api/conversations/${ANN}/${NUMBER}`;

type File = {
  format: string;
  version: number;
  number: { name: string };
  conversation: Record<string, unknown> & {
    from: string;
    messages: Record<string, unknown>[];
    turns: (Record<string, unknown> & { errors: unknown[] })[];
  };
};

/** A conversation of two turns, exported and then forgotten. */
async function exported(): Promise<File> {
  await text('hi');
  await call('PUT', '/api/faults', { unreachable: 'next' });
  await text('hello?');
  const { json } = await call('GET', `${PAIR}/export`);
  await call('DELETE', '/api/conversations');
  return json as File;
}

describe('an exported conversation', () => {
  it('has its format and version, and a name that holds no message', async () => {
    await text('secret');
    const { json, headers } = await call('GET', `${PAIR}/export`);
    expect(headers['content-disposition']).toBe(
      'attachment; filename="conversation-15551110000-15552220000.json"',
    );
    expect(json).toMatchObject({
      format: 'sms-emulator conversation',
      version: 1,
      number: { name: NUMBER },
      conversation: { from: ANN, to: NUMBER, messages: [{ body: 'secret' }, { body: 'echo secret' }] },
    });
  });

  it('is imported as it was, with its cookies while they live', async () => {
    await text('hi');
    const before = (await call('GET', PAIR)).json;
    const file = (await call('GET', `${PAIR}/export`)).json;
    await call('DELETE', '/api/conversations');
    expect(await call('POST', '/api/conversations', file)).toMatchObject({
      status: 200,
      json: { from: ANN, to: NUMBER },
    });
    expect((await call('GET', PAIR)).json).toEqual(before);
    await text('again');
    expect(served.webhook.requests.at(-1)?.header('cookie')).toBe('seen=1');
  });

  it('has no cookies any more when they have ended', async () => {
    const file = await exported();
    await call('POST', '/api/clock', { advance: '5h' });
    await call('POST', '/api/conversations', file);
    expect((await call('GET', PAIR)).json).toMatchObject({ cookies: [] });
  });

  it('can be had again', async () => {
    const file = await exported();
    await call('POST', '/api/conversations', file);
    await call('POST', '/api/replays', { from: ANN, to: NUMBER });
    await text('waits for its end');
    const { replays } = (await call('GET', '/api/replays')).json as { replays: unknown[] };
    expect(replays).toMatchObject([{ status: 'done', total: 2, had: 2, differing: [] }]);
  });

  it('has neither user nor password of an address', async () => {
    const own = served.webhook.url.replace('http://', 'http://user:hidden@');
    await call('PUT', `/api/numbers/${NUMBER}`, { smsUrl: own });
    const media = [{ url: 'http://user:hidden@a.example/b.png', contentType: 'image/png' }];
    await call('POST', '/api/messages', { from: ANN, to: NUMBER, body: 'hi', media });
    const { text: file } = await call('GET', `${PAIR}/export`);
    expect(file).not.toContain('hidden@');
    expect(file).not.toContain(Buffer.from('user:hidden').toString('base64'));
  });

  it('is a 404 when there is none', async () => {
    expect((await call('GET', `/api/conversations/${BEN}/${NUMBER}/export`)).status).toBe(404);
  });

  it('is with the number that has its name on this machine', async () => {
    const file = await exported();
    const own = { smsUrl: served.webhook.url, smsMethod: 'POST', smsFallbackUrl: '' } as const;
    served.engine.setNumbers([{ ...own, number: '+15552220007', name: '/sms' }]);
    await call('POST', '/api/conversations', { ...file, number: { name: '/sms' } });
    expect(served.engine.conversations()).toMatchObject([
      {
        from: ANN,
        to: '+15552220007',
        messages: [{ to: '+15552220007' }, { from: '+15552220007' }, { to: '+15552220007' }],
        turns: [{ to: '+15552220007' }, { to: '+15552220007' }],
      },
    ]);
  });
});

describe('an import', () => {
  it('does not take the place of a conversation unless it is told to', async () => {
    const file = await exported();
    await text('new');
    expect(await call('POST', '/api/conversations', file)).toMatchObject({
      status: 409,
      json: { error: `${ANN} and ${NUMBER} have talked already.` },
    });
    expect(served.engine.conversation(ANN, NUMBER)?.messages).toHaveLength(2);
    expect((await call('POST', '/api/conversations?replace=true', file)).status).toBe(200);
    expect(served.engine.conversation(ANN, NUMBER)?.messages).toHaveLength(3);
  });

  it('refuses a message that another conversation has', async () => {
    await text('hi');
    const file = (await call('GET', `${PAIR}/export`)).json;
    const other = JSON.parse(JSON.stringify(file).replaceAll(ANN, BEN)) as unknown;
    const { status, json } = await call('POST', '/api/conversations', other);
    expect(status).toBe(409);
    expect(json).toEqual({ error: expect.stringContaining('Another conversation has the message SM') });
  });

  it('has the phone in the list of phones, with failures and logs of its Functions, but no address of an editor', async () => {
    const file = await exported();
    await call('DELETE', `/api/phones/${ANN}`);
    const at = { file: 'src/functions/sms.protected.ts', line: 12, column: 5 };
    const failure = { path: '/sms', message: 'Error: no', at, frames: [at] };
    const logs = [{ level: 'log', text: 'hello', at: 1 }];
    Object.assign(file.conversation.turns[0] ?? {}, {
      failures: [{ ...failure, at: { ...at, url: 'vscode://file/elsewhere' } }],
      ...{ logs, hasMoreLogs: true, cutOff: true },
    });
    expect((await call('POST', '/api/conversations', file)).status).toBe(200);
    expect(served.engine.phones.all()).toContain(ANN);
    expect(served.engine.conversation(ANN, NUMBER)?.turns[0]).toMatchObject({
      failures: [failure],
      ...{ logs, hasMoreLogs: true, cutOff: true },
    });
    expect(JSON.stringify(served.engine.conversation(ANN, NUMBER))).not.toContain('vscode');
  });

  it('that takes the place of what was forgotten is not there twice when that is undone', async () => {
    const file = await exported();
    const [undoable] = served.engine.undoable();
    await call('POST', '/api/conversations', file);
    served.engine.undo(undoable?.token);
    const { messages = [], turns = [] } = served.engine.conversation(ANN, NUMBER) ?? {};
    for (const list of [messages, turns]) expect(new Set(list.map(({ sid }) => sid)).size).toBe(list.length);
    expect(messages).toHaveLength(3);
  });

  describe('that is undone', () => {
    const undo = (headers: Record<string, unknown>) =>
      call('POST', '/api/undo', { token: headers['undo-token'] });
    const bodies = () => served.engine.conversation(ANN, NUMBER)?.messages.map(({ body }) => body);

    it('leaves nothing where nothing was', async () => {
      const file = await exported();
      const { headers } = await call('POST', '/api/conversations', file);
      expect(await undo(headers)).toMatchObject({
        status: 200,
        json: { what: 'import', from: ANN, to: NUMBER },
      });
      expect(served.engine.conversations()).toEqual([]);
      expect(served.engine.messages.all()).toEqual([]);
      await text('new');
      expect(served.webhook.requests.at(-1)?.header('cookie')).toBeUndefined();
    });

    it.each(['another', 'an earlier copy of itself'])('puts back what it has replaced: %s', async (which) => {
      const file = await exported();
      if (which !== 'another') await call('POST', '/api/conversations', file);
      await text('kept');
      const before = (await call('GET', PAIR)).json;
      const logged = served.engine.messages.all();
      const { headers } = await call('POST', '/api/conversations?replace=true', file);
      expect(bodies()).not.toContain('kept');
      await undo(headers);
      expect((await call('GET', PAIR)).json).toEqual(before);
      expect(served.engine.messages.all()).toEqual(logged);
      expect((await undo(headers)).status).toBe(404);
    });

    it('is there again with what has been said since, when that is undone too', async () => {
      const file = await exported();
      await text('before');
      const { headers } = await call('POST', '/api/conversations?replace=true', file);
      await text('STOP');
      await text('since');
      const since = (await call('GET', PAIR)).json;
      const logged = served.engine.messages.all();

      const undone = await undo(headers);
      expect(bodies()).toEqual(['before', 'echo before']);
      expect(served.engine.conversation(ANN, NUMBER)).toMatchObject({ optedOut: false });
      const { undo: token } = undone.json as { undo: string };
      const again = await call('POST', '/api/undo', { token });
      expect(again).toMatchObject({ status: 200, json: { what: 'import' } });
      expect((await call('GET', PAIR)).json).toEqual(since);
      expect(since).toMatchObject({ optedOut: true });
      expect(served.engine.messages.all()).toEqual(logged);
    });

    it('takes its opt-out and its cookies with it', async () => {
      const file = await exported();
      Object.assign(file.conversation, { optedOut: true });
      const { headers } = await call('POST', '/api/conversations', file);
      await text('since');
      await undo(headers);
      await text('new');
      expect(served.webhook.requests.at(-1)?.header('cookie')).toBeUndefined();
      expect(served.engine.conversation(ANN, NUMBER)).toMatchObject({ optedOut: false });
    });
  });

  it('sends nothing that was scheduled elsewhere', async () => {
    const file = await exported();
    Object.assign(file.conversation.messages[1] ?? {}, { status: 'scheduled', sendAt: Date.now() + 60_000 });
    await call('POST', '/api/conversations', file);
    expect(served.engine.messages.scheduled()).toEqual([]);
    expect(served.engine.conversation(ANN, NUMBER)?.messages[1]).toMatchObject({ status: 'canceled' });
  });

  it('leaves out what it does not know, as of a newer emulator', async () => {
    const file = await exported();
    const [turn] = file.conversation.turns;
    if (turn !== undefined) turn.printed = ['a new field'];
    expect((await call('POST', '/api/conversations', file)).status).toBe(200);
    expect(served.engine.lastTurn(ANN, NUMBER)).not.toHaveProperty('printed');
  });

  const first = (file: File, change: Record<string, unknown>) =>
    Object.assign(file.conversation.messages[0] ?? {}, change);
  const firstTurn = (file: File, change: Record<string, unknown>) =>
    Object.assign(file.conversation.turns[0] ?? {}, change);
  it.each<[string, (file: File) => unknown, string, string]>([
    ['another format', (file) => (file.format = 'x'), 'format', 'this is no exported conversation'],
    [
      'something else',
      (file) => {
        for (const name of Object.keys(file)) Reflect.deleteProperty(file, name);
        Object.assign(file, { name: 'package', version: '1.0.0' });
      },
      'format',
      'this is no exported conversation',
    ],
    ['a newer version', (file) => (file.version = 2), 'version', 'a newer emulator has written this file'],
    ['no conversation', (file) => Reflect.deleteProperty(file, 'conversation'), 'conversation', 'is missing'],
    ['a field beside', (file) => Object.assign(file, { extra: 1 }), 'extra', 'is not a field'],
    [
      'an address of none',
      (file) => (file.conversation.from = 'javascript:1'),
      'conversation.from',
      'must be a phone',
    ],
    [
      'a name of a sender as the phone',
      (file) => (file.conversation.from = 'ACME'),
      'conversation.from',
      'must be a phone',
    ],
    [
      'a Messaging Service of none',
      (file) => first(file, { service: 'hello' }),
      'conversation.messages.0.service',
      'must be the SID of a Messaging Service',
    ],
    [
      'a turn that is too large',
      (file) =>
        firstTurn(file, { logs: Array(17).fill({ level: 'log', text: 'x'.repeat(1024 * 1024), at: 0 }) }),
      'conversation.turns.0',
      'must have at most 16 MB',
    ],
    [
      'a message of another phone',
      (file) => first(file, { from: BEN }),
      'conversation.messages.0',
      'must be between the two of the conversation',
    ],
    [
      'a message twice',
      (file) => file.conversation.messages.push({ ...file.conversation.messages[0] }),
      'conversation.messages.3.sid',
      'must be there once',
    ],
    [
      'a turn twice',
      (file) => file.conversation.turns.push(...file.conversation.turns),
      'conversation.turns.2.sid',
      'must be there once',
    ],
    [
      'a turn of another phone',
      (file) => firstTurn(file, { from: BEN }),
      'conversation.turns.0',
      'must be between the two',
    ],
    [
      'a time that is none',
      (file) => first(file, { at: 1e300 }),
      'conversation.messages.0.at',
      'must be a time',
    ],
    [
      'a text that is too long',
      (file) => first(file, { body: 'x'.repeat(1601) }),
      'conversation.messages.0.body',
      'must have at most 1600 characters',
    ],
    [
      'a status that is none',
      (file) => first(file, { status: 'lost' }),
      'conversation.messages.0.status',
      'must be the status of a message',
    ],
    [
      'a script as a picture',
      (file) => first(file, { media: [{ url: 'javascript:1', contentType: 'image/png' }] }),
      'conversation.messages.0.media.0.url',
      'must be an address that begins with',
    ],
    [
      'a link that is a script',
      (file) => Object.assign(file.conversation.turns[1]?.errors[0] as object, { url: 'javascript:1' }),
      'conversation.turns.1.errors.0.url',
      'must be an address that begins with',
    ],
    [
      'an exchange that is not there',
      (file) => Object.assign(file.conversation.turns[1]?.errors[0] as object, { exchange: 9 }),
      'conversation.turns.1.errors',
      'must be of exchanges that are there',
    ],
    [
      'a turn that runs',
      (file) => firstTurn(file, { durationMs: null }),
      'conversation.turns.0.durationMs',
      'must be a number',
    ],
    [
      'a fault that is none',
      (file) => firstTurn(file, { faults: ['fire'] }),
      'conversation.turns.0.faults.0',
      'must be the name of a fault',
    ],
  ])('refuses %s', async (_, spoil, field, words) => {
    const file = await exported();
    spoil(file);
    const { status, json } = await call('POST', '/api/conversations', file);
    expect({ status, json }).toEqual({ status: 400, json: { error: expect.stringContaining(words), field } });
    expect(served.engine.conversations()).toEqual([]);
  });

  it.each([
    ['no JSON', 'nonsense', 'must be JSON'],
    ['a list', '[]', 'must be a JSON object'],
    ['what is nested too deep', '['.repeat(1_000_000), 'more than 100 levels'],
    ['a prototype', '{"__proto__":{"format":"sms-emulator conversation"}}', 'no exported conversation'],
    ['a file that is too large', ' '.repeat(20 * 1024 * 1024 + 1), 'more than 20 MB'],
  ])('refuses %s', async (_, body, words) => {
    expect(await call('POST', '/api/conversations', body)).toMatchObject({
      status: 400,
      json: { error: expect.stringContaining(words) },
    });
  });

  it('is not confused by brackets and quotes in texts', async () => {
    await text('[{"\\"'.repeat(150));
    const file = (await call('GET', `${PAIR}/export`)).json;
    expect((await call('POST', '/api/conversations?replace=true', file)).status).toBe(200);
  });
});
