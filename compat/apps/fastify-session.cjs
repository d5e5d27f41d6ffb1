// The cookie has the session's ID alone, signed; the session is in the process.
const fastify = require('fastify')();
const { answer, ask, count, files } = require('./answers.cjs');

fastify.register(require('@fastify/formbody'));
fastify.register(require('@fastify/cookie'));
fastify.register(require('@fastify/session'), { secret: 'compat'.repeat(6), cookie: { secure: false } });
fastify.addHook('onSend', async (_, reply) => void reply.type('text/xml'));
fastify.post('/counter', async ({ session }) => count(session));
fastify.post('/survey', async ({ session, body }) => answer(session, body.Body));
fastify.get('/survey/question', async ({ session }) => ask(session));
fastify.post('/files', async ({ body }) => files(body));
fastify.ready().then(() => require('./listen.cjs')(fastify.server));
