import { expect, it } from '@jest/globals';
import { startEmulator } from '../src/driver';
import { createClock } from '../src/engine/clock';
import { addMessage, addTurn, createConversations } from '../src/engine/conversations';
import type { EmulatorEvent, Message, Turn } from '../src/engine/types';
import { ANN, NUMBER } from './support/turns';
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
  await using twilio = await startEmulator({ webhook: server.url });
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

it('a conversation keeps its newest 1,000 turns and 10,000 messages', () => {
  const state = createConversations(createClock(Date.now)).at(ANN, NUMBER);
  for (let sid = 0; sid <= 10_000; sid++) {
    addTurn(state, { sid: String(sid) } as Turn);
    addMessage(state, { sid: String(sid) } as Message);
  }
  expect([state.turns.length, state.turns[0]?.sid, state.turns.at(-1)?.sid]).toEqual([1000, '9001', '10000']);
  expect([state.messages.length, state.messages[0]?.sid]).toEqual([10_000, '1']);
});
