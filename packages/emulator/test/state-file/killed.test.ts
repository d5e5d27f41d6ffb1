import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { freePort, run, type Running, temporaryFolder } from 'test-support';
import type { Conversation } from '../../src/engine/types';
import { readLines } from '../../src/state-file/format';
import { callApi } from '../support/api-client';
import { ANN, BEN, NUMBER } from '../support/turns';
import { says, serveWebhook } from '../support/webhook-server';

const BIN = join(process.cwd(), 'packages/emulator/bin/sms-emulator.cjs');

/** The command in a folder of its own. Its webhook counts the messages of a conversation by a cookie. */
async function emulatorCommand() {
  const server = await serveWebhook(({ header }) => {
    const count = Number(/n=(\d+)/.exec(header('cookie') ?? '')?.[1] ?? 0) + 1;
    return {
      headers: { 'Content-Type': 'text/xml', 'Set-Cookie': `n=${count}` },
      body: says(`number ${count}`),
    };
  });
  const root = await temporaryFolder();
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const folder = join(root, '.emulator', `emulator-${port}`);
  return {
    root,
    folder,
    file: join(folder, 'state.jsonl'),
    async start(...args: string[]): Promise<Running> {
      const started = run(root, 'node', [BIN, '--webhook', server.url, ...args], {
        EMULATOR_PORT: String(port),
      });
      await started.prints('Ctrl-C stops it.');
      return started;
    },
    call: (method: string, path: string, body?: unknown, headers = {}) =>
      callApi(url, method, path, { body, headers }),
    text: (body: string, from = ANN) =>
      callApi(url, 'POST', '/api/messages', { body: { from, to: NUMBER, body } }),
    async conversation(from = ANN): Promise<Conversation> {
      return (await callApi(url, 'GET', `/api/conversations/${from}/${NUMBER}`)).json as Conversation;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

async function kill(running: Running): Promise<void> {
  const { pid } = running.process;
  if (pid === undefined) throw new Error('It has not begun.');
  process.kill(-pid, 'SIGKILL');
  await running.ended;
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

it('everything is there after a stop, in a file that only its owner reads', async () => {
  await using command = await emulatorCommand();
  const first = await command.start();
  await command.text('one');
  await command.call('PUT', `/api/numbers/${NUMBER}`, { kind: 'tollFree' });
  await command.call('POST', '/api/phones', { phone: BEN });
  await command.call('PUT', `/api/phones/${BEN}`, { before: ANN });
  await command.call('POST', '/api/clock', { advance: '1h' });
  const uploaded = await command.call('POST', '/api/media', 'a picture', { 'Content-Type': 'image/png' });
  const media = await fetch((uploaded.json as { url: string }).url);
  expect(await media.text()).toBe('a picture');
  const before = [await command.conversation(), (await command.call('GET', '/api/account')).json];
  expect(await first.interrupt()).toBe(0);
  expect((await stat(command.file)).mode & 0o777).toBe(0o600);
  expect(await readFile(join(command.root, '.emulator/.gitignore'), 'utf8')).toBe('*\n');

  const second = await command.start();
  expect([await command.conversation(), (await command.call('GET', '/api/account')).json]).toEqual(before);
  expect((await command.call('GET', '/api/phones')).json).toMatchObject({ phones: [BEN, ANN] });
  expect((await command.call('GET', '/api/numbers')).json).toMatchObject({ numbers: [{ kind: 'tollFree' }] });
  expect((await command.call('GET', '/api/clock')).json).toMatchObject({ offset: 3600_000 });
  expect(await (await fetch(media.url)).text()).toBe('a picture');
  expect((await command.text('two')).json).toMatchObject({ replies: [{ body: 'number 2' }] });
  await second.interrupt();
});

it('whenever it is killed, the file is whole, and the next run goes on from what it had', async () => {
  await using command = await emulatorCommand();
  let known = 0;
  for (let round = 0; round < 6; round++) {
    const running = await command.start();
    while (!(await isThere(command.file))); // the first save comes after the first answer
    const { turns: found = [] } = (await command.conversation()) as Partial<Conversation>;
    const ended = found.filter(({ cutOff }) => cutOff !== true);
    // Nothing between is missing, nothing is twice, and nothing that an earlier run had found is lost.
    const counts = found.map(({ body }) => Number(body));
    expect(counts).toEqual(counts.map((_, index) => index));
    expect(counts.length).toBeGreaterThanOrEqual(known);
    expect(ended.map(({ replies }) => replies.length)).toEqual(ended.map(() => 1));
    known = counts.length;

    const texting = (async () => {
      for (let next = known; ; next++) await command.text(String(next));
    })().catch(() => undefined);
    // A random moment of the saving: the file that is being written is seen or not.
    const wanted = known + 1 + Math.floor(Math.random() * 20);
    while (((await command.conversation().catch(() => undefined))?.turns ?? []).length < wanted);
    await kill(running);
    await texting;
    const lines = (await readFile(command.file, 'utf8')).trimEnd().split('\n');
    await readLines(lines);
  }
});

it.each([
  ['a folder', (path: string) => mkdir(path)],
  ['a named pipe', (path: string) => promisify(execFile)('mkfifo', [path])],
])('what is no file at all is set aside too: %s', async (_, make) => {
  await using command = await emulatorCommand();
  await mkdir(dirname(command.file), { recursive: true });
  await make(command.file);
  const running = await command.start();
  expect(running.output()).toMatch(/cannot be read, and is set aside as .* It is not a file\. This run/);
  await command.text('one');
  await running.interrupt();
  expect((await stat(command.file)).isFile()).toBe(true);
});

it('a file that cannot be read is set aside with a word, and the start goes on', async () => {
  await using command = await emulatorCommand();
  await mkdir(command.folder, { recursive: true });
  await writeFile(command.file, '["sms-emulator",2]\n');
  const running = await command.start();
  expect(running.output()).toContain('It is of a newer version of the emulator: 2.');
  const [aside] = (await readdir(join(command.root, '.emulator'))).filter((name) =>
    name.includes('.unreadable-'),
  );
  expect(await readFile(join(command.root, '.emulator', aside ?? '', 'state.jsonl'), 'utf8')).toBe(
    '["sms-emulator",2]\n',
  );
  await command.text('one');
  await running.interrupt();
  const again = await command.start();
  expect((await command.conversation()).messages).toHaveLength(2);
  await again.interrupt();
});

it('--fresh begins anew, and leaves what was there for a look', async () => {
  await using command = await emulatorCommand();
  const first = await command.start();
  await command.text('one');
  await first.interrupt();
  const before = await readFile(command.file, 'utf8');
  const second = await command.start('--fresh');
  expect((await command.call('GET', '/api/conversations')).json).toEqual({ conversations: [] });
  expect(second.output()).toContain('.before-fresh');
  expect(await readFile(join(`${command.folder}.before-fresh`, 'state.jsonl'), 'utf8')).toBe(before);
  await second.interrupt();
});

it('a second start, whose port is taken, does not touch the file', async () => {
  await using command = await emulatorCommand();
  const first = await command.start();
  await command.text('one');
  const isSaved = async () => (await readFile(command.file, 'utf8').catch(() => '')).includes('"number 1"');
  while (!(await isSaved()));
  await expect(command.start('--fresh')).rejects.toThrow('is taken');
  expect(await isSaved()).toBe(true); // the first may have saved once more
  expect(await readdir(join(command.root, '.emulator'))).toHaveLength(2);
  await first.interrupt();
});
