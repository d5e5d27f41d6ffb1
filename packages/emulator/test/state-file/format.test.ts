import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { linesOf, readLines, type SavedState, UnreadableState } from '../../src/state-file/format';
import { fullEngine, newEngine, shownBy } from '../support/saved-engine';
import { ACCOUNT } from '../support/rest-client';
import { ANN, BEN, NUMBER } from '../support/turns';
import { says, serveWebhook } from '../support/webhook-server';

const answer = ({ header }: { header: (name: string) => string | undefined }) => ({
  headers: { 'Content-Type': 'text/xml', 'Set-Cookie': 'seen=1; Path=/; HttpOnly' },
  body: says(`got ${header('cookie') ?? 'none'}`),
});

async function savedState(): Promise<{ saved: SavedState; shown: ReturnType<typeof shownBy>; url: string }> {
  await using server = await serveWebhook(answer);
  const engine = await fullEngine(server.url);
  const saved = {
    snapshot: engine.snapshot(),
    account: ACCOUNT,
    gone: engine.numbers().slice(0, 1),
    media: [],
  };
  const shown = shownBy(engine);
  await engine.stop();
  return { saved, shown, url: server.url };
}

const linesOfText = (state: SavedState): string[] => [...linesOf(state)].map((line) => line.trimEnd());

it('what is written is read, and gives another engine all that the first one had', async () => {
  const { saved, shown } = await savedState();
  const read = await readLines(linesOfText(saved));
  expect(read.gone).toEqual(saved.gone);
  const engine = newEngine();
  engine.restore(read.snapshot);
  expect(shownBy(engine)).toEqual(shown);
  await engine.stop();
});

it('cookies, schedule and what waits for a phone go on', async () => {
  const { saved } = await savedState();
  await using server = await serveWebhook(answer);
  const engine = newEngine();
  engine.restore((await readLines(linesOfText(saved))).snapshot);
  engine.changeNumber(NUMBER, { smsUrl: server.url });
  const turn = await engine.send({ from: ANN, to: NUMBER, body: 'three' });
  expect(turn.replies).toMatchObject([{ body: 'got seen=1' }]);
  engine.phones.set(BEN, true);
  engine.advance(7200_000);
  await engine.settled();
  const statuses = engine.messages.all().map(({ message }) => [message.body, message.status]);
  expect(statuses.slice(0, 4)).toEqual([
    ['got seen=1', 'delivered'],
    ['three', 'received'],
    ['waits', 'delivered'],
    ['later', 'delivered'],
  ]);
  expect((await engine.send({ from: BEN, to: '+15552229999', body: 'hi' })).replies).toEqual([]);
  await engine.stop();
});

it('a turn that ran has been cut off, and a message that was scheduled for the time since is sent', async () => {
  const { saved } = await savedState();
  const state = saved.snapshot.conversations.find(({ from }) => from === ANN);
  const [first, ...others] = state?.turns ?? [];
  if (state === undefined || first === undefined) throw new Error('There is no turn.');
  const ran = { ...(await readLines(linesOfText(saved))).snapshot };
  const engine = newEngine();
  engine.restore(ran);
  const [turn] = engine.conversation(ANN, NUMBER)?.turns ?? [];
  if (turn === undefined) throw new Error('There is no turn.');
  await engine.stop();
  const running = { ...first, stored: { ...turn, durationMs: null, held: 'waiting' as const } };
  const overdue = state.waiting.map((waiting) => ({
    ...waiting,
    message: { ...waiting.message, sendAt: Date.now() },
  }));
  const conversations = [{ ...state, turns: [running, ...others], waiting: overdue }];

  const next = newEngine();
  const isDelivered = new Promise((resolve) =>
    next.subscribe((event) => {
      if (event.type === 'status' && event.message.status === 'delivered') resolve(event.message.body);
    }),
  );
  const read = await readLines(linesOfText({ ...saved, snapshot: { ...saved.snapshot, conversations } }));
  next.restore(read.snapshot);
  expect(next.conversation(ANN, NUMBER)?.turns[0]).toEqual({
    ...turn,
    durationMs: 0,
    cutOff: true,
    held: 'stopped',
  });
  expect(await isDelivered).toBe('later');
  await next.stop();
});

