// Signed cookies and Request objects of the web; the signature of Twilio is checked by its own package.
const { createServer } = require('node:http');
const { getRequestListener } = require('@hono/node-server');
const { Hono } = require('hono');
const { getSignedCookie, setSignedCookie } = require('hono/cookie');
const { validateRequest } = require('twilio');
const { count, files, say } = require('./answers.cjs');

const app = new Hono();
app.use(async ({ header }, next) => {
  header('Content-Type', 'text/xml');
  await next();
});
app.post('/counter', async (context) => {
  const session = JSON.parse((await getSignedCookie(context, 'compat', 'session')) || '{}');
  const twiml = count(session);
  await setSignedCookie(context, 'session', JSON.stringify(session), 'compat');
  return context.body(twiml);
});
app.on(['GET', 'POST'], '/signed', async (context) => {
  const { req } = context;
  const signature = req.header('X-Twilio-Signature') ?? '';
  const form = req.method === 'POST' ? await req.parseBody() : {};
  const isRight = validateRequest(process.env.AUTH_TOKEN, signature, req.url, form);
  return isRight ? context.body(say('Signed.')) : context.text('Forbidden', 403);
});
app.post('/files', async (context) => context.body(files(await context.req.parseBody())));
require('./listen.cjs')(createServer(getRequestListener(app.fetch)));
