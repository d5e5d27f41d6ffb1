// A webhook that does next to nothing: it counts the messages of each conversation in a cookie.
const { createServer } = require('node:http');

const server = createServer((request, response) => {
  const count = Number(/count=(\d+)/.exec(request.headers.cookie)?.[1] ?? 0) + 1;
  request.resume();
  response.writeHead(200, { 'Content-Type': 'text/xml', 'Set-Cookie': `count=${count}` });
  response.end(`<Response><Message>Message ${count}</Message></Response>`);
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.once('disconnect', () => process.exit());
