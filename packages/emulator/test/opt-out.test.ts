import { describe, expect, it } from '@jest/globals';
import { startEmulator } from '../src/driver';
import { ANN, BEN, changeNumber, failed, NUMBER, outcome, sent, startWithWebhook } from './support/turns';
import { says, serveWebhook } from './support/webhook-server';

const SECOND = '+15552229999';
const to = (content: string): string => `<Response>${content}</Response>`;

describe('opting out', () => {
  const UNSUBSCRIBED = expect.stringContaining('You have successfully been unsubscribed.');
  const start = () => startWithWebhook(({ parameters }) => says(`echo ${parameters.get('Body') ?? ''}`));

  it.each(['STOP', 'stopall', 'Unsubscribe', 'CANCEL', 'end', 'Quit', 'REVOKE', 'optout', ' stop\n'])(
    '%j is answered by Twilio, the webhook is called, and its reply is 21610',
    async (word) => {
      await using at = await start();
      expect(await at.ann.text(word, { errors: [21610] })).toEqual([UNSUBSCRIBED]);
      expect(at.server.requests.at(-1)?.parameters.get('Body')).toBe(word);
      expect(at.ann.lastTurn()?.replies).toMatchObject([{ byTwilio: true, from: NUMBER, to: ANN }]);
      expect(await at.ann.text('hi', { errors: [21610] })).toEqual([]);
      expect(at.twilio.engine.conversation(ANN, NUMBER)?.optedOut).toBe(true);
    },
  );

  it('STOP is answered each time', async () => {
    await using at = await start();
    for (const word of ['STOP', 'stop'])
      expect(await at.ann.text(word, { errors: [21610] })).toEqual([UNSUBSCRIBED]);
  });

  it('STOP with a picture is STOP', async () => {
    await using at = await start();
    const media = [{ url: 'https://a.example/b.png', contentType: 'image/png' }];
    const { engine } = at.twilio;
    const { replies } = await engine.send({ from: ANN, to: NUMBER, body: 'stop', media });
    expect(replies).toMatchObject([{ byTwilio: true }]);
  });

  it.each([
    ...['stop it', 'please stop', 'S T O P', 'stopp', 'unend', ''],
    ...[
      'Stop.',
      'STOP!',
      '"stop"',
      'STOP please',
      'stop\nnow',
      'stop 🛑',
      '🛑',
      'ＳＴＯＰ',
      'ѕtop',
      'opt out',
      'stop\u200b',
    ],
  ])('%j is a message like any other', async (word) => {
    await using at = await start();
    expect(await at.ann.text(word)).toEqual([`echo ${word}`.trim()]);
  });

  it.each(['START', 'yes', 'Unstop'])('%s lets replies through again', async (word) => {
    await using at = await start();
    await at.ann.text('STOP', { errors: [21610] });
    expect(await at.ann.text(word)).toEqual([expect.stringContaining('re-subscribed'), `echo ${word}`]);
    expect(await at.ann.text('hi')).toEqual(['echo hi']);
  });

  it.each(['START', 'yes', 'Unstop'])(
    '%s is a word like any other to who has not opted out',
    async (word) => {
      await using at = await start();
      expect(await at.ann.text(word)).toEqual([`echo ${word}`]);
    },
  );

  it.each(['HELP', 'info'])('%s is answered by Twilio too, and changes nothing', async (word) => {
    await using at = await start();
    expect(await at.ann.text(word)).toEqual([
      'Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
      `echo ${word}`,
    ]);
    expect(await at.ann.text('hi')).toEqual(['echo hi']);
  });

  it.each(['HELP', 'info'])('%s is not answered to who has opted out', async (word) => {
    await using at = await start();
    await at.ann.text('STOP', { errors: [21610] });
    expect(await at.ann.text(word, { errors: [21610] })).toEqual([]);
  });

  it('is for one number: others of yours still reach the phone, and other phones this one', async () => {
    await using at = await start();
    changeNumber(at.twilio, { number: SECOND });
    await at.ann.text('STOP', { errors: [21610] });
    expect(await at.twilio.phone(ANN, { to: SECOND }).text('hi')).toEqual(['echo hi']);
    expect(await at.twilio.phone(BEN).text('hi')).toEqual(['echo hi']);
  });

  it('blocks what is sent in the turn of another phone, and its status callbacks', async () => {
    await using server = await serveWebhook({
      '/sms': ({ parameters }) =>
        parameters.get('From') === ANN
          ? '<Response/>'
          : to(`<Message to="${ANN}" statusCallback="/status">hi</Message>`),
      '/status': { status: 204 },
    });
    await using twilio = await startEmulator({ webhook: server.url });
    expect(await twilio.phone(ANN).text('STOP')).toEqual([UNSUBSCRIBED]);
    expect(outcome(await twilio.phone(BEN).send('hi'))).toEqual(failed(21610));
    expect(server.requests.filter(({ path }) => path === '/status')).toEqual([]);
    expect(outcome(await twilio.phone(BEN).send('x'))).not.toEqual(sent('hi'));
  });

  it('does not empty the jar: that is for the webhook to do', async () => {
    await using server = await serveWebhook({
      '/sms': { headers: { 'Content-Type': 'text/xml', 'Set-Cookie': 'a=1; Path=/' }, body: '<Response/>' },
    });
    await using twilio = await startEmulator({ webhook: server.url });
    await twilio.phone(ANN).text('STOP');
    expect(twilio.phone(ANN).cookies()).toMatchObject([{ name: 'a' }]);
  });

  it('is forgotten with the conversation', async () => {
    await using at = await start();
    await at.ann.text('STOP', { errors: [21610] });
    at.twilio.engine.forget(ANN, NUMBER);
    expect(await at.ann.text('hi')).toEqual(['echo hi']);
  });
});
