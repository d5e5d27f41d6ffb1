// The session is in the cookie as Base64, with its signature in a second one.
const { default: Koa } = require('koa');
const { bodyParser } = require('@koa/bodyparser');
const { createSession } = require('koa-session');
const { answer, ask, count, files } = require('./answers.cjs');

const pages = {
  '/counter': ({ session }) => count(session),
  '/survey': ({ session, request }) =>
    answer(session, request.body.Body, '<Redirect>/survey/question</Redirect>'),
  '/survey/question': ({ session }) => ask(session),
  '/files': ({ request }) => files(request.body),
};

const app = new Koa();
app.keys = ['compat'];
app.use(createSession(app)).use(bodyParser());
app.use((context) => {
  context.body = pages[context.path](context);
  context.type = 'text/xml';
});
require('./listen.cjs')(app);
