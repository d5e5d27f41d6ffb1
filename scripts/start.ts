import {
  readAccount,
  pageFiles,
  serveApi,
  createEngine,
  createNumbering,
  openStateFile,
  type StateKeeper,
  TWILIO_LIMITS,
} from 'sms-emulator';
import { createRequire } from 'node:module';
import {
  type Answered,
  type Refused,
  startPlatform,
  readSignatureCheck,
  readTypeCheck,
  createEnvFile,
  readStartArguments,
  serveAndRebuild,
  START_USAGE,
  type StartArguments,
} from 'functions-dev';
import {
  assertFreePorts,
  explainTaken,
  readEditorUrl,
  readPort,
  fail,
  onStop,
  stopController,
} from 'functions-runtime';

const DIVERT = createRequire(__filename).resolve('sms-emulator/divert');

/** Twilio's limits, but an answer may take an hour: a breakpoint may hold it for long. */
const UNHURRIED_LIMITS = { ...TWILIO_LIMITS, totalMs: 60 * 60 * 1000 };

async function start(root: string, { inspect, fresh }: StartArguments, stop: AbortController): Promise<void> {
  const port = readPort('PORT', 3000);
  const emulatorPort = readPort('EMULATOR_PORT', 1337);
  const signatureCheck = readSignatureCheck();
  const checksTypes = readTypeCheck();
  const linkPlace = readEditorUrl(root);
  if (port === emulatorPort) throw new Error(`PORT and EMULATOR_PORT are both ${port}. Give them two ports.`);
  await assertFreePorts({ PORT: port, EMULATOR_PORT: emulatorPort });
  if (await createEnvFile(root)) {
    console.log('Made .env from .env.example, with a fresh random SESSION_SECRET.');
  }

  const state = await openStateFile(root, `start-${emulatorPort}`, fresh, (line) => {
    console.log(line);
  });
  const { saved } = state;
  const account = readAccount(root, process.env, saved?.account);
  const isDebugged = inspect !== undefined;
  const engine = createEngine({ account, ...(isDebugged ? { limits: UNHURRIED_LIMITS } : {}) });
  onStop(stop, engine.stop); // ends webhooks and status callbacks that hang
  const numbersOf = createNumbering(`http://localhost:${port}`, saved?.gone);
  let isRestored = false;
  const functions = serveAndRebuild({
    root,
    port,
    stopping: stop.signal,
    inspect,
    context: {
      ACCOUNT_SID: account.accountSid,
      AUTH_TOKEN: account.authToken,
      MESSAGING_SERVICE_SID: account.messagingServiceSid,
    },
    // No request of a Function to Twilio leaves this machine, nor one of a thread that it starts.
    preloads: [DIVERT],
    env: { EMULATOR_PORT: String(emulatorPort) },
    linkPlace,
    checksTypes,
    onFailure({ token, ...failure }) {
      if (token !== undefined) engine.noteFunctionFailure(token, failure);
    },
    onLog({ token, line }) {
      engine.noteFunctionLog(token, line);
    },
    onProblems: engine.setSources,
    onServed(routes) {
      // Now status callbacks of what should have been sent meanwhile are answered.
      if (!isRestored && saved !== undefined) engine.restore(saved.snapshot);
      isRestored = true;
      const paths = routes
        .filter(({ kind, access }) => kind === 'function' && access !== 'private')
        .map(({ path }) => path);
      engine.setNumbers(numbersOf(paths, engine.numbers()));
    },
  });
  const platform = await startPlatform({
    port,
    target: functions.target,
    authToken: account.authToken,
    signatureCheck,
    // The platform's limit of 30 calls is for a whole account; here it would only hinder load tests.
    limits: { callsAtOnce: Infinity },
    ...(isDebugged ? { startTimer: () => () => undefined } : {}), // a breakpoint may hold a call for long
    onAnswer: logAnswer,
    onRefusal: logRefusal,
  }).catch(explainTaken({ PORT: port }));
  onStop(stop, platform.close);
  let keeper: StateKeeper | undefined = undefined;
  let setReady = (): void => undefined;
  const ready = new Promise<void>((resolve) => (setReady = resolve));
  const serving = serveApi(engine, pageFiles(), emulatorPort, ready, state.media).then(
    (api) => {
      onStop(stop, async () => {
        await engine.stop();
        await keeper?.close(); // while the port is taken: the next run reads it then
        await api.close();
      });
      engine.serveAt(api.url);
      return api;
    },
    explainTaken({ EMULATOR_PORT: emulatorPort }),
  );
  const [emulator] = await Promise.all([serving, functions.start()]);
  keeper = await state.keep({ engine, gone: numbersOf.gone });
  setReady();
  console.log(whatNext(platform.url, emulator.url, signatureCheck));
}

function logAnswer({ status, method, path }: Answered): void {
  console.log(`${status} ${method} ${path}`);
}

function logRefusal({ status, method, path, text, advice }: Refused): void {
  const request = method === '' ? 'no request' : `${method} ${path}`;
  console.log(`${status} ${request} | ${text}${advice === '' ? '' : ` (${advice})`}`);
}

const whatNext = (functionsUrl: string, emulatorUrl: string, signatureCheck: boolean): string => `
Text your Function from a phone on a page:  ${emulatorUrl}
Webhook (POST and GET):                     ${functionsUrl}/sms
Landing page:                               ${functionsUrl}/index.html

Or send it a message from here, and then the same again:

  curl ${emulatorUrl}/api/messages -d '{"from":"+15551110000","to":"+15552220000","body":"hi"}'

${signatureCheck ? 'As on Twilio, a protected Function answers signed requests alone: docs/platform.md.' : 'SIGNATURE_CHECK is off: a protected Function answers everybody.'}
A change in src/ is built at once. Ctrl-C stops everything.
`;

const stop = stopController();
try {
  const args = readStartArguments(process.argv.slice(2));
  if (args === undefined) {
    console.log(START_USAGE);
    stop.abort();
  } else {
    start(process.cwd(), args, stop).catch((error: unknown) => {
      if (!stop.signal.aborted) fail(error, stop); // what was stopped on purpose has not failed
    });
  }
} catch (error) {
  fail(error, stop);
}
