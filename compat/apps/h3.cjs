// The session of h3, and so of Nitro and Nuxt: in the cookie, encrypted.
const { createServer } = require('node:http');
const { H3, readBody, toNodeHandler, useSession } = require('h3');
const { answer, ask, count } = require('./answers.cjs');

/** A route whose answer is made from a session that h3 keeps. */
const page = (answerWith) => async (event) => {
  const kept = await useSession(event, { password: 'compat'.repeat(6), cookie: { secure: false } });
  const session = structuredClone(kept.data);
  const twiml = await answerWith(session, event);
  await kept.update(session);
  event.res.headers.set('Content-Type', 'text/xml');
  return twiml;
};

const app = new H3()
  .post('/counter', page(count))
  .post(
    '/survey',
    page(async (session, event) => answer(session, (await readBody(event)).Body)),
  )
  .get('/survey/question', page(ask));
require('./listen.cjs')(createServer(toNodeHandler(app)));
