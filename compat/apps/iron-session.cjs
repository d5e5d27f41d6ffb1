// The session is in the cookie, encrypted; served by node:http, without a framework.
const { createServer } = require('node:http');
const { text } = require('node:stream/consumers');
const { getIronSession } = require('iron-session');
const { answer, ask, count } = require('./answers.cjs');

const PASSWORD = 'compat'.repeat(6);

const server = createServer(async (request, response) => {
  const form = new URLSearchParams(await text(request));
  const session = await getIronSession(request, response, { password: PASSWORD, cookieName: 'session' });
  const pages = {
    '/counter': () => count(session),
    '/survey': () => answer(session, form.get('Body')),
    '/survey/question': () => ask(session),
  };
  const twiml = pages[request.url.split('?')[0]]();
  await session.save();
  response.setHeader('Content-Type', 'text/xml').end(twiml);
});
require('./listen.cjs')(server);
