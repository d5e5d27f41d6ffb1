import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

it('builds what is edited while it starts', async () => {
  const project = await startProject();
  const source = join(project.root, 'src/functions/sms.protected.ts');
  const text = await readFile(source, 'utf8');
  const running = project.start({ env: { SIGNATURE_CHECK: 'off' } });
  await running.prints('Functions\n'); // twilio-run lists them when it starts, after the first build
  await writeFile(source, text.replace('thanks for the new message', 'thanks for the edit'));
  await running.prints('Rebuilt. The next message meets the new code.');
  const { texts } = await sendWebhook(project.url, message('+15550000013'));
  expect(texts).toEqual(['Hello, thanks for the edit.']);
  await running.interrupt();
});
