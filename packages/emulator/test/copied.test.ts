import { expect, it } from '@jest/globals';
import { startEmulator } from '../src/driver';
import { conversationAsTest } from '../src/page/copy-as-test';
import { runTests } from './support/run-jest';

/** A conversation of WhatsApp, as a test. */
async function copiedFromWhatsApp(): Promise<string> {
  await using twilio = await startEmulator({ functions: 'dist/functions' });
  const phone = twilio.phone('whatsapp:+15551110000', { to: '/sms', profileName: 'Ann' });
  await phone.text('hi');
  await phone.tap('Yes', 'yes');
  await phone.text('', { location: { latitude: 25.5, longitude: -77.4, label: 'Home' } });
  twilio.clock.advance('4h');
  await phone.text('STOP');
  const [conversation] = twilio.engine.conversations();
  const number = twilio.engine.number(conversation?.to ?? '');
  if (number === undefined || conversation === undefined) throw new Error('There was no conversation.');
  return conversationAsTest(conversation, number);
}

it('a conversation that is copied as a test passes as it is, and fails when a reply is another', async () => {
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
  await phone.text('START');
  twilio.faults({ overlap: 'next' });
  await Promise.all([phone.text('two'), phone.text('at once')]);
  await phone.text('again');
  twilio.faults({ overlap: 'all' });
  const three = [phone.text('three')];
  twilio.faults({ loseCookie: 'next' });
  three.push(phone.text('without a cookie'), phone.text('at once'));
  await Promise.all(three);
  twilio.clock.advance('4h'); // which of the three answered last, and so whose cookie is kept, is anyone's guess
  await phone.text('alone');

  const [number] = twilio.engine.numbers();
  const conversation = twilio.engine.conversation('+15551110000', number?.number ?? '');
  if (number === undefined || conversation === undefined) throw new Error('There was no conversation.');
  const copied = conversationAsTest(conversation, number);
  const reports = await runTests({
    'copied.test.ts': copied,
    'channel.test.ts': await copiedFromWhatsApp(),
    'altered.test.ts': copied.replace('number 3', 'number 4'),
  });

  const resultsOf = (name: string) => reports.find((file) => file.name.endsWith(name))?.assertionResults;
  expect(resultsOf('copied.test.ts')).toMatchObject([{ status: 'passed', failureMessages: [] }]);
  expect(resultsOf('channel.test.ts')).toMatchObject([{ status: 'passed', failureMessages: [] }]);
  expect(resultsOf('altered.test.ts')).toMatchObject([
    { status: 'failed', failureMessages: [expect.stringContaining('Hello, thanks for message number 3')] },
  ]);
});
