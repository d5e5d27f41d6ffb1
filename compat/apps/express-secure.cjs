// Behind a proxy: express-session sets a `Secure` cookie only when the request came by HTTPS, which X-Forwarded-Proto says.
const express = require('express');
const session = require('express-session');
const twilio = require('twilio');
const { count, say } = require('./answers.cjs');

const cookie = { secure: true };
const app = express().set('trust proxy', 1);
app.use(express.urlencoded(), session({ secret: 'compat', resave: false, saveUninitialized: false, cookie }));
app.post('/counter', ({ session }, response) => response.type('xml').send(count(session)));
app
  .route('/signed')
  .all(twilio.webhook(process.env.AUTH_TOKEN))
  .all((_, response) => response.type('xml').send(say('Signed.')));
require('./listen.cjs')(app);
