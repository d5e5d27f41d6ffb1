// The signature is checked by the middleware of Twilio's own package.
const express = require('express');
const twilio = require('twilio');
const { files } = require('./answers.cjs');

const app = express();
app.use(express.urlencoded(), twilio.webhook(process.env.AUTH_TOKEN));
const signed = (_, response) =>
  response.type('xml').send(new twilio.twiml.MessagingResponse().message('Signed.').toString());
app.route('/signed').get(signed).post(signed);
app.post('/files', ({ body }, response) => response.type('xml').send(files(body)));
require('./listen.cjs')(app);
