import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { startEmulator } from '../src/driver';
import { conversationAsTest } from '../src/page/copy-as-test';
import { run } from 'test-support';

it('a conversation that is copied as a test passes when it is pasted into test/', async () => {
  await using twilio = await startEmulator({ functions: 'dist/functions' });
  const phone = twilio.phone('+15551110000', { to: '/sms' });
  await phone.text('it’s "me"\n\\o/ `${1}`');
  await phone.text('again', { media: ['https://example.com/cat.jpg'] });
  twilio.clock.advance('90m');
  await phone.text('hi');
  twilio.clock.advance('4h');
  await phone.text('hi');
  twilio.faults({ answerSlowly: 'next' });
  await phone.text('hi', { errors: [11205] });
  twilio.faults({ loseCookie: 'next', deliverTwice: 'next' });
  await phone.text('hi');
  await phone.text('STOP');
  await phone.text('blocked', { errors: [21610] });

  const [number] = twilio.engine.numbers();
  const conversation = twilio.engine.conversation('+15551110000', number?.number ?? '');
  if (number === undefined || conversation === undefined) throw new Error('There was no conversation.');
  const copied = conversationAsTest(conversation, number);
  const folder = await mkdtemp('test/pasted-');
  const pasted = join(folder, 'pasted.test.ts');
  const report = join(folder, 'report.json');
  try {
    await writeFile(pasted, copied);
    const jest = run('.', 'npx', ['jest', pasted, '--coverage=false', '--json', `--outputFile=${report}`]);
    await jest.ended;
    expect(jest.output()).toContain('Tests:       1 passed, 1 total');

    // It can fail: another answer than the copied one does.
    await writeFile(pasted, copied.replace('number 3', 'number 4'));
    const failing = run('.', 'npx', ['jest', pasted, '--coverage=false', '--json', `--outputFile=${report}`]);
    await failing.ended;
    expect(failing.output()).toContain('Tests:       1 failed, 1 total');
    expect(await readFile(report, 'utf8')).toContain('Hello, thanks for message number 3');
  } finally {
    await rm(folder, { recursive: true });
  }
}, 30_000);
