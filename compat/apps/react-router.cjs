// The session storage of React Router, and before it of Remix: in the cookie, signed. Its actions and loaders are functions from a
// Request to a Response.
const { createServer } = require('node:http');
const { getRequestListener } = require('@hono/node-server');
const { createCookieSessionStorage } = require('react-router');
const { answer, ask, count } = require('./answers.cjs');

const storage = createCookieSessionStorage({ cookie: { name: 'session', secrets: ['compat'], path: '/' } });

/** A route whose answer is made from a session that the storage keeps. */
const page = (answerWith) => async (request) => {
  const session = await storage.getSession(request.headers.get('Cookie'));
  const data = session.get('data') ?? {};
  const twiml = await answerWith(data, request);
  session.set('data', data);
  const headers = { 'Content-Type': 'text/xml', 'Set-Cookie': await storage.commitSession(session) };
  return new Response(twiml, { headers });
};

const routes = {
  '/counter': page(count),
  '/survey': page(async (session, request) => answer(session, (await request.formData()).get('Body'))),
  '/survey/question': page(ask),
};

const listener = getRequestListener((request) => routes[new URL(request.url).pathname](request));
require('./listen.cjs')(createServer(listener));
