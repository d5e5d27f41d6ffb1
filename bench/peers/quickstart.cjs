// What Twilio's quickstart does, in other words: it counts the messages in a cookie that nobody has signed.
// https://www.twilio.com/docs/serverless/functions-assets/quickstart/cookies-state
exports.handler = (context, event, callback) => {
  const count = Number(event.request.cookies.count) || 0;
  const twiml = new Twilio.twiml.MessagingResponse();
  twiml.message(count > 0 ? `Your count is ${count}` : 'Hello, thanks for the new message.');

  const response = new Twilio.Response();
  response.appendHeader('Content-Type', 'text/xml');
  response.setCookie('count', String(count + 1));
  response.setBody(twiml.toString());
  callback(null, response);
};
