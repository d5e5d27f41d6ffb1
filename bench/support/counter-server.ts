import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { atOnce } from '../../test/support/at-once';
import { parameters, phone } from './platform';

/** A counter in a process of its own, and Twilio's jar: the cookie of each phone. */
export type CounterServer = {
  /** Sends one message of each of these phones, some at the same time. Throws when an answer is not its count. */
  readonly textAll: (phones: readonly number[], width?: number) => Promise<void>;
  /** The CPU time of the process so far, in microseconds. */
  readonly cpu: () => Promise<number>;
  /** The heap that is in use after a collection, in bytes. */
  readonly heap: () => Promise<number>;
  readonly stop: () => void;
};

/** @param keepsCookies - without it, each message is the first of its phone. */
export async function startCounterServer(
  app: 'functions' | 'express-session',
  keepsCookies = true,
): Promise<CounterServer> {
  const child = fork(join(__dirname, 'serve.ts'), [app], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [port] = (await once(child, 'message')) as [number];
  const ask = async (what: string): Promise<number> => {
    const answered = once(child, 'message') as Promise<[number]>;
    child.send(what);
    return (await answered)[0];
  };
  const agent = new Agent({ keepAlive: true });
  const jar = new Map<number, { cookie: string; count: number }>();

  async function text(index: number): Promise<void> {
    const { cookie, count } = jar.get(index) ?? { cookie: '', count: 0 };
    const answer = await post(agent, port, index, cookie);
    const expected = count === 0 ? 'the new message.<' : `number ${count + 1}<`;
    if (!answer.body.includes(expected)) throw new Error(`${app} answered ${phone(index)}: ${answer.body}`);
    if (keepsCookies) jar.set(index, { cookie: answer.cookie ?? cookie, count: count + 1 });
  }
  return {
    textAll: (phones, width = 20) => atOnce(width, phones, text),
    cpu: () => ask('cpu'),
    heap: () => ask('heap'),
    stop() {
      agent.destroy();
      child.kill();
    },
  };
}

const post = (agent: Agent, port: number, index: number, cookie: string) =>
  new Promise<{ body: string; cookie: string | undefined }>((done, failed) => {
    const form = new URLSearchParams(parameters(index, 'hi')).toString();
    const headers = {
      'User-Agent': 'TwilioProxy/1.1',
      Accept: '*/*',
      'I-Twilio-Idempotency-Token': '4a3f1c5e-1111-4222-8333-0123456789ab',
      'X-Home-Region': 'us1',
      'X-Twilio-Signature': 'bm90IHZlcmlmaWVkIGJ5IHRoZSBjb2Rl',
      'Content-Type': 'application/x-www-form-urlencoded',
      'Content-Length': form.length,
      ...(cookie === '' ? {} : { Cookie: cookie }),
    };
    request({ agent, port, host: '127.0.0.1', path: '/sms', method: 'POST', headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.once('end', () => {
        done({ body, cookie: response.headers['set-cookie']?.[0]?.split(';')[0] });
      });
    })
      .once('error', failed)
      .end(form);
  });
