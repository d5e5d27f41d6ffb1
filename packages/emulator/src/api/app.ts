import { type Context, Hono } from 'hono';
import { limitOf } from './body-limit';
import { defined } from '../engine/defined';
import { asBuilt } from '../engine/own-number';
import { documentPageOf } from '../engine/sync/document-page';
import type { Engine } from '../engine/engine-type';
import { addConversationRoutes } from './conversation-routes';
import { streamEvents } from './events';
import { ownRequestsOnly } from './guard';
import {
  accountInput,
  clockInput,
  InputError,
  messageInput,
  numberInput,
  readInput,
  readNumber,
  readPhone,
  readPlace,
  readPair,
  faultsInput,
} from './input';
import { answerRest, isRestPath } from '../rest/rest-api';
import type { OwnNumber } from '../engine/types';
import { acceptsMedia, createMediaStore, isSvg, type MediaStore, mmsTypeOf } from './media-store';
import type { PageFiles } from './page-files';
import { servePhones, serveUndo, UNDO_TOKEN } from './phones';

/** The largest file that may be uploaded. Source: https://www.twilio.com/docs/messaging/guides/accepted-mime-types */
const MAX_MEDIA_BYTES = 5 * 1024 * 1024;

/** The largest JSON body. A message with 1600 characters and ten addresses is far smaller. */
const MAX_JSON_BYTES = 100 * 1024;

/** In `X-Forwarded-Host` of a diverted request. An app behind a proxy may pass on another one, that of its own public address. */
const TWILIO_HOST = /^(?:[^,]+\.)?twilio\.com$/i;

const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
  "img-src 'self' data: blob: http: https:; media-src 'self' http: https:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * Creates the HTTP application of the JSON API and the page, for one engine.
 *
 * @param page - the page's files by their paths.
 * @param port - returns the port that the application is served on.
 * @param ready - requests wait for it.
 * @param media - the files that were uploaded.
 */
