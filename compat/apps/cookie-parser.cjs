// A signed cookie of Express, whose value is JSON. Its characters are percent-encoded: s%3Aj%3A%7B...
const express = require('express');
const cookieParser = require('cookie-parser');
const { count, files } = require('./answers.cjs');

const app = express();
app.use(express.urlencoded(), cookieParser('compat'));
app.post('/counter', ({ signedCookies }, response) => {
  const session = signedCookies.session || {};
  const twiml = count(session);
  response
    .cookie('session', session, { signed: true, maxAge: 4 * 60 * 60 * 1000 })
    .type('xml')
    .send(twiml);
});
app.post('/files', ({ body }, response) => response.type('xml').send(files(body)));
require('./listen.cjs')(app);
