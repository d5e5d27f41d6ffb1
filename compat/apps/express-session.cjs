// The cookie has the session's ID alone; the session is in the process.
const express = require('express');
const session = require('express-session');
const { answer, ask, count, files } = require('./answers.cjs');

const app = express();
app.use(express.urlencoded(), session({ secret: 'compat', resave: false, saveUninitialized: false }));
app.post('/counter', ({ session }, response) => response.type('xml').send(count(session)));
app.post('/survey', ({ session, body }, response) => response.type('xml').send(answer(session, body.Body)));
app.get('/survey/question', ({ session }, response) => response.type('xml').send(ask(session)));
app.post('/files', ({ body }, response) => response.type('xml').send(files(body)));
require('./listen.cjs')(app);
