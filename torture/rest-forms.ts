import { Agent, request } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { text as textOf } from 'node:stream/consumers';
import { createEngine, type Emulator, type Engine, startEmulator } from 'sms-emulator';
import {
  ACCOUNT,
  ACCOUNT_PATH,
  ANN,
  NUMBER,
  OTHER,
  type RestRequest,
  restRequests,
  withSids,
} from './rest-requests';
import type { Trial } from './trial';
import { tryCases } from './try-cases';

type Answered = { readonly status: number; readonly text: string };

/** Makes a request of the account to the REST API. */
type Ask = (method: string, path: string, body?: string | Buffer, headers?: object) => Promise<Answered>;

/** Of one connection, which is closed at the end. */
function createAsk(origin: string): { readonly ask: Ask; readonly close: () => void } {
  const agent = new Agent({ keepAlive: true });
  const auth = `${ACCOUNT.accountSid}:${ACCOUNT.authToken}`;
  return {
    ask: (method, path, body, headers) =>
      new Promise((resolve, reject) => {
        request(origin + path, { method, auth, agent, headers: { ...headers } }, (response) => {
          textOf(response).then((text) => {
            resolve({ status: response.statusCode ?? 0, text });
          }, reject);
        })
          .once('error', reject)
          .end(body);
      }),
    close: () => {
      agent.destroy();
    },
  };
}

/** Of Node.js, which gives it without a body to a request line of more than 16 kB. */
const TOO_LONG = 431;

/** What is wrong with an answer: a mistake must have the shape that Twilio's have, and nothing may fail. */
function answerProblem(method: string, { status, text }: Answered): string | undefined {
  if (status >= 500) return `It is answered with ${status}: ${text}`;
  if (text === '')
    return method === 'HEAD' || [204, 307, TOO_LONG].includes(status) ? undefined : `${status} has no body.`;
  const body = JSON.parse(text) as Record<string, unknown>;
  if (status < 400) return undefined;
  const { code, message, more_info: link } = body;
  const isRight =
    body.status === status &&
    typeof code === 'number' &&
    typeof message === 'string' &&
    link === `https://www.twilio.com/docs/errors/${code}`;
  return isRight ? undefined : `${status} is not as an error of Twilio is: ${text}`;
}

/** The SIDs of what there is. */
function sidsOf({ messages, services, sync }: Engine, PN: string): Record<string, string> {
  return {
    PN,
    MM: messages.all()[0]?.message.sid ?? 'MM',
    MG: services.all()[0]?.sid ?? 'MG',
    IS: sync.services()[0]?.sid ?? 'IS',
    ET: sync.documents()[0]?.sid ?? 'ET',
  };
}

const LISTS = [
  `${ACCOUNT_PATH}/Messages.json`,
  `${ACCOUNT_PATH}/IncomingPhoneNumbers.json`,
  '/messaging/v1/Services',
  '/sync/v1/Services',
];

type Item = { readonly sid: string; readonly uri?: string; readonly url?: string };

async function listed(ask: Ask, list: string): Promise<readonly Item[]> {
  const { status, text } = await ask('GET', `${list}?PageSize=50`);
  if (status !== 200) throw new Error(`${list} is answered with ${status}.`);
  return Object.values(JSON.parse(text) as Record<string, unknown>).find(Array.isArray) as Item[];
}

/** What is wrong with what many requests have left behind. */
async function stateProblem({ engine, settled }: Emulator, ask: Ask): Promise<string | undefined> {
  await settled();
  for (const list of LISTS) {
    for (const { uri, url } of await listed(ask, list)) {
      const path = uri ?? new URL(url ?? '').pathname;
      const { status } = await ask('GET', path);
      if (status !== 200) return `${path} is in its list, and is answered with ${status}.`;
    }
  }
  const restored = createEngine({ account: engine.account });
  restored.restore(structuredClone(engine.snapshot()));
  // Cloned both, because Jest's realm has classes of its own.
  const [before, after] = [engine, restored].map((each) => structuredClone(shown(each)));
  await restored.stop();
  return isDeepStrictEqual(before, after) ? undefined : 'What is saved is not the same when it is restored.';
}

/** All that is saved of what there is. */
const shown = ({ numbers, services, sync, messages, conversations, phones }: Engine) => [
  ...[numbers(), services.all(), sync.services(), sync.documents()],
  ...[messages.all(), messages.scheduled(), conversations(), phones.all()],
];

/** An emulator of the counter with something of everything, and its REST API. */
async function startRest(folder: string) {
  const twilio = await startEmulator({ functions: folder, port: 0, ...ACCOUNT });
  const { engine, url = '' } = twilio;
  const { ask, close } = createAsk(url.replace('localhost', '127.0.0.1'));
  const counter = { ...engine.number(twilio.number('/sms')), number: NUMBER, name: NUMBER } as Parameters<
    Engine['setNumber']
  >[0];
  engine.setNumbers([counter, { ...counter, number: OTHER, name: OTHER, smsUrl: '' }]);
  const { sid } = engine.services.create({ friendlyName: 'Service' });
  engine.services.addSender(sid, OTHER);
  const [numbers] = await listed(ask, `${ACCOUNT_PATH}/IncomingPhoneNumbers.json`);
  const PN = numbers?.sid ?? '';
  let sids: Readonly<Record<string, string>> = {};
  let tried = 0;
  return {
    ask,
    async tryOne({ method, path, query, body, type, ifMatch }: RestRequest): Promise<string | undefined> {
      if (tried++ % 50 === 0) sids = sidsOf(engine, PN);
      const search = new URLSearchParams(query).toString();
      const hasBody = method !== 'GET' && method !== 'HEAD';
      const sent = hasBody ? (typeof body === 'string' ? withSids(body, sids) : body) : undefined;
      const headers = {
        'Content-Type': type,
        'Content-Length': Buffer.byteLength(sent ?? ''),
        ...(ifMatch === undefined ? {} : { 'If-Match': ifMatch }),
      };
      const answered = await ask(method, `${withSids(path, sids)}?${withSids(search, sids)}`, sent, headers);
      return answerProblem(method, answered);
    },
    /** Gives what is wrong, and stops it all. */
    async end(): Promise<string | undefined> {
      const problem = await stateProblem(twilio, ask);
      engine.setNumber(counter);
      const phone = twilio.phone(ANN.replace('1110', '9990'), { to: NUMBER });
      const texts = [...(await phone.text('hi')), ...(await phone.text('hi'))].join(' | ');
      const isCounted = texts === 'Hello, thanks for the new message. | Hello, thanks for message number 2';
      close();
      await twilio.stop();
      return problem ?? (isCounted ? undefined : `The counter answers: ${texts}`);
    },
  };
}

/** Requests after which an emulator is looked at, and another one begins. */
const CHUNK = 2000;

/** Random requests to the REST API over HTTP: none fails, a mistake is answered as by Twilio, and all that there is stays whole. */
export const restForms: Trial = {
  name: 'rest',
  count: 200_000,
  short: 300,
  async run({ count, seed, folder }) {
    const wrong = await tryCases(
      { count, seed },
      restRequests,
      async () => {
        const rest = await startRest(folder);
        return { judge: (one) => rest.tryOne(one), end: () => rest.end() };
      },
      CHUNK,
    );
    return { tried: count, checked: "no 5xx, each 4xx in Twilio's shape, the state whole after it", wrong };
  },
};
