import { readAccount } from '../emulator/account';
import { pageFiles } from '../emulator/api/page-files';
import { serveApi } from '../emulator/api/server';
import { createEngine } from '../emulator/engine/engine';
import { functionPath } from '../emulator/function-path';
import { numbersFor } from '../emulator/numbers';
import { createEnvFile } from './env-file';
import { assertFreePort, readPort } from './ports';
import { serveFunctions } from './serve-functions';
import { fail, stopController } from './stop-signal';

async function start(root: string, stop: AbortController): Promise<void> {
  const port = readPort('PORT', 3000);
  const emulatorPort = readPort('EMULATOR_PORT', 1337);
  await assertFreePort(port, 'PORT');
  await assertFreePort(emulatorPort, 'EMULATOR_PORT');
  if (await createEnvFile(root)) {
    console.log('Made .env from .env.example, with a fresh random SESSION_SECRET.');
  }

  const engine = createEngine({ account: await readAccount(root) });
  await serveFunctions({
    root,
    port,
    stopping: stop.signal,
    onFunctions(files) {
      const paths = files.map((file) => functionPath(file).path);
      engine.setNumbers(numbersFor(`http://localhost:${port}`, paths, engine.numbers()));
    },
    onFailure(why) {
      fail(why, stop);
    },
  });
  const emulator = await serveApi(engine, await pageFiles(), emulatorPort);
  stop.signal.addEventListener('abort', () => void emulator.close());
  console.log(whatNext(port, emulator.url));
}

const whatNext = (port: number, emulatorUrl: string): string => `
Text your Function from a phone on a page:  ${emulatorUrl}
Webhook (POST and GET):                     http://localhost:${port}/sms
Landing page:                               http://localhost:${port}/index.html

Or send it a message from here, and then the same again:

  curl -b jar -c jar http://localhost:${port}/sms --data-urlencode From=+15551110000 --data-urlencode To=+15552220000 -d Body=hi

A change in src/ is built at once. Ctrl-C stops everything.
`;

const stop = stopController();
start(process.cwd(), stop).catch((error: unknown) => {
  fail(error, stop);
});
