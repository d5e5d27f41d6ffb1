// yar keeps a small session in the cookie, encrypted, and a large one in the process.
const Hapi = require('@hapi/hapi');
const { answer, ask, count, files } = require('./answers.cjs');

const server = Hapi.server({ port: 0, host: '127.0.0.1' });

/** A route whose answer is made from a session that yar keeps. */
const page = (method, path, answerWith) => ({
  method,
  path,
  handler({ yar, payload }, h) {
    const session = yar.get('session') ?? {};
    const twiml = answerWith(session, payload);
    yar.set('session', session);
    return h.response(twiml).type('text/xml');
  },
});

async function start() {
  const cookieOptions = { password: 'compat'.repeat(6), isSecure: false };
  await server.register({ plugin: require('@hapi/yar'), options: { cookieOptions } });
  server.route([
    page('POST', '/counter', count),
    page('POST', '/survey', (session, { Body }) => answer(session, Body)),
    page('GET', '/survey/question', ask),
    page('POST', '/files', (_, form) => files(form)),
  ]);
  await server.start();
  console.log(`${server.info.uri} is served.`);
}
void start();
