import { parseArgs } from 'node:util';
import { readAccount } from './account';
import { pageFiles } from './api/page-files';
import { serveApi } from './api/server';
import { createEngine } from './engine/engine';
import { isWebUrl } from './engine/addresses';
import { addressesOf, isPublicUrl, PUBLIC_URL_RULE } from './engine/http/public-address';
import { createMessageLines } from './message-lines';
import { numberFor } from './numbers';
import { openStateFile } from './state-file/state-file';
import {
  assertFreePorts,
  explainTaken,
  readPort,
  fail,
  messageOf,
  onStop,
  stopController,
} from 'functions-runtime';

const USAGE = `npx sms-emulator --webhook http://127.0.0.1:5000/sms [--method GET] [--fallback URL]
    [--public-url https://their.name] [--fresh]

Texts any SMS webhook, in any language, from phones on a local page. EMULATOR_PORT changes the page's port (1337);
AUTH_TOKEN, from the environment or .env, signs the requests. With --public-url they look as if a proxy or a tunnel of that
address had passed them on. Phones and conversations are kept for the next run; --fresh begins anew.`;

async function start(
  { webhook, method, fallback, publicUrl, fresh }: Arguments,
  stop: AbortController,
): Promise<void> {
  const port = readPort('EMULATOR_PORT', 1337);
  const taken = [{ EMULATOR_PORT: port }, `npx sms-emulator ${process.argv.slice(2).join(' ')}`] as const;
  await assertFreePorts(...taken);
  const root = process.cwd();
  const state = await openStateFile(root, `emulator-${port}`, fresh, (line) => {
    console.log(line);
  });
  const { saved } = state;
  const engine = createEngine({ account: readAccount(root, process.env, saved?.account) });
  onStop(stop, engine.stop); // a webhook that does not answer would keep the process for its 15 s
  let setReady = (): void => undefined;
  const ready = new Promise<void>((resolve) => (setReady = resolve));
  const { url, close } = await serveApi(engine, pageFiles(), port, ready, state.media).catch(
    explainTaken(...taken),
  );
  engine.serveAt(url);
  if (saved !== undefined) engine.restore(saved.snapshot);
  const first = numberFor(webhook, method, fallback);
  const before = { ...engine.number(first.number) };
  delete before.publicUrl; // it is what the arguments say, as the webhook is
  const number = engine.setNumber({
    ...before,
    ...first,
    ...(publicUrl === '' ? {} : { publicUrl }),
  });
  const linesOf = createMessageLines();
  engine.subscribe((event) => {
    for (const line of linesOf(event)) console.log(line);
  });
  const keeper = await state.keep({ engine });
  onStop(stop, async () => {
    await engine.stop();
    await keeper.close(); // while the port is taken: the next run reads it then
    await close();
  });
  setReady();
  const signed = publicUrl === '' ? '' : `, as ${addressesOf(number, []).publicOf(webhook)}`;
  console.log(`\nText ${webhook}${signed}, at ${url}\n\nCtrl-C stops it.`);
}

type Arguments = {
  readonly webhook: string;
  readonly method: 'GET' | 'POST';
  readonly fallback: string;
  readonly publicUrl: string;
  readonly fresh: boolean;
};

/** @returns `undefined` when they ask for help. */
function readArguments(): Arguments | undefined {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', default: false },
      webhook: { type: 'string' },
      method: { type: 'string', default: 'POST' },
      fallback: { type: 'string', default: '' },
      'public-url': { type: 'string', default: '' },
      fresh: { type: 'boolean', default: false },
    },
  });
  const { help, webhook, method, fallback, 'public-url': publicUrl, fresh } = values;
  if (help) return undefined;
  if (webhook === undefined) throw new Error('--webhook is missing.');
  if (!isWebUrl(webhook)) throw new Error(`--webhook must begin with http:// or https://, not ${webhook}.`);
  if (fallback !== '' && !isWebUrl(fallback)) {
    throw new Error(`--fallback must begin with http:// or https://, not ${fallback}.`);
  }
  if (method !== 'GET' && method !== 'POST') throw new Error(`--method must be GET or POST, not ${method}.`);
  if (publicUrl !== '' && !isPublicUrl(publicUrl)) throw new Error(`--public-url ${PUBLIC_URL_RULE}.`);
  return { webhook, method, fallback, publicUrl, fresh };
}

const stop = stopController();
try {
  const args = readArguments();
  if (args === undefined) {
    console.log(USAGE);
    stop.abort();
  } else {
    start(args, stop).catch((error: unknown) => {
      fail(error, stop);
    });
  }
} catch (error) {
  fail(`${messageOf(error)}\n\n${USAGE}`, stop);
}
