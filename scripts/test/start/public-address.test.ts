import { expect, it } from '@jest/globals';
import type { Turn } from 'sms-emulator';
import { FIRST, NUMBER, startProject } from '../support/start';

const PUBLIC = 'https://their.name';

it('a Function of npm start takes what is signed for the public address of its number', async () => {
  const project = await startProject();
  await project.started();
  const ask = async (method: string, path: string, body: object) => {
    const url = `http://localhost:${project.emulatorPort}/api${path}`;
    return (await fetch(url, { method, body: JSON.stringify(body) })).json();
  };
  await ask('PUT', `/numbers/${NUMBER}`, { publicUrl: PUBLIC });
  const send = async () =>
    (await ask('POST', '/messages', { from: '+15551110000', to: NUMBER, body: 'hi' })) as Turn;

  expect((await send()).replies).toMatchObject([{ body: FIRST }]);
  const { replies, exchanges, cookies } = await send();
  expect(replies).toMatchObject([{ body: 'Hello, thanks for message number 2' }]);
  expect(exchanges).toMatchObject([{ request: { url: `${PUBLIC}/sms`, sentTo: project.url } }]);
  expect(cookies.after).toMatchObject([{ name: 'counter', domain: 'their.name' }]);
});
