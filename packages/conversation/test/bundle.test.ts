import { describe, expect, it } from '@jest/globals';
import { build, type StdinOptions } from 'esbuild';

const SOURCES = 'packages/conversation/src/';

/** The library's source files of which a Function's bundle contains code, relative to its `src/`, sorted. */
async function bundledFiles(entry: { entryPoints: string[] } | { stdin: StdinOptions }): Promise<string[]> {
  const { metafile } = await build({
    ...entry,
    bundle: true,
    platform: 'node',
    external: ['twilio', '@twilio/*'],
    metafile: true,
    write: false,
    outdir: 'dist',
    logLevel: 'silent',
  });
  return Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([path, { bytesInOutput }]) => path.startsWith(SOURCES) && bytesInOutput > 0)
    .map(([path]) => path.slice(SOURCES.length))
    .sort();
}

const ofSource = (contents: string): Promise<string[]> =>
  bundledFiles({ stdin: { contents, resolveDir: process.cwd(), loader: 'ts' } });

describe('a Function’s bundle', () => {
  it('has nothing of conversations when the Function is the counter', async () => {
    expect(await bundledFiles({ entryPoints: ['src/functions/sms.protected.ts'] })).toEqual([
      'errors.ts',
      'json.ts',
      'message/incoming-message.ts',
      'message/opt-out.ts',
      'session/secrets.ts',
      'session/session-cookie.ts',
      'session/signature.ts',
      'twilio/log-error.ts',
      'twilio/reply.ts',
      'twilio/sms-function.ts',
    ]);
  });

  it('has only the readers that a conversation uses', async () => {
    const files = await ofSource(`
      import { ask, conversation, conversationFunction, text } from 'sms-conversation';
      export const handler = conversationFunction(
        conversation('hello', function* () {
          return 'Hello, ' + (yield* ask('name', 'Who?', text()));
        }),
      );
    `);
    expect(files.filter((file) => file.includes('/readers/'))).toEqual(['conversation/readers/text.ts']);
    expect(files).toContain('conversation/replay/replay.ts');
  });

  it.each([
    ['nothing of Sync when a conversation keeps to the cookie, but the requests of reminders', '', ['rest']],
    ['Sync when that is its store', ', syncStore({ encrypted: true })', ['rest', 'sync']],
  ])('has %s', async (_, store, folders) => {
    const files = await ofSource(`
      import { conversation, conversationFunction, syncStore } from 'sms-conversation';
      export const handler = conversationFunction(conversation('empty', function* () {})${store});
    `);
    const found = files
      .map((file) => file.split('/')[0])
      .filter((folder) => /^(?:rest|sync)$/.test(String(folder)));
    expect([...new Set(found)]).toEqual(folders);
  });

  it.each([
    ['nothing of the handling of opt-outs when a conversation has none', '', []],
    [
      'its texts when it handles them, but no list of own words',
      ', undefined, optOuts({ program: "A", contact: "B" })',
      ['message/keywords.ts', 'texts/opt-out-texts.ts', 'twilio/opt-out-handler.ts', 'twilio/opt-outs.ts'],
    ],
  ])('has %s', async (_, handling, found) => {
    const files = await ofSource(`
      import { conversation, conversationFunction, optOuts } from 'sms-conversation';
      export const handler = conversationFunction(conversation('empty', function* () {})${handling});
    `);
    const ofOptOuts = /own-words|keywords|opt-out-texts|opt-out-handler|opt-outs/;
    expect(files.filter((file) => ofOptOuts.test(file))).toEqual(found);
  });

  it('has nothing of sessions or Twilio when a server only runs a conversation', async () => {
    const files = await ofSource(`
      import { conversation, run } from 'sms-conversation';
      export const start = () => run(conversation('empty', function* () {}), undefined, { body: '', media: [] }, 'M1');
    `);
    expect(files.filter((file) => /^(?:session|twilio)\//.test(file))).toEqual([]);
  });

  it('has nothing when it uses nothing', async () => {
    expect(await ofSource(`import 'sms-conversation';`)).toEqual([]);
  });
});
