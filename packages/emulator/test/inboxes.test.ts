import { expect, it } from '@jest/globals';
import { createEngine } from '../src/engine/engine';
import { KEPT } from '../src/engine/limits';
import { createInboxes } from '../src/inboxes';
import { ACCOUNT } from './support/rest-client';
import { EXCHANGE, SMS } from './support/samples';
import { ANN, BEN, NUMBER } from './support/turns';

/** An engine without a webhook, its inboxes, and how it texts phones. */
function startInboxes() {
  const engine = createEngine({ account: ACCOUNT });
  engine.setNumber({ ...SMS, number: NUMBER, smsUrl: '' });
  const inboxes = createInboxes(engine);
  const text = (to: string, body: string) =>
    engine.messages.send({ from: NUMBER, to, body, media: [] }, () => EXCHANGE);
  return { engine, inboxes, text };
}

it('the unread messages of 10,000 phones are kept, and who waits for one gets it', async () => {
  const { engine, inboxes, text } = startInboxes();
  const waiting = inboxes.next(ANN);
  text(BEN, 'first');
  await engine.settled();
  for (let index = 0; index < KEPT.phones; index++) text(`+${15_553_000_000 + index}`, 'hi');
  await engine.settled();

  const next = inboxes.next(BEN);
  text(BEN, 'second');
  text(ANN, 'awaited');
  expect((await next).body).toBe('second');
  expect((await waiting).body).toBe('awaited');
  expect((await inboxes.next(`+${15_553_000_000 + KEPT.phones - 1}`)).body).toBe('hi');
  await engine.stop();
});
