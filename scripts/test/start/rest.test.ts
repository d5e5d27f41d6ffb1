import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Conversation, Turn } from 'sms-emulator';
import { type StartProject, startProject } from '../support/start';

const ANN = '+15551110000';
const BEN = '+15551110001';

let project: StartProject;
let api: string;

beforeAll(async () => {
  project = await startProject();
  api = `http://localhost:${project.emulatorPort}/api`;
  // What a Function sends, and why it could not.
  await writeFile(
    join(project.root, 'src/functions/remind.protected.ts'),
    `import type { ServerlessFunctionSignature } from '@twilio-labs/serverless-runtime-types/types';
import { type EventEmitter, once } from 'node:events';
import { Worker } from 'node:worker_threads';
import twilio from 'twilio';

/** What a client says that sends in another thread or process. */
async function runElsewhere(start: (code: string) => EventEmitter, event: string): Promise<never> {
  const code = \`
    const tell = require('node:worker_threads').parentPort ?? { postMessage: (text) => console.log(text) };
    fetch('https://api.twilio.com/2010-04-01/Accounts/AC1.json')
      .then((answer) => answer.json(), (error) => error.cause)
      .then(({ message }) => tell.postMessage(message));\`;
  const [message] = (await once(start(code), event)) as [string];
  throw new Error(message.trim());
}

type Event = { From: string; To: string; Body: string };

export const handler: ServerlessFunctionSignature<object, Event> = async (context, { To, Body }, callback) => {
  const ways: Record<string, () => Promise<unknown>> = {
    remind: () => context.getTwilioClient().messages.create({ from: To, to: '${BEN}', body: 'Remember.' }),
    other: () => twilio('AC${'2'.repeat(32)}', 'secret').messages.create({ from: To, to: '${BEN}', body: 'hi' }),
    sync: () => Runtime.getSync().documents.create({ uniqueName: 'one', data: { step: 1 } }),
    lists: () => Runtime.getSync().lists.create({ uniqueName: 'one' }),
    worker: () => runElsewhere((code) => new Worker(code, { eval: true }), 'message'),
    verify: () => context.getTwilioClient().verify.v2.services.list(),
  };
  const twiml = new Twilio.twiml.MessagingResponse();
  try {
    await ways[Body]?.();
    twiml.message('Sent.');
  } catch (error) {
    const { code, message } = error as { code: number; message: string };
    twiml.message(\`\${code}: \${message}\`);
  }
  callback(null, twiml);
};
`,
  );
  await project.started({ env: { AUTH_TOKEN: '' } });
});

const send = async (body: string, path = '/remind'): Promise<Turn> => {
  const { numbers } = (await (await fetch(`${api}/numbers`)).json()) as {
    numbers: { number: string; name: string }[];
  };
  const to = numbers.find(({ name }) => name === path)?.number;
  const answer = await fetch(`${api}/messages`, {
    method: 'POST',
    body: JSON.stringify({ from: ANN, to, body }),
  });
  return (await answer.json()) as Turn;
};

const textOf = async (body: string, path: string) =>
  (await send(body, path)).replies.map((message) => message.body);

const replyTo = async (body: string): Promise<string | undefined> => (await send(body)).replies[0]?.body;

describe('a Function of npm start, with an untouched .env', () => {
  it('sends with the platform’s client to a phone of the page, which shows the turn that did it', async () => {
    const turn = await send('remind');
    expect(turn.replies[0]?.body).toBe('Sent.');
    const got = (await (
      await fetch(`${api}/conversations/${BEN}/${encodeURIComponent(turn.to)}`)
    ).json()) as Conversation;
    expect(got.messages).toMatchObject([{ body: 'Remember.', byApi: true, from: turn.to }]);
    expect(got.turns).toMatchObject([{ byApi: true, cause: turn.sid, exchanges: [{ purpose: 'api' }] }]);
  });

  it('keeps a document in Sync, which the turn and the API show', async () => {
    const turn = await send('sync');
    expect(turn.replies[0]?.body).toBe('Sent.');
    const known = { name: 'one', service: 'default' };
    const after = { revision: '0', data: { step: 1 }, expires: null };
    expect(turn.documents).toEqual([{ ...known, before: null, after }]);
    const { documents } = (await (await fetch(`${api}/documents`)).json()) as {
      documents: { name: string }[];
    };
    expect(documents.find(({ name }) => name === known.name)).toMatchObject({ ...known, ...after });
  });

  it('reaches nothing else: other credentials are refused, and what is not emulated says so', async () => {
    expect(await replyTo('other')).toBe('20003: Authentication Error - invalid username');
    expect(await replyTo('worker')).toBe('undefined: Authentication Error - No credentials provided');
    expect(await replyTo('lists')).toMatch(/^20404: The emulator has no POST \/sync\/v1\/.*\/Lists/);
    expect(await replyTo('verify')).toMatch(/^20404: The emulator has no GET \/verify\/v2\//);
  });
});

describe('the example of an appointment', () => {
  it('is begun by an outbound text, and reminds, with nothing set in .env', async () => {
    await textOf('hi', '/appointments/book');
    await textOf('Ann', '/appointments/book');
    expect(await textOf('10 am', '/appointments/book')).toEqual([
      'Booked. Our other number asks you to confirm.',
    ]);
    const scheduled = async (): Promise<unknown> => (await fetch(`${api}/scheduled`)).json();
    const texts = [
      'Will you come tomorrow? Please answer yes or no.',
      'We gave your time to somebody else. Sorry!',
    ];
    expect(await scheduled()).toMatchObject({ messages: texts.map((body) => ({ to: ANN, body })) });
    expect(await textOf('yes', '/appointments/confirm')).toEqual(['See you tomorrow at 10:00.']);
    expect(await scheduled()).toEqual({ messages: [] });
  });
});