it('the first version of the format is read as ever', async () => {
  const lines = readFileSync(join(__dirname, 'state-v1.jsonl'), 'utf8').trimEnd().split('\n');
  const engine = newEngine();
  engine.restore((await readLines(lines)).snapshot);
  const { conversations, phones, numbers, scheduled, services, offset } = shownBy(engine);
  expect(phones).toEqual([['whatsapp:+15551110009', ANN, BEN], [BEN], { 'whatsapp:+15551110009': 'Cleo' }]);
  expect(conversations.map(({ from, to, optedOut }) => [from, to, optedOut])).toEqual([
    [BEN, '+15552229999', true],
    [ANN, NUMBER, false],
    [BEN, NUMBER, false],
  ]);
  expect(conversations[1]?.turns.map(({ body, durationMs }) => [body, durationMs === null])).toEqual([
    ['one', false],
    ['two', false],
    ['later', false],
  ]);
  expect(numbers).toMatchObject([{ number: NUMBER }, { number: '+15552229999', kind: 'tollFree' }]);
  expect([scheduled.length, services.length, offset]).toEqual([1, 1, 3600_000]);
  await engine.stop();
});

describe('a file is refused', () => {
  const change = (pattern: RegExp, by: string) => (lines: string[]) =>
    lines.map((line) => line.replace(pattern, by));
  const bomb = deflateRawSync(Buffer.alloc(64 * 1024 * 1024, ' ')).toString('base64');

  it.each<[what: string, damage: (lines: string[]) => string[], why: RegExp]>([
    ['that is empty', () => [], /Its end is missing/],
    ['without its end', (lines) => lines.slice(0, -1), /Its end is missing/],
    [
      'of which a line is missing',
      (lines) => lines.toSpliced(4, 1),
      /Lines of it are missing|no conversation/,
    ],
    ['that goes on', (lines) => [...lines, '["end",1]'], /behind its end/],
    ['that is cut in a line', (lines) => lines.with(3, lines[3]?.slice(0, -9) ?? ''), /damaged/],
    ['that is no list', () => ['{"a":1}'], /damaged, or of another program/],
    ['of another program', () => ['["other",1]'], /another program/],
    [
      'of a newer version',
      change(/^\["sms-emulator",1\]/, '["sms-emulator",2]'),
      /newer version of the emulator: 2/,
    ],
    ['of version 0', change(/^\["sms-emulator",1\]/, '["sms-emulator",0]'), /unknown version/],
    [
      'with a number that is none',
      change(/"clockOffset":\d+/, '"clockOffset":"x"'),
      /head\) is not valid: clockOffset/,
    ],
    [
      'with a phone that is none',
      change(/"all":\[/, '"all":["javascript:1",'),
      /head\) is not valid: phones/,
    ],
    [
      'with a file that leads out',
      change(/"media":\[\]/, '"media":[{"name":"../../x","contentType":"a/b"}]'),
      /media/,
    ],
    [
      'with media of another scheme',
      change(/"media":\[\],"status"/, '"media":[{"url":"javascript:1","contentType":"a/b"}],"status"'),
      /not valid.*media/,
    ],
    ['with data that is no object', change(/"data":"[^,]*"/, '"data":"7"'), /document\) is not valid: data/],
    ['with a turn that cannot be unpacked', change(/"packed":"/, '"packed":"AAAA'), /turn\) is not valid/],
    ['with a turn that is a bomb', change(/"packed":"[^"]*"/, `"packed":"${bomb}"`), /turn\) is not valid/],
    [
      'with a turn of another message',
      change(/(\["turn",\{"sid":"SM)[0-9a-f]{4}/, '$10000'),
      /turn\) is not valid/,
    ],
    ['with a line of another kind', (lines) => lines.toSpliced(2, 0, '["more",1]'), /unknown kind/],
    ['with __proto__', (lines) => lines.with(1, '["head",{"__proto__":{}}]'), /head\) is not valid/],
  ])('%s', async (_, damage, why) => {
    const { saved } = await savedState();
    const reading = readLines(damage(linesOfText(saved)));
    await expect(reading).rejects.toThrow(why);
    await expect(reading).rejects.toBeInstanceOf(UnreadableState);
  });
});
