import { writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { closeWithTests, processesBelow, type Running } from 'test-support';
import { message, NUMBER, startProject, type StartProject } from '../support/start';

/** How far `npm start` has come, and what it has begun by then. */
const MOMENTS = {
  shell: (running: Running) => seen(running, 'shell'),
  'Node.js': (running: Running) => seen(running, 'start'),
  esbuild: (running: Running) => seen(running, 'esbuild'),
  'twilio-run': (running: Running) => seen(running, 'twilio-run'),
  'list of Functions': (running: Running) => running.prints('Functions\n'),
  everything: (running: Running) => running.prints('Ctrl-C stops everything'),
  'a rebuild': async (running: Running, { root }: StartProject) => {
    await running.prints('Ctrl-C stops everything');
    const source = `export const handler = (_: unknown, __: unknown, callback: () => void) => callback(); // ${Date.now()}\n`;
    await writeFile(join(root, 'src/functions/edited.ts'), source);
    await running.prints('Functions\n', 2);
  },
  'a webhook': async (running: Running, project: StartProject) => {
    await running.prints('Ctrl-C stops everything');
    await textTo('/never', project);
  },
  'a status callback': async (running: Running, project: StartProject) => {
    await running.prints('Ctrl-C stops everything');
    await textTo('/', project);
  },
};

/** Sends a message to a webhook that never answers at `/never`, and elsewhere has that called back. Resolves when it is called. */
async function textTo(path: string, { emulatorPort }: StartProject): Promise<void> {
  let setCalled!: () => void;
  const isCalled = new Promise<void>((resolve) => (setCalled = resolve));
  const answer = '<Response><Message statusCallback="/never">hi</Message></Response>';
  const server = createHttpServer(({ url }, response) => {
    if (url === '/never') setCalled();
    else response.setHeader('Content-Type', 'text/xml').end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeWithTests(() => {
    server.close().closeAllConnections();
  });
  const api = (method: string, at: string, body: object) =>
    fetch(`http://localhost:${emulatorPort}/api/${at}`, { method, body: JSON.stringify(body) });
  const smsUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  await api('PUT', `numbers/${NUMBER}`, { smsUrl });
  const { From: from, To: to, Body: body } = message('+15550000040');
  api('POST', 'messages', { from, to, body }).catch(() => undefined); // the emulator ends before it has answered
  await isCalled;
}

type Target = 'npm' | 'shell' | 'start' | 'all';

// Not a SIGINT that npm or its shell gets alone: it ends neither, because dash waits for its command.
const KILLS: (readonly [moment: keyof typeof MOMENTS, signal: NodeJS.Signals, target: Target])[] = [
  ['shell', 'SIGKILL', 'npm'],
  ['shell', 'SIGKILL', 'shell'],
  ['shell', 'SIGTERM', 'npm'],
  ['shell', 'SIGHUP', 'npm'],
  ['Node.js', 'SIGKILL', 'npm'],
  ['Node.js', 'SIGKILL', 'shell'],
  ['Node.js', 'SIGTERM', 'npm'],
  ['Node.js', 'SIGINT', 'all'],
  ['esbuild', 'SIGKILL', 'npm'],
  ['esbuild', 'SIGKILL', 'start'],
  ['esbuild', 'SIGTERM', 'npm'],
  ['twilio-run', 'SIGKILL', 'npm'],
  ['twilio-run', 'SIGKILL', 'start'],
  ['twilio-run', 'SIGTERM', 'npm'],
  ['list of Functions', 'SIGKILL', 'shell'],
  ['list of Functions', 'SIGTERM', 'start'],
  ['list of Functions', 'SIGHUP', 'all'],
  ['everything', 'SIGKILL', 'npm'],
  ['everything', 'SIGKILL', 'shell'],
  ['everything', 'SIGKILL', 'start'],
  ['everything', 'SIGTERM', 'npm'],
  ['everything', 'SIGHUP', 'npm'],
  ['a rebuild', 'SIGKILL', 'npm'],
  ['a rebuild', 'SIGINT', 'all'],
  ['a webhook', 'SIGINT', 'all'],
  ['a status callback', 'SIGTERM', 'npm'],
];

/** Less than the 15 s that a webhook may take. On an idle machine, everything has ended after a second. */
const SOON_MS = 10_000;

/** Processes of `npm start`, by their command lines. npm itself is the one that a test has started. */
const COMMANDS = {
  shell: /^\S*sh -c .*scripts\/start/,
  start: /^\S*node .*scripts\/start/,
  esbuild: /esbuild.* --service=/,
  'twilio-run': /^twilio-run/,
};

/** Resolves with the process when it has begun. */
async function seen({ process: npm }: Running, name: keyof typeof COMMANDS): Promise<number> {
  for (;;) {
    const found = processesBelow(npm.pid ?? 0).find(({ command }) => COMMANDS[name].test(command));
    if (found !== undefined) return found.pid;
    if (npm.exitCode !== null) throw new Error(`npm start ended before ${name} began.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Whether nothing listens on a port. */
const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer().once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () =>
      server.close(() => {
        resolve(true);
      }),
    );
  });

it('ends soon, and leaves nothing behind, when one of its processes, or all, gets a signal, whenever that is', async () => {
  const projects = await Promise.all([startProject(), startProject(), startProject()]);
  const tried: string[] = [];
  const waiting = [...KILLS];
  await Promise.all(
    projects.map(async (project) => {
      for (let kill = waiting.shift(); kill !== undefined; kill = waiting.shift()) {
        const [moment, signal, target] = kill;
        const running = project.start({ env: { TYPE_CHECK: 'on' } });
        await MOMENTS[moment](running, project);
        const npm = running.process.pid ?? 0;
        const pid = target === 'npm' ? npm : target === 'all' ? -npm : await seen(running, target);
        const killedAt = performance.now();
        process.kill(pid, signal);
        await running.ended; // resolves when no process holds its output any more
        const tookMs = performance.now() - killedAt;
        if (tookMs > SOON_MS)
          throw new Error(`It took ${Math.round(tookMs)} ms to end after ${kill.join()}.`);
        const free = [await isFree(project.port), await isFree(project.emulatorPort)];
        expect({ kill, free }).toEqual({ kill, free: [true, true] });
        tried.push(kill.join());
      }
    }),
  );
  expect(tried.toSorted()).toEqual(KILLS.map((kill) => kill.join()).toSorted());
});
