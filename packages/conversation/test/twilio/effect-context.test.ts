import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { defineTwilioGlobals } from 'test-support';
import { conversation } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import { run } from '../../src/conversation/replay/run';
import type { EffectTools } from '../../src/conversation/request';
import { ask, effect, say } from '../../src/conversation/steps';
import { english } from '../../src/texts/english';
import { conversationFunction } from '../../src/twilio/conversation-function';
import { clientFor } from '../support/conversation-client';
import { fakeTimers } from '../support/fake-timers';
import { loggedErrors } from '../support/logged-errors';
import { functionSender, messagesIn } from '../support/sender';

beforeAll(defineTwilioGlobals);
fakeTimers();

const never = () => new Promise<string>(() => undefined);

/** Runs an effect, and asks for a name afterwards. */
const running = (run: (tools: EffectTools) => string | Promise<string>) =>
  conversation('running', function* () {
    yield* ask('name', 'Name?', text());
    const result = yield* effect('call', run);
    yield* ask('more', `${result}. More?`, text());
  });

describe('an effect in a Function', () => {
  it('gets the Function’s context, a signal, its key and nothing secret of the library', async () => {
    const got: EffectTools[] = [];
    const client = { messages: 'of Twilio' };
    const context = { API_URL: 'https://example.com', getTwilioClient: () => client };
    const { send } = functionSender(
      running((tools) => {
        got.push(tools);
        return `${String(tools.context.API_URL)} ${JSON.stringify(tools.context.getTwilioClient())}`;
      }),
      context,
    );
    await send();
    expect(messagesIn(await send('Ada'))).toEqual(['https://example.com {"messages":"of Twilio"}. More?']);
    expect(got).toHaveLength(1);
    expect(got[0]?.signal).toBeInstanceOf(AbortSignal);
    expect(got[0]?.signal.aborted).toBe(false);
    expect(Object.keys(got[0] ?? {}).sort()).toEqual(['context', 'idempotencyKey', 'now', 'signal']);
  });

  it('gets the context of its own request, also when two run at the same time', async () => {
    const waiting: (() => void)[] = [];
    const code = running(async ({ context }) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return String(context.NAME);
    });
    const shared = conversationFunction(code);
    const ada = functionSender(code, { NAME: 'Ada' }, shared);
    const ann = functionSender(code, { NAME: 'Ann' }, shared);
    await ada.send();
    await ann.send();
    const replies = Promise.all([ada.send('x'), ann.send('x')]);
    await jest.advanceTimersByTimeAsync(0);
    for (const go of waiting.reverse()) go();
    expect((await replies).map(messagesIn)).toEqual([['Ada. More?'], ['Ann. More?']]);
  });

  it('has nothing in its context outside of a Function, and a signal that never aborts', async () => {
    const got: EffectTools[] = [];
    const code = conversation('bare', function* () {
      yield* effect('call', (tools) => void got.push(tools));
    });
    await run(code, undefined, { body: 'hi', media: [] }, 'M1');
    expect(got[0]?.context).toEqual({});
    expect(got[0]?.signal.aborted).toBe(false);
  });

  it('is told to stop after 9 s, no earlier', async () => {
    const logged = loggedErrors();
    const aborted: unknown[] = [];
    const { send } = functionSender(
      running(
        async ({ signal }) =>
          new Promise((_, reject) => {
            signal.addEventListener('abort', () => {
              aborted.push(signal.reason);
              reject(signal.reason as Error);
            });
          }),
      ),
    );
    await send();
    const reply = send('Ada');
    await jest.advanceTimersByTimeAsync(8999);
    expect(aborted).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(aborted).toHaveLength(1);
    expect(messagesIn(await reply)).toEqual([english.failed]);
    expect(logged()).toContain('at "call": It took more than 9 s, and the platform allows 10 s.');
  });

  it('that ignores the signal counts as failed after 9 s; the same question is open', async () => {
    const logged = loggedErrors();
    let hangs = true;
    const { send } = functionSender(running(async () => (hangs ? never() : Promise.resolve('Done'))));
    await send();
    const reply = send('Ada');
    await jest.advanceTimersByTimeAsync(9000);
    expect(messagesIn(await reply)).toEqual([english.failed]);
    expect(logged()).toContain('at "call"');
    hangs = false;
    expect(messagesIn(await send('Ada'))).toEqual(['Done. More?']);
  });

  it('that takes too long can be caught, and the conversation goes on', async () => {
    const { send } = functionSender(
      conversation('catching', function* () {
        try {
          yield* effect('call', never);
        } catch (error) {
          yield* say(`Too slow: ${(error as Error).message.slice(0, 25)}`);
        }
        yield* ask('name', 'Name?', text());
      }),
    );
    const reply = send();
    await jest.advanceTimersByTimeAsync(9000);
    expect(messagesIn(await reply)).toEqual(['Too slow: It took more than 9 s, an', 'Name?']);
  });

  it('is not even started after the deadline', async () => {
    let started = 0;
    const { send } = functionSender(
      conversation('late', function* () {
        try {
          yield* effect('slow', never);
        } catch {
          // goes on
        }
        try {
          yield* effect('next', () => void (started += 1));
        } catch {
          return 'Both failed.';
        }
        return 'Not both.';
      }),
    );
    const reply = send();
    await jest.advanceTimersByTimeAsync(9000);
    expect(messagesIn(await reply)).toEqual(['Both failed.']);
    expect(started).toBe(0);
  });

  it('that ends after all, or fails, when its turn is over changes nothing', async () => {
    loggedErrors();
    const late: { resolve: (value: string) => void; reject: (error: Error) => void }[] = [];
    const { send } = functionSender(
      running(
        async () =>
          new Promise((resolve, reject) => {
            late.push({ resolve, reject });
          }),
      ),
    );
    await send();
    for (let turn = 1; turn <= 2; turn++) {
      const reply = send('Ada');
      await jest.advanceTimersByTimeAsync(9000);
      expect(messagesIn(await reply)).toEqual([english.failed]);
    }
    late[0]?.resolve('late');
    late[1]?.reject(new Error('late'));
    await jest.advanceTimersByTimeAsync(0);
    expect(late).toHaveLength(2);
  });

  it('may give anything that can be awaited', async () => {
    const thenable = {
      then(resolve: (value: string) => void) {
        queueMicrotask(() => {
          resolve('Done');
        });
      },
    };
    const { send } = functionSender(running(() => thenable as Promise<string>));
    await send();
    expect(messagesIn(await send('Ada'))).toEqual(['Done. More?']);
  });

  it.each(['succeeds', 'fails'])('leaves no timer when its turn %s', async (end) => {
    loggedErrors();
    const { send } = functionSender(
      running(() => {
        if (end === 'fails') throw new Error('no line');
        return 'Done';
      }),
    );
    await send();
    expect(jest.getTimerCount()).toBe(0);
    await send('Ada');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('listens to the signal no longer than it runs', async () => {
    const added = jest.spyOn(AbortSignal.prototype, 'addEventListener');
    const removed = jest.spyOn(AbortSignal.prototype, 'removeEventListener');
    const { send } = functionSender(running(async () => Promise.resolve('Done')));
    await send();
    await send('Ada');
    expect(added).toHaveBeenCalled();
    expect(removed.mock.calls).toHaveLength(added.mock.calls.length);
    expect(removed.mock.calls).toEqual(expect.arrayContaining(added.mock.calls));
  });
});

describe('a message with files', () => {
  it('is a Message with Body and Media, both escaped', async () => {
    const { send } = functionSender(
      conversation('media', function* () {
        yield* say('Fish & <chips>', {
          media: ['https://example.com/a.jpg?x=1&y="2"', 'http://example.com/b.gif'],
        });
        yield* say('', { media: ['https://example.com/c.png'] });
        yield* ask('name', 'Name & "street"?', text());
      }),
    );
    expect(messagesIn(await send())).toEqual([
      '<Body>Fish &amp; &lt;chips&gt;</Body><Media>https://example.com/a.jpg?x=1&amp;y="2"</Media><Media>http://example.com/b.gif</Media>',
      '<Media>https://example.com/c.png</Media>',
      'Name &amp; "street"?',
    ]);
  });

  it('is said once, and again when its files or its text change', async () => {
    const showing = (body: string, file: string) =>
      conversation('showing', function* () {
        yield* say(body, { media: [`https://example.com/${file}`] });
        yield* ask('one', 'One?', text());
      });
    const { send, deploy } = clientFor(showing('The menu.', 'a.jpg'));
    expect(await send()).toEqual([{ body: 'The menu.', media: ['https://example.com/a.jpg'] }, 'One?']);
    deploy(showing('The menu.', 'b.jpg'));
    expect(await send('')).toEqual([
      { body: 'The menu.', media: ['https://example.com/b.jpg'] },
      `${english.text}\nOne?`,
    ]);
    expect(await send('')).toEqual([`${english.text}\nOne?`]);
    deploy(showing('Our menu.', 'b.jpg'));
    expect(await send('')).toHaveLength(2);
  });

  it.each<[string, [string, ...string[]]]>([
    ['no address', ['menu.jpg']],
    ['an address that is no web address', ['ftp://example.com/a.jpg']],
    ['an address with a space', ['https://example.com/a b.jpg']],
    ['eleven', Array.from({ length: 11 }, () => 'https://example.com/a.jpg') as [string, ...string[]]],
    ['none', [] as unknown as [string, ...string[]]],
  ])('cannot have %s', async (_, media) => {
    const logged = loggedErrors();
    const { send } = functionSender(
      conversation('wrong', function* () {
        yield* say('Menu', { media });
      }),
    );
    expect(messagesIn(await send())).toEqual([english.failed]);
    expect(logged()).toContain('The files of a message must be');
  });
});
