import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { Running } from 'test-support';
import { FIRST, NUMBER, startProject, type StartProject } from '../support/start';

const ANN = '+15551110000';

const api = async ({ emulatorPort }: StartProject, path: string, body?: object): Promise<unknown> => {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`http://localhost:${emulatorPort}/api${path}`, init);
  return response.json();
};

const text = (project: StartProject, to = NUMBER) => api(project, '/messages', { from: ANN, to, body: 'hi' });

async function kill(running: Running): Promise<void> {
  const { pid } = running.process;
  if (pid === undefined) throw new Error('It has not begun.');
  process.kill(-pid, 'SIGKILL');
  await running.ended;
}

const functionAnswering = (words: string) => `
  export const handler = (_context: unknown, _event: unknown, callback: (error: null, answer: string) => void) => {
    callback(null, '${words}');
  };`;

it('a restart after kill -9 goes on: conversations, cookies, the clock, and the number of each Function', async () => {
  const project = await startProject();
  const first = await project.started();
  expect(await text(project)).toMatchObject({ replies: [{ body: FIRST }] });
  await api(project, '/clock', { advance: '1h' });
  await api(project, '/phones', { phone: '+15551110007' });
  const numbers = (await api(project, '/numbers')) as { numbers: { name: string; number: string }[] };
  const conversation = await api(project, `/conversations/${ANN}/${NUMBER}`);
  await api(project, '/clock', { advance: '1m' });
  const file = join(project.root, `.emulator/start-${project.emulatorPort}/state.jsonl`);
  const saved = () => readFile(file, 'utf8').catch(() => ''); // there is none before the first save
  while (!(await saved()).includes('"clockOffset":3660000')); // the last change is saved
  await kill(first);

  // A path that is shorter than /sms, which would be the first number's.
  await writeFile(join(project.root, 'src/functions/a.ts'), functionAnswering('of a'));
  const second = await project.started();
  expect(await api(project, `/conversations/${ANN}/${NUMBER}`)).toEqual(conversation);
  const after = (await api(project, '/numbers')) as typeof numbers;
  expect(after.numbers).toEqual(expect.arrayContaining(numbers.numbers));
  expect(after.numbers).toHaveLength(numbers.numbers.length + 1);
  expect(await text(project)).toMatchObject({ replies: [{ body: 'Hello, thanks for message number 2' }] });
  expect(await text(project, after.numbers.find(({ name }) => name === '/a')?.number)).toMatchObject({
    replies: [{ body: 'of a' }],
  });
  expect(await api(project, '/clock')).toMatchObject({ offset: 3660_000 });
  expect(await api(project, '/phones')).toMatchObject({ phones: [ANN, '+15551110007'] });
  await second.interrupt();
});
