import { mkdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { startEmulator } from 'sms-emulator';
import { freePort, nodeOf, run, RUNTIMES } from 'test-support';
import type ts from 'typescript';
import { errorsOf, RESOLUTIONS } from './support/compile';
import { BEFORE_USES, CONVERSATION_USES } from './support/conversation-uses';
import { type Consumer, installAlone, pack, sizeOf } from './support/packed';

const SECRET = 'a-secret-of-this-test-long-enough-to-sign';

let consumer: Consumer;
let readme: string;
beforeAll(async () => {
  consumer = await installAlone('sms-conversation', await pack('sms-conversation'));
  readme = await readFile('packages/conversation/README.md', 'utf8');
});

/** The code of a section of the package's README; of its beginning without a title. */
const codeOf = (title?: string): string =>
  /```ts\n(.*?)```/s.exec(title === undefined ? readme : (readme.split(`\n## ${title}`)[1] ?? ''))?.[1] ?? '';

describe('the package of the library', () => {
  it('is small, brings nothing else, and passes licenses on', async () => {
    expect(await sizeOf(consumer.installed)).toBeLessThan(1_500_000);
    const manifest = JSON.parse(await readFile(join(consumer.installed, 'package.json'), 'utf8')) as object;
    expect(manifest).not.toHaveProperty('dependencies');
    expect(await readFile(join(consumer.installed, 'dist/LICENSES.txt'), 'utf8')).toMatch(
      /^libphonenumber-js /m,
    );
  });

  it('has one entry, which exports what is used here, by names to ES modules too, and nothing else', async () => {
    expect(Object.keys(consumer.exports)).toEqual(['.', './package.json']);
    const names = Object.keys(CONVERSATION_USES).sort();
    const required = await consumer.node([
      '-p',
      "JSON.stringify(Object.keys(require('sms-conversation')).sort())",
    ]);
    expect(JSON.parse(required)).toEqual(names);
    await consumer.write({
      'names.mjs': `import { ${names.join(', ')} } from 'sms-conversation';
        import manifest from 'sms-conversation/package.json' with { type: 'json' };
        console.log([${names.join(', ')}].includes(undefined), manifest.name);`,
    });
    expect(await consumer.node(['--no-warnings', 'names.mjs'])).toBe('false sms-conversation\n');
  });

  it.each(Object.entries(CONVERSATION_USES))('%s does its work', async (_, use) => {
    const code = `${BEFORE_USES}\nvoid (async () => { ${use}\nprocess.stdout.write('done'); })();`;
    expect(await consumer.node(['-e', code])).toBe('done');
  });

  it.each(RUNTIMES)('plays a conversation by the Node.js of %s', async (runtime) => {
    const code = `${BEFORE_USES}\nvoid (async () => { ${CONVERSATION_USES.ask ?? ''}\nprocess.stdout.write('done'); })();`;
    expect(await consumer.node(['-e', code], {}, nodeOf(runtime))).toBe('done');
  });

  it.each(RESOLUTIONS)('has types that compile with nothing else installed (%s)', async (resolution) => {
    await consumer.write({
      'types.ts': `
        import { ask, conversation, integer, isState, type Outcome, run, sessionCookie, type State } from 'sms-conversation';
        const hello = conversation('hello', function* () {
          const party: number = yield* ask('party', 'How many?', integer({ min: 1 }));
          // @ts-expect-error: a number is no text
          const text: string = yield* ask('again', 'How many?', integer());
          return String(party) + text;
        });
        export const turn = async (state: State | undefined): Promise<Outcome['kind']> =>
          (await run(hello, state, { body: 'hi', media: [] }, 'a delivery id')).kind;
        export const name: string = sessionCookie('hello', isState).seal.name;
        // @ts-expect-error: it takes a number
        integer({ min: '1' });`,
    });
    expect(errorsOf(consumer.root, 'types.ts', resolution)).toEqual([]);
  });

  it('adds to a bundle only what is used', async () => {
    const bundled = async (source: string): Promise<string> => {
      const { outputFiles } = await build({
        stdin: { contents: source, resolveDir: consumer.root },
        bundle: true,
        platform: 'node',
        external: ['twilio', '@twilio/*'],
        write: false,
        logLevel: 'error',
      });
      return outputFiles[0]?.text ?? '';
    };
    expect(await bundled(`import 'sms-conversation';`)).not.toContain('sms-conversation/dist/esm');
    const cookie = await bundled(
      `import { sessionCookie } from 'sms-conversation'; console.log(sessionCookie);`,
    );
    expect(cookie).toContain('dist/esm/session/session-cookie.mjs');
    expect(cookie.length).toBeLessThan(10_000);
  });
});

describe('the package behind Express', () => {
  it('holds the conversation of its README in a signed cookie, and answers nobody but Twilio', async () => {
    const code = codeOf('Behind Express');
    // Packages of this repository in place of those that a project would install.
    const ours = createRequire(require.resolve('@twilio/runtime-handler/dev'));
    const external = {
      express: ours.resolve('express'),
      cookie: createRequire(ours.resolve('express')).resolve('cookie'),
    };
    const alias = { ...external, twilio: require.resolve('twilio') };
    await build({
      stdin: { contents: code, resolveDir: consumer.root, loader: 'ts' },
      alias,
      external: Object.values(alias),
      bundle: true,
      packages: 'bundle',
      platform: 'node',
      outfile: join(consumer.root, 'express.cjs'),
      logLevel: 'error',
    });
    const port = await freePort();
    const authToken = 'f'.repeat(32);
    const app = run(
      consumer.root,
      process.execPath,
      ['-e', "require('./express.cjs').server.on('listening', () => console.log('is served'))"],
      {
        PORT: String(port),
        SESSION_SECRET: SECRET,
        TWILIO_AUTH_TOKEN: authToken,
      },
    );
    await app.prints('is served');
    const webhook = `http://127.0.0.1:${port}/sms`;
    await using twilio = await startEmulator({ webhook, authToken });
    const ann = twilio.phone('+15551110000');
    const ben = twilio.phone('+15551110001');
    expect(await ann.text('hi')).toEqual(['What is your name?']);
    expect(await ben.text('hi')).toEqual(['What is your name?']);
    expect(await ann.text('Ann')).toEqual(['Hello, Ann.']);
    expect(await ben.text('Ben')).toEqual(['Hello, Ben.']);
    expect((await fetch(webhook, { method: 'POST' })).status).toBe(400);
    await app.interrupt();
  });
});

describe('the package in a project as create-twilio-function 3.6 makes it with --typescript', () => {
  it('is compiled by tsc alone, with the types of the toolkit, and holds a conversation', async () => {
    await consumer.write({
      'src/functions/hello.protected.ts': codeOf(),
      'src/functions/typed.ts': `
        import '@twilio-labs/serverless-runtime-types';
        import { Context, ServerlessCallback, ServerlessFunctionSignature } from '@twilio-labs/serverless-runtime-types/types';
        import { reply, sessionCookie, smsFunction, isState } from 'sms-conversation';
        const answer = smsFunction(sessionCookie('typed', isState), () => {
          const twiml = new Twilio.twiml.MessagingResponse();
          twiml.message('typed');
          return reply([], twiml);
        });
        export const handler: ServerlessFunctionSignature<{ SESSION_SECRET?: string }> = (
          context: Context<{ SESSION_SECRET?: string }>, event: {}, callback: ServerlessCallback,
        ) => answer(context, event, callback);`,
    });
    await symlink(resolve('node_modules/@twilio-labs'), join(consumer.root, 'node_modules/@twilio-labs'));
    // Its tsconfig.json, in its own words; the types of the toolkit and of twilio are not this package's matter.
    const options: ts.CompilerOptions = {
      types: ['node'],
      typeRoots: [resolve('node_modules/@types')],
      skipLibCheck: true,
      exactOptionalPropertyTypes: false,
      rootDir: join(consumer.root, 'src'),
      outDir: join(consumer.root, 'dist'),
      sourceMap: true,
      noEmit: false,
    };
    const files = ['hello.protected', 'typed'].map((name) => `src/functions/${name}.ts`);
    expect(files.flatMap((file) => errorsOf(consumer.root, file, 'node10', options))).toEqual([]);

    // In a process of its own: Jest would give the Functions the sources of this repository.
    const served = await serve(['/hello', '/typed']);
    await using twilio = await startEmulator({ webhook: `${served}/hello` });
    const ann = twilio.phone('+15551110000');
    expect([await ann.text('hi'), await ann.text('Ann')]).toEqual([['What is your name?'], ['Hello, Ann.']]);
    twilio.addNumber('+15552229999');
    twilio.configure('+15552229999', { smsUrl: `${served}/typed` });
    expect(await twilio.phone('+15551110000', { to: '+15552229999' }).text('hi')).toEqual(['typed']);
  });

  /** Serves what was compiled with the runtime handler, as the toolkit does. Returns where. */
  async function serve(paths: readonly string[]): Promise<string> {
    await mkdir(join(consumer.root, 'node_modules/@twilio'));
    await symlink(
      resolve('node_modules/@twilio/runtime-handler'),
      join(consumer.root, 'node_modules/@twilio/runtime-handler'),
    );
    const functions = paths.map((path) => ({
      name: path,
      path,
      access: 'public',
      filePath: join(consumer.root, `dist/functions${path}${path === '/hello' ? '.protected' : ''}.js`),
      content: '',
    }));
    await consumer.write({ 'routes.json': JSON.stringify({ functions, assets: [] }) });
    const script = resolve('scripts/test/support/serve-uploaded.cjs');
    const serving = run(consumer.root, process.execPath, [script, consumer.root]);
    serving.process.stdin?.end(JSON.stringify({ SESSION_SECRET: SECRET }));
    await serving.prints(' port ');
    const [, port = ''] = / port (\d+) /.exec(serving.output()) ?? [];
    return `http://127.0.0.1:${port}`;
  }
});
