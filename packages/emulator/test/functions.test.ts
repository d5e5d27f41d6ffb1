import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { answering, handler, writeProject } from 'test-support';
import { startEmulator } from '../src/driver';
import { ANN } from './support/turns';

const start = async (files: Readonly<Record<string, string>>, env: Record<string, string> = {}) =>
  startEmulator({ functions: join(await writeProject(files), 'functions'), env });

/** Answers with a message whose action is this URL, and with what the next Function says. */
const chain = (url: string) => ({
  'functions/sms.js': handler(
    `const twiml = new Twilio.twiml.MessagingResponse();\ntwiml.message({ action: ${url} }, 'first');\ncallback(null, twiml);`,
  ),
  'functions/next.protected.js': answering('event.MessageStatus + event.step'),
});

describe('links of a Function to its own service', () => {
  it.each([
    ['relative', "'/next?step=2'"],
    ['of https and DOMAIN_NAME', '`https://${context.DOMAIN_NAME}/next?step=2`'],
    ['of http and DOMAIN_NAME', '`http://${context.DOMAIN_NAME}/next?step=2`'],
    [
      'of DOMAIN_NAME and PATH',
      "`https://${context.DOMAIN_NAME}${context.PATH.replace('sms', 'next')}?step=2`",
    ],
  ])('are followed when they are %s', async (_, url) => {
    await using twilio = await start(chain(url));
    expect(await twilio.phone(ANN, { to: '/sms' }).text('hi')).toEqual(['first', 'queued2']);
  });

  it('lead a <Redirect> and status callbacks to it, signed for the address as it is written', async () => {
    await using twilio = await start({
      'functions/sms.js': handler(`
        const twiml = new Twilio.twiml.MessagingResponse();
        twiml.redirect(\`https://\${context.DOMAIN_NAME}/next\`);
        callback(null, twiml);`),
      'functions/next.js': handler(`
        const { request, ...parameters } = event;
        const url = \`https://\${context.DOMAIN_NAME}\${context.PATH}\`;
        const isSigned = Twilio.validateRequest(context.AUTH_TOKEN, request.headers['x-twilio-signature'], url, parameters);
        const twiml = new Twilio.twiml.MessagingResponse();
        twiml.message({ statusCallback: \`https://\${context.DOMAIN_NAME}/status\` }, String(isSigned));
        callback(null, twiml);`),
      'functions/status.js': handler("callback(null, '');"),
    });
    expect(await twilio.phone(ANN, { to: '/sms' }).text('hi')).toEqual(['true']);
    await twilio.settled();
    const statuses = twilio.phone(ANN, { to: '/sms' }).lastTurn()?.exchanges.slice(2);
    expect(statuses?.map(({ response }) => response?.status)).toEqual([200, 200, 200]);
    expect(twilio.phone(ANN, { to: '/sms' }).lastTurn()?.errors).toEqual([]);
  });

  it('keep the cookie, which is for their host', async () => {
    await using twilio = await start({
      'functions/sms.js': handler(`
        const response = new Twilio.Response();
        response.setCookie('seen', 'yes', ['Secure']);
        response.appendHeader('Content-Type', 'text/xml');
        response.setBody(\`<Response><Redirect>https://\${context.DOMAIN_NAME}/next</Redirect></Response>\`);
        callback(null, response);`),
      'functions/next.js': answering('event.request.cookies.seen'),
    });
    expect(await twilio.phone(ANN, { to: '/sms' }).text('hi')).toEqual(['yes']);
  });

  it.each([
    ['fetch', 'fetch(url).then((response) => response.text()).then(done);'],
    ['fetch of a Request', 'fetch(new Request(url)).then((response) => response.text()).then(done);'],
    ['node:https', "require('node:https').get(url, read);"],
    [
      'node:https with options and an agent',
      "const { hostname, port, pathname: path } = new URL(url); const { Agent, request } = require('node:https'); request({ hostname, port, path, agent: new Agent() }, read).end();",
    ],
    [
      'axios',
      `require(${JSON.stringify(require.resolve('axios'))}).get(url).then(({ data }) => done(data));`,
    ],
  ])('are reached from it by %s', async (_, code) => {
    await using twilio = await start({
      'functions/sms.js': handler(`
        const url = \`https://\${context.DOMAIN_NAME}/texts.txt\`;
        const done = (text) => {
          const twiml = new Twilio.twiml.MessagingResponse();
          twiml.message(text);
          callback(null, twiml);
        };
        const read = (response) => response.setEncoding('utf8').once('data', done);
        ${code}`),
      'assets/texts.txt': 'a public Asset',
    });
    expect(await twilio.phone(ANN, { to: '/sms' }).text('hi')).toEqual(['a public Asset']);
  });
});

