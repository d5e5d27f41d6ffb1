import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { startEmulator } from '../src/driver';
import { createClock } from '../src/engine/clock';
import { pageOf, recentOf } from '../src/engine/conversation-page';
import { createConversations, viewOf } from '../src/engine/conversations';
import { KEPT } from '../src/engine/limits';
import type { EmulatorEvent, Message, Turn } from '../src/engine/types';
import { createManualTimers } from './support/manual-timers';
import { messageOf } from './support/samples';
import { ANN, BEN, NUMBER } from './support/turns';
import { says, serveConnections } from './support/webhook-server';

it('nothing of a turn that is forgotten is seen, and the next one waits for it', async () => {
  const answers: (() => void)[] = [];
  let onRequest = (): void => undefined;
  const requests: string[] = [];
  await using server = await serveConnections((socket) => {
    socket.once('data', (data) => {
      requests.push(data.toString());
      const body = says(`reply ${requests.length}`);
      const head = `HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: ${body.length}\r\n`;
      answers.push(() => socket.end(`${head}Set-Cookie: n=${requests.length}\r\n\r\n${body}`));
      onRequest();
    });
  });
  const requested = () => new Promise<void>((resolve) => (onRequest = resolve));
  const { startTimer } = createManualTimers(); // so that no request times out meanwhile
  await using twilio = await startEmulator({ webhook: server.url, startTimer });
  const { engine } = twilio;
  const ann = twilio.phone(ANN);

  const first = requested();
  const forgotten = ann.send('old');
  await first;
  engine.forget(ANN, NUMBER);
  expect(engine.conversation(ANN, NUMBER)).toBeUndefined();
  const events: EmulatorEvent[] = [];
  engine.subscribe((event) => void events.push(event));
  const second = requested();
  const next = ann.text('new');
  expect(requests).toHaveLength(1); // the pair's order is kept
  answers[0]?.();
  expect((await forgotten).replies).toMatchObject([{ body: 'reply 1' }]);
  await second;
  expect(requests[1]).not.toMatch(/^Cookie:/m);
  answers[1]?.();
  expect(await next).toEqual(['reply 2']);

  const texts = engine.conversation(ANN, NUMBER)?.messages.map(({ body }) => body);
  expect(texts).toEqual(['new', 'reply 2']);
  expect(engine.conversation(ANN, NUMBER)?.turns.map(({ body }) => body)).toEqual(['new']);
  expect(ann.cookies()).toMatchObject([{ name: 'n', value: '2' }]);
  expect(JSON.stringify(events)).not.toMatch(/reply 1|"old"/);
});

const turnOf = (sid: string, padding = ''): Turn => ({
  sid,
  from: ANN,
  to: NUMBER,
  body: padding,
  media: [],
  at: 0,
  clockOffset: 0,
  faults: [],
  durationMs: 1,
  replies: [],
  errors: [],
  exchanges: [],
  cookies: { before: [], after: [] },
});
const MB = 1024 * 1024;
const emptyConversations = () => createConversations(createClock(Date.now));

it('a conversation keeps its newest 1,000 turns and 10,000 messages', () => {
  const conversations = emptyConversations();
  const state = conversations.at(ANN, NUMBER);
  for (let sid = 0; sid <= 10_000; sid++) {
    conversations.addTurn(state, turnOf(String(sid)));
    conversations.addMessage(state, messageOf(String(sid)));
  }
  const { turns, messages } = viewOf(state);
  expect([turns.length, turns[0]?.sid, turns.at(-1)?.sid]).toEqual([1000, '9001', '10000']);
  expect([messages.length, messages[0]?.sid]).toEqual([10_000, '1']);
});

it('all conversations keep messages of 32 MB, and turns of 32 MB', () => {
  expect([KEPT.messages.all, KEPT.turns.all]).toEqual([32 * MB, 32 * MB]);
});

/** Conversations that keep a hundredth of what the emulator keeps. */
const smallConversations = () =>
  createConversations(createClock(Date.now), undefined, {
    ...KEPT,
    messages: { ...KEPT.messages, all: KEPT.messages.all / 100 },
    turns: { ...KEPT.turns, all: KEPT.turns.all / 100 },
  });

it('all conversations keep their newest turns, of so much together', () => {
  const conversations = smallConversations();
  const states = [conversations.at(ANN, NUMBER), conversations.at(BEN, NUMBER)] as const;
  for (let sid = 0; sid < 70; sid++) {
    // Random, so that nothing can be packed.
    const turn = turnOf(String(sid), randomBytes(5243).toString('latin1'));
    const state = states[sid % 2] ?? states[0];
    conversations.addTurn(state, { ...turn, durationMs: null });
    conversations.replaceTurn(state, turn);
  }
  const kept = states.map((state) => viewOf(state).turns.map(({ sid }) => Number(sid)));
  const sids = kept.flat().sort((one, other) => one - other);
  expect(sids.length).toBeGreaterThan(20);
  expect(sids.length).toBeLessThanOrEqual(64);
  expect(sids).toEqual(Array.from({ length: sids.length }, (_, index) => 70 - sids.length + index));
});

