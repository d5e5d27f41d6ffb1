// Serves one of two counters by Express, in a process of its own: `functions` or `express-session`.
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { load, startRuntime } from './platform';

const requireOfBench = createRequire(resolve('bench/peers/package.json'));
type Use = (...handlers: unknown[]) => void;
const express = requireOfBench('express') as {
  (): RequestListener & { use: Use; post: Use };
  urlencoded: (options: object) => unknown;
};

type Request = { headers: object; cookies: object; body: object; session: { count?: number } };
type Response = { type: (type: string) => Response; send: (body: string) => void };
type Answer = { applyToExpressResponse: (response: Response) => void };

const makeContext = startRuntime();
const app = express();
app.use(express.urlencoded({ extended: false }));

if (process.argv[2] === 'functions') {
  const handler = load('dist/functions/sms.protected.js');
  app.use((requireOfBench('cookie-parser') as () => unknown)()); // as Twilio's runtime handler has it
  app.post('/sms', ({ headers, cookies, body }: Request, response: Response) => {
    handler(makeContext(), { request: { headers, cookies }, ...body }, (error, answer) => {
      if (error instanceof Error) throw error;
      (answer as unknown as Answer).applyToExpressResponse(response);
    });
  });
} else {
  const session = requireOfBench('express-session') as (options: object) => unknown;
  app.use(session({ secret: 'bench'.repeat(8), resave: false, saveUninitialized: false }));
  app.post('/sms', (request: Request, response: Response) => {
    const count = (request.session.count ?? 0) + 1;
    request.session.count = count;
    const twiml = new Twilio.twiml.MessagingResponse();
    twiml.message(
      count === 1 ? 'Hello, thanks for the new message.' : `Hello, thanks for message number ${count}`,
    );
    response.type('text/xml').send(twiml.toString());
  });
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const server = createServer(app);
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('message', (what) => {
  if (what === 'cpu') {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
    return;
  }
  for (let round = 0; round < 3; round++) collect();
  process.send?.(process.memoryUsage().heapUsed);
});
process.once('disconnect', () => process.exit());
