import { expect, it } from '@jest/globals';
import { sendWebhook } from 'test-support';
import { FIRST, message, startProject } from '../support/start';

it('stops everything with Ctrl-C, and with a SIGTERM that npm alone gets', async () => {
  const project = await startProject();
  const first = await project.started();
  await first.interrupt(); // resolves when no process holds its output any more
  await expect(fetch(project.url)).rejects.toThrow();
  expect(first.output()).not.toContain('ended by itself');

  const second = await project.started({ env: { SIGNATURE_CHECK: 'off' } });
  expect(second.output()).toContain('SIGNATURE_CHECK is off');
  expect(second.output()).not.toContain('Made .env');
  const unsigned = await sendWebhook(project.url, message('+15550000012'));
  expect(unsigned.texts).toEqual([FIRST]);
  second.process.kill('SIGTERM');
  await second.ended;
  await expect(fetch(project.url)).rejects.toThrow();
});