export function createApp(
  engine: Engine,
  page: PageFiles | Promise<PageFiles>,
  port: () => number,
  ready?: Promise<unknown>,
  media: MediaStore = createMediaStore(),
): Hono {
  const app = new Hono();

  app.use(async (context, next) => {
    await next();
    context.header('Referrer-Policy', 'no-referrer');
    context.header('Cache-Control', 'no-store');
  });
  app.use(ownRequestsOnly(port));
  app.use(async (_, next) => {
    await ready;
    await next();
  });
  app.use(async (context, next) => {
    // A diverted request is one for Twilio, whatever its path.
    const isDiverted = TWILIO_HOST.test(context.req.header('x-forwarded-host') ?? '');
    if (!isDiverted && !isRestPath(context.req.path)) return next();
    return answerRest(context, engine, `http://localhost:${port()}`);
  });
  for (const path of [
    '/api/messages',
    '/api/clock',
    '/api/numbers/*',
    '/api/faults',
    '/api/phones',
    '/api/phones/*',
    '/api/undo',
    '/api/account',
    '/api/replays',
  ]) {
    app.use(path, jsonLimit);
  }
  app.onError((error, context) => {
    if (error instanceof InputError) return context.json({ error: error.message, field: error.field }, 400);
    console.error(error);
    return context.json({ error: 'The emulator failed. Its terminal says how.' }, 500);
  });
  app.notFound((context) =>
    context.json({ error: `There is no ${context.req.method} ${context.req.path}.` }, 404),
  );

  app.post('/api/messages', async (context) => {
    const message = readInput(messageInput, await context.req.text());
    if (engine.number(message.to) === undefined) {
      throw new InputError(
        'to',
        `to is ${message.to}, which is not one of your numbers: PUT /api/numbers makes it one.`,
      );
    }
    if (engine.phones.off().includes(message.from))
      throw new InputError('from', `from is ${message.from}, a phone that is switched off.`);
    return context.json(await engine.send(message));
  });

  app.get('/api/conversations', (context) => {
    const { conversations, next } = engine.page(readPlace('before', context.req.query('before')));
    return context.json({
      conversations,
      ...(next === null ? {} : { next: `/api/conversations?before=${next}` }),
    });
  });
  app.delete('/api/conversations', (context) => {
    return forgotten(context, engine.forget());
  });
  app.get('/api/conversations/:from/:to', (context) => {
    const { from, to } = readPair(context.req.param());
    const conversation = engine.recentConversation(from, to);
    if (conversation === undefined)
      return context.json({ error: `${from} and ${to} have not talked yet.` }, 404);
    return context.json(conversation);
  });
  app.delete('/api/conversations/:from', (context) => {
    return forgotten(context, engine.forget(readPhone('from', context.req.param('from'))));
  });
  app.delete('/api/conversations/:from/:to', (context) => {
    const { from, to } = readPair(context.req.param());
    return forgotten(context, engine.forget(from, to));
  });

  addConversationRoutes(app, engine);

  app.get('/api/clock', (context) => context.json(engine.clock()));
  app.post('/api/clock', async (context) => {
    const { advance, reset } = readInput(clockInput, await context.req.text());
    if (reset === undefined) {
      if (advance === undefined) throw new InputError('advance', 'advance is missing.');
      return context.json(engine.advance(advance));
    }
    if (advance !== undefined) throw new InputError('reset', 'reset and advance exclude each other.');
    return context.json(engine.resetClock());
  });

  const ownNumberAt = (address: string): OwnNumber | undefined => {
    const number = readNumber('number', address);
    return engine.numbers().find((own) => own.number === number);
  };
  app.get('/api/numbers', (context) => context.json({ numbers: engine.numbers() }));
  app.put('/api/numbers/:number', async (context) => {
    const number = readNumber('number', context.req.param('number'));
    const change = readInput(numberInput, await context.req.text());
    return context.json(engine.changeNumber(number, defined(change)));
  });
  app.delete('/api/numbers/:number', (context) => {
    const own = ownNumberAt(context.req.param('number'));
    if (own !== undefined && asBuilt(own) !== undefined) {
      const error = `${own.number} is the number of the Function ${own.name}, and goes with it.`;
      return context.json({ error }, 409);
    }
    if (own !== undefined) engine.deleteNumber(own.number);
    return context.body(null, 204);
  });
  app.post('/api/numbers/:number/reset', (context) => {
    const own = ownNumberAt(context.req.param('number'));
    const built = own && asBuilt(own);
    if (built === undefined)
      return context.json({ error: `${context.req.param('number')} is not the number of a Function.` }, 409);
    return context.json(engine.setNumber(built));
  });

  app.get('/api/faults', (context) => context.json(engine.faults()));
  app.put('/api/faults', async (context) =>
    context.json(engine.setFaults(defined(readInput(faultsInput, await context.req.text())))),
  );

  servePhones(app, engine);
  serveUndo(app, engine);

  app.get('/api/scheduled', (context) => context.json({ messages: engine.messages.scheduled() }));
  app.delete('/api/scheduled/:sid', (context) => {
    const sid = context.req.param('sid');
    if (engine.messages.cancel(sid) !== undefined) return context.body(null, 204);
    return context.json({ error: `There is no scheduled message ${sid} any more.` }, 404);
  });

  app.get('/api/documents', (context) => {
    const after = readPlace('after', context.req.query('after'));
    const { documents, next } = documentPageOf(engine.sync.documents(), after);
    return context.json({ documents, ...(next === null ? {} : { next: `/api/documents?after=${next}` }) });
  });
  app.delete('/api/documents', (context) => {
    engine.sync.forget();
    return context.body(null, 204);
  });

  const settings = () => ({ accountSid: engine.account.accountSid, ...engine.settings() });
  app.get('/api/account', (context) => context.json(settings()));
  app.put('/api/account', async (context) => {
    engine.setSettings(defined(readInput(accountInput, await context.req.text())));
    return context.json(settings());
  });

  app.post('/api/media', mediaLimit, async (context) => {
    const uploaded = (context.req.header('content-type') ?? '').toLowerCase();
    if (!acceptsMedia(uploaded)) {
      const what = 'a picture, sound, film, PDF or vCard of a usual type, such as image/png';
      const svg = isSvg(uploaded) ? 'SVG is none of the types that Twilio takes. ' : '';
      throw new InputError('Content-Type', `${svg}Content-Type must be that of ${what}.`);
    }
    const contentType = mmsTypeOf(uploaded);
    const content = new Uint8Array(await context.req.arrayBuffer());
    if (content.length === 0) throw new InputError('body', 'The file is empty.');
    const name = media.add({ contentType, content });
    return context.json({ url: `http://localhost:${port()}/media/${name}`, contentType });
  });
  app.get('/media/:name', (context) => {
    const file = media.find(context.req.param('name'));
    return file === undefined
      ? context.notFound()
      : context.body(file.content, 200, {
          'Content-Type': file.contentType,
          'Content-Security-Policy': "default-src 'none'; sandbox",
        });
  });

  app.get('/api/sources', (context) => context.json(engine.sources()));

  app.get('/api/events', (context) => streamEvents(context, engine));

  app.get('*', async (context) => {
    const file = (await page).get(context.req.path);
    if (file === undefined) return context.notFound();
    return context.body(file.content, 200, {
      'Content-Type': file.contentType,
      'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    });
  });
  return app;
}

const forgotten = (context: Context, token: string): Response =>
  context.body(null, 204, { [UNDO_TOKEN]: token });

const mediaLimit = limitOf(MAX_MEDIA_BYTES, 'The file has more than 5 MB.');
const jsonLimit = limitOf(MAX_JSON_BYTES, 'The body of the request has more than 100 kB.');
