import { describe, expect, it } from '@jest/globals';
import { conversation } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import { ask, beginning, scope, type Beginning } from '../../src/conversation/steps';
import { clientFor } from '../support/conversation-client';
import { turnsOf } from '../support/turns';

const NOTHING = {
  from: '',
  to: '',
  sid: '',
  channel: 'sms',
  profileName: '',
  city: '',
  state: '',
  zip: '',
  country: '',
};

/** A conversation that notes its beginning in each turn, before its questions and after them. */
function noting() {
  const noted: Beginning[] = [];
  const code = conversation('noting', function* () {
    noted.push(yield* beginning());
    yield* ask('one', 'One?', text());
    yield* ask('two', 'Two?', text());
    noted.push(yield* scope('part', beginning()));
  });
  return { code, noted };
}

const PARAMETERS = {
  From: 'whatsapp:+15551110000',
  To: 'whatsapp:+15552220000',
  MessageSid: 'SM1',
  ProfileName: 'Ada Lovelace',
  FromCity: 'SPRINGFIELD',
  FromState: 'IL',
  FromZip: '62701',
  FromCountry: 'US',
};

describe('beginning', () => {
  it('is what is known of the first message, in all turns', async () => {
    const { code, noted } = noting();
    const { turn } = turnsOf(code);
    await turn({ parameters: PARAMETERS });
    const other = { ...PARAMETERS, MessageSid: 'SM2', ProfileName: 'Ada', FromCity: 'PARIS', FromZip: '' };
    await turn({ parameters: other });
    await turn({ parameters: other });
    const began = {
      from: 'whatsapp:+15551110000',
      to: 'whatsapp:+15552220000',
      sid: 'SM1',
      channel: 'whatsapp',
      profileName: 'Ada Lovelace',
      city: 'SPRINGFIELD',
      state: 'IL',
      zip: '62701',
      country: 'US',
    };
    expect(noted).toEqual([began, began, began, began]);
  });

  it.each([
    ['+15551110000', 'sms'],
    ['messenger:123', 'messenger'],
    ['rcs:agent', 'rcs'],
    ['not a channel: 1', 'sms'],
    [`${'x'.repeat(10_000)}:1`, 'sms'],
    [['whatsapp:1'], 'sms'],
    [undefined, 'sms'],
  ])('knows the channel of %j', async (From, channel) => {
    const { code, noted } = noting();
    await turnsOf(code).turn({ parameters: { From } });
    expect(noted[0]?.channel).toBe(channel);
  });

  it('is empty where the webhook said nothing, or what is no text', async () => {
    const { code, noted } = noting();
    const { turn, state } = turnsOf(code);
    await turn({ parameters: { From: ['+1', '+2'], FromCity: { a: 1 }, MessageSid: 7, ProfileName: null } });
    expect(noted).toEqual([NOTHING]);
    expect(state()?.begin).toEqual({});
  });

  it('stores nothing that is empty', async () => {
    const { turn, state } = turnsOf(noting().code);
    await turn({ parameters: { ...PARAMETERS, FromCity: '', FromZip: '' } });
    expect(state()?.begin).toEqual({
      from: 'whatsapp:+15551110000',
      to: 'whatsapp:+15552220000',
      sid: 'SM1',
      profileName: 'Ada Lovelace',
      state: 'IL',
      country: 'US',
    });
  });

  it('keeps 40 characters that XML can hold, so that nobody can fill the cookie', async () => {
    const { code, noted } = noting();
    const { turn, state } = turnsOf(code);
    const long = `\u0000A\u0007${'😀'.repeat(5000)}`;
    await turn({ parameters: Object.fromEntries(Object.keys(PARAMETERS).map((name) => [name, long])) });
    expect(noted[0]?.profileName).toBe(`A${'😀'.repeat(18)}`);
    expect(JSON.stringify(state()).length).toBeLessThan(800);
  });

  it('is stored only by a conversation that asks for it', async () => {
    const { turn, state } = turnsOf(
      conversation('plain', function* () {
        yield* ask('one', 'One?', text());
      }),
    );
    await turn({ parameters: PARAMETERS });
    expect(state()).not.toHaveProperty('begin');
  });

  it('has no sid when it is first taken in a later turn, whose message did not begin the conversation', async () => {
    const noted: Beginning[] = [];
    const { turn } = turnsOf(
      conversation('late', function* () {
        yield* ask('one', 'One?', text());
        noted.push(yield* beginning());
        yield* ask('two', 'Two?', text());
      }),
    );
    await turn({ parameters: PARAMETERS });
    await turn({ parameters: { ...PARAMETERS, MessageSid: 'SM2' } });
    await turn({ parameters: { ...PARAMETERS, MessageSid: 'SM3' } });
    expect(noted.map(({ from, sid }) => [from, sid])).toEqual([
      ['whatsapp:+15551110000', ''],
      ['whatsapp:+15551110000', ''],
    ]);
  });

  it('is that of the message that restarts it, or of the first after the end', async () => {
    const sids: string[] = [];
    const { send } = turnsOf(
      conversation(
        'again',
        function* () {
          sids.push((yield* beginning()).sid);
          yield* ask('one', 'One?', text());
        },
        { restart: { words: ['restart'] } },
      ),
    );
    await send('hi', { parameters: { MessageSid: 'SM1' } });
    await send('restart', { parameters: { MessageSid: 'SM2' } });
    await send('Ada', { parameters: { MessageSid: 'SM3' } });
    await send('hi', { parameters: { MessageSid: 'SM4' } });
    expect(sids).toEqual(['SM1', 'SM2', 'SM2', 'SM4']);
  });
});

it('knows nothing of a message without parameters', async () => {
  const { code, noted } = noting();
  await clientFor(code).send();
  expect(noted).toEqual([NOTHING]);
});
