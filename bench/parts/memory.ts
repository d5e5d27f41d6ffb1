import { below } from '../../test/support/at-once';
import { startCounterServer } from '../support/counter-server';
import { report, runPart } from '../support/report';

/** Conversations before memory is measured: the code is compiled, and connections are as they stay. */
const EARLIER = 10_000;
const CONVERSATIONS = 100_000;
const AT_ONCE = 50;

/** The bytes by which the heap has grown, for each conversation. */
async function growth(app: 'functions' | 'express-session'): Promise<number> {
  const server = await startCounterServer(app, false);
  await server.textAll(below(EARLIER), AT_ONCE);
  const before = await server.heap();
  await server.textAll(
    below(CONVERSATIONS).map((index) => EARLIER + index),
    AT_ONCE,
  );
  const bytes = ((await server.heap()) - before) / CONVERSATIONS;
  server.stop();
  return bytes;
}

runPart(async () => {
  const here = await growth('functions');
  const peer = await growth('express-session');
  report({
    figure: `memory a conversation, ${CONVERSATIONS.toLocaleString('en')} of them`,
    here: `${Math.max(0, Math.round(here))} B (the heap: ${((here * CONVERSATIONS) / 1000).toFixed(0)} kB in all)`,
    peer: `express-session's MemoryStore: ${peer.toFixed(0)} B`,
    goal: '0 B',
    holds: Math.round(here) <= 0,
  });
});
