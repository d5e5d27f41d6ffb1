// The session is in the cookie, encrypted by libsodium.
const fastify = require('fastify')();
const { answer, ask, count } = require('./answers.cjs');

fastify.register(require('@fastify/formbody'));
fastify.register(require('@fastify/secure-session'), {
  key: Buffer.alloc(32, 'compat'),
  cookie: { path: '/' },
});
fastify.addHook('onSend', async (_, reply) => void reply.type('text/xml'));
fastify.post('/counter', async ({ session }) => count(session));
fastify.post('/survey', async ({ session, body }) => answer(session, body.Body));
fastify.get('/survey/question', async ({ session }) => ask(session));
fastify.ready().then(() => require('./listen.cjs')(fastify.server));
