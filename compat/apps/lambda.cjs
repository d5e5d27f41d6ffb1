// A handler of AWS Lambda behind an HTTP API, which knows its public address alone; and a server that calls it.
const { createServer } = require('node:http');
const { text } = require('node:stream/consumers');
const { validateRequest } = require('twilio');
const { say } = require('./answers.cjs');

/** As in https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html, format 2.0. */
async function handler({ rawPath, rawQueryString, headers, body = '' }) {
  const form = Object.fromEntries(new URLSearchParams(body));
  const query = rawQueryString === '' ? '' : `?${rawQueryString}`;
  const url = `https://${headers.host}${rawPath}${query}`;
  const isRight = validateRequest(process.env.AUTH_TOKEN, headers['x-twilio-signature'] ?? '', url, form);
  if (!isRight) return { statusCode: 403, body: 'Forbidden' };
  return { statusCode: 200, headers: { 'Content-Type': 'text/xml' }, body: say('Signed.') };
}

const server = createServer(async (request, response) => {
  const [rawPath, rawQueryString = ''] = request.url.split('?');
  const event = { rawPath, rawQueryString, headers: request.headers, body: await text(request) };
  const { statusCode, headers, body } = await handler(event);
  response.writeHead(statusCode, headers).end(body);
});
require('./listen.cjs')(server);