it.each<[what: string, message: Partial<Message>, atLeast: number, atMost: number]>([
  ['usual ones', { body: 'Hello, thanks for the new message.' }, 800, 1000],
  ['with 1,600 characters', { body: 'ü'.repeat(1600) }, 90, 104],
  ['with long addresses', { media: [{ url: 'x'.repeat(1600), contentType: 'image/jpeg' }] }, 90, 104],
])('all conversations keep their newest messages, of so much together: %s', (_, message, atLeast, atMost) => {
  const conversations = smallConversations();
  const states = Array.from({ length: 11 }, (_, index) => conversations.at(`+1555${index}`, NUMBER));
  const sent = 1100;
  for (let sid = 0; sid < sent; sid++) {
    const state = states[sid % 11];
    if (state !== undefined) conversations.addMessage(state, messageOf(String(sid), message));
  }
  const kept = states.flatMap(({ messages }) => messages.map(({ sid }) => Number(sid)));
  expect(kept.length).toBeGreaterThan(atLeast);
  expect(kept.length).toBeLessThan(atMost);
  const oldest = Math.min(...states.map(({ messages }) => Number(messages[0]?.sid)));
  expect(oldest).toBe(sent - kept.length);
});

it('the conversation that was quiet for longest is forgotten when there are more than 10,000, and not one in a turn', async () => {
  const dropped: string[] = [];
  const conversations = createConversations(createClock(Date.now), (from) => dropped.push(from));
  const [first, second] = [conversations.at('+15550', NUMBER), conversations.at('+15551', NUMBER)];
  let finish!: () => void;
  const answer = new Promise<void>((resolve) => (finish = resolve));
  const turn = conversations.queue(second, () => answer);
  for (let phone = 2; phone < 10_000; phone++) conversations.at(`+1555${phone}`, NUMBER);
  conversations.at('+15552', NUMBER);
  expect(dropped).toEqual([]);
  for (const phone of ['+16660', '+16661']) conversations.at(phone, NUMBER);
  expect(dropped).toEqual(['+15550', '+15553']);
  expect([first, second].map(conversations.isCurrent)).toEqual([false, true]);
  finish();
  await turn;
});

it('pages of conversations lead to all of them, and none twice when one is active meanwhile', () => {
  const conversations = emptyConversations();
  for (let phone = 0; phone < 250; phone++) conversations.at(String(phone), NUMBER);
  const newest = pageOf(conversations.all());
  conversations.at('120', NUMBER);
  const middle = pageOf(conversations.all(), newest.next ?? undefined);
  const last = pageOf(conversations.all(), middle.next ?? undefined);
  const phones = [last, middle, newest].map((page) => page.conversations.map(({ from }) => Number(from)));
  const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
  expect(phones).toEqual([upTo(0, 49), upTo(49, 150).filter((phone) => phone !== 120), upTo(150, 250)]);
  expect(last.next).toBeNull();
});

it('a page has fewer conversations when their JSON is large, however well that is packed', () => {
  const conversations = emptyConversations();
  for (const phone of ['1', '2', '3', '4', '5', '6']) {
    const state = conversations.at(phone, NUMBER);
    conversations.addTurn(state, turnOf('a', 'x'.repeat(phone === '2' ? 9.5 * MB : 3 * MB)));
  }
  const pages: string[][] = [];
  for (let next: number | null | undefined; next !== null;) {
    const page = pageOf(conversations.all(), next);
    pages.push(page.conversations.map(({ from }) => from));
    ({ next } = page);
  }
  expect(pages).toEqual([['4', '5', '6'], ['3'], ['2'], ['1']]);
});

it('an answer has the newest 5 MB of a conversation’s turns, and of its messages', () => {
  const conversations = emptyConversations();
  const state = conversations.at(ANN, NUMBER);
  for (let sid = 0; sid < 1000; sid++) {
    conversations.addTurn(state, turnOf(String(sid), 'x'.repeat(60 * 1024)));
    for (let part = 0; part < 10; part++) {
      conversations.addMessage(state, messageOf(`${sid}.${part}`, { body: '\u0001'.repeat(1600) }));
    }
  }
  const { conversation } = recentOf(state);
  expect(pageOf(conversations.all())).toEqual({ conversations: [conversation], next: null });
  for (const part of [conversation.turns, conversation.messages]) {
    const { length } = JSON.stringify(part);
    expect(length).toBeGreaterThan(4.9 * MB);
    expect(length).toBeLessThan(5.1 * MB);
  }
  expect([conversation.turns.at(-1)?.sid, conversation.messages.at(-1)?.sid]).toEqual(['999', '999.9']);
});

it('an answer has the last turn, however large', () => {
  const conversations = emptyConversations();
  const state = conversations.at(ANN, NUMBER);
  for (const sid of ['1', '2']) conversations.addTurn(state, turnOf(sid, 'x'.repeat(20 * MB)));
  expect(recentOf(state).conversation.turns.map(({ sid }) => sid)).toEqual(['2']);
});
