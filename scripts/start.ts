import { watch } from 'chokidar';
import { buildFunctions } from './build-functions';
import { createEnvFile } from './env-file';
import { assertFreePort, readPort } from './ports';
import { startTwilioRun } from './twilio-run';

/** An editor writes several files, or one file in several steps: build when nothing has changed for so long. */
const SETTLE_MS = 50;

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function start(root: string): Promise<void> {
  const port = readPort('PORT', 3000);
  await assertFreePort(port, 'PORT');
  if (await createEnvFile(root)) {
    console.log('Made .env from .env.example, with a fresh random SESSION_SECRET.');
  }
  let built = await buildFunctions(root);

  const serve = () =>
    startTwilioRun(root, port, ({ code, signal }) => {
      // Ctrl-C reaches every process of the terminal, and this one may see its child's end first.
      if (STOP_SIGNALS.some((stop) => stop === signal)) return;
      console.error(`twilio-run ended by itself (${signal ?? code ?? '?'}).`);
      process.exit(1);
    });
  let server = await serve();

  const rebuild = async (): Promise<void> => {
    const before = built;
    built = await buildFunctions(root);
    // twilio-run loads a changed Function by itself, but looks for new and removed ones only when it starts.
    if (before.join() !== built.join()) {
      await server.stop();
      server = await serve();
    }
    console.log('Rebuilt. The next message meets the new code.');
  };

  let work = Promise.resolve();
  let pause: NodeJS.Timeout | undefined;
  const watcher = watch(['src/functions', 'src/conversation', 'src/twilio'], {
    cwd: root,
    ignoreInitial: true,
  });
  watcher.on('all', () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      work = work.then(rebuild).catch((error: unknown) => {
        console.error(`Not rebuilt; the code of the last build goes on.\n${messageOf(error)}`);
      });
    }, SETTLE_MS);
  });
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  console.log(whatNext(port));

  const stop = (): void => {
    clearTimeout(pause);
    void watcher.close();
    void work.then(() => server.stop()).then(() => process.exit());
  };
  for (const signal of STOP_SIGNALS) process.once(signal, stop);
  if (process.env.npm_lifecycle_event !== undefined) whenOrphaned(stop);
}

/** npm's shell does not pass SIGTERM on: what tells that `npm start` has been ended is another parent process. */
function whenOrphaned(then: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    then();
  }, 250);
}

const whatNext = (port: number): string => `
Webhook: http://localhost:${port}/sms (POST and GET)
Page:    http://localhost:${port}/index.html

Send it a message, and then the same again:

  curl -b jar -c jar http://localhost:${port}/sms --data-urlencode From=+15551110000 --data-urlencode To=+15552220000 -d Body=hi

A change in src/ is built at once. Ctrl-C stops everything.
`;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

start(process.cwd()).catch((error: unknown) => {
  console.error(messageOf(error));
  process.exit(1);
});
