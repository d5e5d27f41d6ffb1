// The session itself is in the cookie, with its signature in a second one.
const express = require('express');
const cookieSession = require('cookie-session');
const { answer, ask, count } = require('./answers.cjs');

const app = express();
app.use(express.urlencoded(), cookieSession({ secret: 'compat' }));
app.post('/counter', ({ session }, response) => response.type('xml').send(count(session)));
app.post('/survey', ({ session, body }, response) => response.type('xml').send(answer(session, body.Body)));
app.get('/survey/question', ({ session }, response) => response.type('xml').send(ask(session)));
require('./listen.cjs')(app);