describe('what templates are made of', () => {
  it('texts in a private Asset, a helper in a private Function, both loaded when the Function is', async () => {
    await using twilio = await start(
      {
        'functions/sms.protected.js': `
          const texts = JSON.parse(Runtime.getAssets()['/texts.json'].open());
          const { lineFor } = require(Runtime.getFunctions()['helpers/lines'].path);
          exports.handler = async (context, event, callback) => {
            const twiml = new Twilio.twiml.MessagingResponse();
            twiml.message(await lineFor(texts, event.Body, context.SHOP_NAME));
            return callback(null, twiml);
          };`,
        'functions/helpers/lines.private.js': `
          const { pick } = require(Runtime.getAssets()['/pick.js'].path);
          exports.lineFor = async (texts, word, shop) => pick(texts, word) + ' ' + shop;`,
        'assets/texts.private.json': '{ "open": "Nine to five at", "else": "Write open. This is" }',
        'assets/pick.private.js': 'exports.pick = (texts, word) => texts[word] ?? texts.else;',
      },
      { SHOP_NAME: 'Sally’s' },
    );
    const ann = twilio.phone(ANN);
    expect(await ann.text('open')).toEqual(['Nine to five at Sally’s']);
    expect(await ann.text('hi')).toEqual(['Write open. This is Sally’s']);
    expect(twilio.engine.numbers().map(({ name }) => name)).toEqual(['/sms']);
  });

  it('variables in process.env, of which what a Function sets or deletes is its own', async () => {
    await using twilio = await start(
      {
        'functions/sms.protected.js': handler(`
          process.env.MINE = event.Body;
          delete process.env.PATH;
          const twiml = new Twilio.twiml.MessagingResponse();
          twiml.message([process.env.SHOP_NAME, process.env.MINE].join(' '));
          callback(null, twiml);`),
      },
      { SHOP_NAME: 'Sally’s' },
    );
    const { PATH } = process.env;
    expect(await twilio.phone(ANN).text('hi')).toEqual(['Sally’s hi']);
    expect(process.env).not.toHaveProperty('MINE');
    expect(process.env.PATH).toBe(PATH);
  });

  it('a message to the owner by the client, and by TwiML', async () => {
    const owner = '+15551119999';
    await using twilio = await start(
      {
        'functions/sms.js': `
          exports.handler = async (context, event, callback) => {
            const twiml = new Twilio.twiml.MessagingResponse();
            await context.getTwilioClient().messages.create({ from: event.To, to: context.OWNER, body: 'REST: ' + event.Body });
            twiml.message({ to: process.env.OWNER }, 'TwiML: ' + event.Body);
            callback(null, twiml);
          };`,
      },
      { OWNER: owner },
    );
    expect(await twilio.phone(ANN).text('hi')).toEqual([]);
    await twilio.settled();
    const texts = twilio
      .phone(owner)
      .inbox()
      .map(({ body }) => body);
    expect(texts.sort()).toEqual(['REST: hi', 'TwiML: hi']);
  });

  it('a list in Sync, of the service that a variable names when the Asset is loaded', async () => {
    await using twilio = await start(
      {
        'functions/sms.js': `
          exports.handler = async (context, event, callback) => {
            const { add } = require(Runtime.getAssets()['/list.js'].path);
            const twiml = new Twilio.twiml.MessagingResponse();
            twiml.message((await add(event.Body)).join());
            callback(null, twiml);
          };`,
        'assets/list.private.js': `
          const sync = Runtime.getSync(process.env.SYNC_NAME ? { serviceName: process.env.SYNC_NAME } : undefined);
          exports.add = async (text) => {
            const stored = await sync.documents('list').fetch().catch(() => sync.documents.create({ uniqueName: 'list', data: { all: [] } }));
            const all = [...stored.data.all, text];
            await sync.documents('list').update({ data: { all } });
            return all;
          };`,
      },
      { SYNC_NAME: 'default' },
    );
    expect(await twilio.phone(ANN).text('one')).toEqual(['one']);
    expect(await twilio.phone(ANN).text('two')).toEqual(['one,two']);
    expect(twilio.documents()).toMatchObject([{ name: 'list', data: { all: ['one', 'two'] } }]);
  });

  it('Assets in another folder; they belong to Functions', async () => {
    const root = await writeProject({
      'functions/sms.js': answering("Runtime.getAssets()['/a.txt'].open()"),
      'static/a.private.txt': 'from static',
    });
    const assets = join(root, 'static');
    await using twilio = await startEmulator({ functions: join(root, 'functions'), assets });
    expect(await twilio.phone(ANN).text('hi')).toEqual(['from static']);
    await expect(startEmulator({ webhook: 'http://localhost/', assets })).rejects.toThrow(
      'assets are those of functions',
    );
  });
});
