import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from '@jest/globals';
import { filesIn } from 'functions-runtime';
import { freePort, processesBelow, run } from 'test-support';
import { FIRST, phone, startProject } from '../support/start';

/** In the line of the counter that is debugged. */
const STATEMENT = 'const count =';

/** A debugger that stops at the statement. */
const attach = (root: string, port: number) =>
  run(root, process.execPath, [
    ...['--experimental-websocket', join(__dirname, '../support/debugger.mjs')],
    ...[String(port), '/src/functions/sms.protected.ts', STATEMENT],
  ]);

it('npm start -- --inspect lets a debugger stop at a line of TypeScript', async () => {
  const project = await startProject();
  const port = await freePort();
  await project.started({ args: [`--inspect=127.0.0.1:${port}`] });
  const editor = attach(project.root, port);
  await editor.prints('attached');

  const { send } = phone(project.url, '+15550000001');
  const source = join(project.root, 'src/functions/sms.protected.ts');
  expect((await send()).texts).toEqual([FIRST]); // loads the Function
  await editor.prints(`breakpoint in ${pathToFileURL(source).href}`);
  expect((await send()).texts).toEqual(['Hello, thanks for message number 2']);
  const lines = (await readFile(source, 'utf8')).split('\n');
  const line = 1 + lines.findIndex((text) => text.includes(STATEMENT));
  await editor.prints(`paused at ${pathToFileURL(source).href}:${line}\n`);

  const served = await filesIn(join(project.root, 'dist/functions'));
  expect(served.filter((file) => !file.endsWith('.js'))).toEqual([]);
  for (const file of served) {
    expect(await readFile(join(project.root, 'dist/functions', file), 'utf8')).not.toContain(
      'sourceMappingURL',
    );
  }
});

it('npm start -- --inspect-brk ends with Ctrl-C while it waits for a debugger, and calls that no failure', async () => {
  const project = await startProject();
  const waiting = project.start({ args: [`--inspect-brk=127.0.0.1:${await freePort()}`] });
  await waiting.prints('Debugger listening');
  await waiting.interrupt();
  expect(waiting.output()).not.toContain('ended by itself');
});

it('npm start -- --inspect-brk serves when a debugger has come, which stops before twilio-run begins', async () => {
  const project = await startProject();
  const port = await freePort();
  const running = project.start({ args: [`--inspect-brk=127.0.0.1:${port}`] });
  await running.prints('Debugger listening');
  const editor = attach(project.root, port);
  await editor.prints('paused at');
  expect(running.output()).not.toContain('Functions\n'); // twilio-run lists them when it starts
  await running.prints('Ctrl-C stops everything');
  expect((await phone(project.url, '+15550000002').send()).texts).toEqual([FIRST]);
});

it('npm start -- --inspect-brk leaves nothing behind when it is killed while it waits for a debugger', async () => {
  const project = await startProject();
  const waiting = project.start({ args: [`--inspect-brk=127.0.0.1:${await freePort()}`] });
  await waiting.prints('Debugger listening');
  const start = processesBelow(waiting.process.pid ?? 0).find(({ command }) =>
    /^\S*node .*scripts\/start/.test(command),
  );
  process.kill(start?.pid ?? NaN, 'SIGKILL');
  expect(await waiting.ended).not.toBe(0); // when no process holds its output any more
});
