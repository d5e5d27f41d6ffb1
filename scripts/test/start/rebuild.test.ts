import { appendFile, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Running } from 'test-support';
import {
  expectRebuilt,
  FIRST,
  message,
  phone,
  REBUILT,
  sendSigned,
  startProject,
  type StartProject,
  timesPrinted,
} from '../support/start';

// Each test changes the project that `npm start` serves, and undoes that at its end.
let project: StartProject;
let started: Running;
let source: string;

beforeAll(async () => {
  project = await startProject();
  started = await project.started();
  source = join(project.root, 'src/functions/sms.protected.ts');
});

const FAILED = 'Not rebuilt: what was there before goes on.';
const printed = (text: string) => timesPrinted(started, text);
const statusOf = (path: string) => project.statusOf(path);
const expectSoon = <Value>(ask: () => Promise<Value>, expected: Value) =>
  expectRebuilt(started, ask, expected);

/** What a Function answers to the first message of a conversation. */
const firstReply = async (url: string) => (await sendSigned(url, message('+15550000010'))).texts.join();

describe('npm start, while sources change', () => {
  it('answers the next message with the new code, and the conversation goes on', async () => {
    const { jar, send } = phone(project.url, '+15550000009');
    await send();
    const before = await jar.getCookies(project.url);
    const text = await readFile(source, 'utf8');
    /** Sends the second message of the conversation. */
    const second = async () => {
      for (const cookie of before) await jar.setCookie(cookie, project.url);
      return (await send()).texts.join();
    };
    try {
      await writeFile(source, text.replace('thanks for message number', 'this is message'));
      await expectSoon(second, 'Hello, this is message 2');
    } finally {
      await writeFile(source, text);
      await expectSoon(second, 'Hello, thanks for message number 2');
    }
  });

  it('names the line of TypeScript in a stack', async () => {
    const path = join(project.root, 'src/functions/broken.ts');
    await writeFile(
      path,
      `type Callback = (error: unknown, answer?: string) => void;

export const handler = (_context: unknown, _event: unknown, callback: Callback): void => {
  console.error(new TypeError('no table'));
  callback(null, 'answered');
};
`,
    );
    try {
      await expectSoon(() => statusOf('/broken'), 200);
      await started.prints('TypeError: no table');
      await started.prints('src/functions/broken.ts:4:17)');
    } finally {
      await rm(path);
      await expectSoon(() => statusOf('/broken'), 404);
    }
  });

  it('answers each request while it starts anew ten times, and each by the access of its code', async () => {
    const open = join(project.root, 'src/functions/turns.ts');
    const closed = join(project.root, 'src/functions/turns.protected.ts');
    await writeFile(
      open,
      "export const handler = (_: unknown, __: unknown, done: (e: null, t: string) => void) => done(null, 'open');",
    );
    await expectSoon(() => statusOf('/turns'), 200);
    const statuses: number[] = [];
    let isOver = false;
    const callers = Array.from({ length: 4 }, async () => {
      while (!isOver || statuses.length < 200) statuses.push(await statusOf('/turns'));
    });
    for (let turn = 0; turn < 10; turn++) {
      const [from, to] = turn % 2 === 0 ? [open, closed] : [closed, open];
      const builds = printed(REBUILT);
      await rename(from, to);
      await started.prints(REBUILT, builds + 1);
      await expectSoon(() => statusOf('/turns'), turn % 2 === 0 ? 403 : 200);
    }
    isOver = true;
    await Promise.all(callers);
    expect(new Set(statuses)).toEqual(new Set([200, 403]));
    await rm(open);
    await expectSoon(() => statusOf('/turns'), 404);
  });

  it('keeps the last build when a source does not compile', async () => {
    const text = await readFile(source, 'utf8');
    const failures = printed(FAILED);
    try {
      await appendFile(source, '\nconst = ;\n');
      await started.prints(FAILED, failures + 1);
      expect(started.output()).toContain('src/functions/sms.protected.ts');
      expect(await firstReply(project.url)).toBe(FIRST);
    } finally {
      const builds = printed(REBUILT);
      await writeFile(source, text);
      await started.prints(REBUILT, builds + 1);
    }
  });

  it('serves a Function under its new name, and no more under the old one', async () => {
    const renamed = join(project.root, 'src/functions/texts.protected.ts');
    try {
      await rename(source, renamed);
      await expectSoon(() => firstReply(`http://localhost:${project.port}/texts`), FIRST);
      await expectSoon(() => statusOf('/sms'), 404);
    } finally {
      await rename(renamed, source);
      await expectSoon(() => firstReply(project.url), FIRST);
      await expectSoon(() => statusOf('/texts'), 404);
    }
  });

  it('serves a new asset, and no removed one', async () => {
    const asset = join(project.root, 'src/assets/new.txt');
    await writeFile(asset, 'new');
    await expectSoon(() => statusOf('/new.txt'), 200);
    await rm(asset);
    await expectSoon(() => statusOf('/new.txt'), 404);
  });

  it('loads a private Asset that is code anew when it has changed', async () => {
    const asset = join(project.root, 'src/assets/helper.private.js');
    const loads = join(project.root, 'src/functions/loads.ts');
    await writeFile(asset, "module.exports = 'old';");
    await writeFile(
      loads,
      "exports.handler = (_, __, callback) => callback(null, require(Runtime.getAssets()['/helper.js'].path));",
    );
    const word = async () => (await fetch(`http://localhost:${project.port}/loads`)).text();
    try {
      await expectSoon(word, 'old');
      await writeFile(asset, "module.exports = 'new';");
      await expectRebuilt(started, word, 'new', 'An Asset has changed. The next message meets it.');
    } finally {
      await rm(asset);
      await rm(loads);
      await expectSoon(() => statusOf('/loads'), 404);
    }
  });

  it('keeps what was served when an Asset would be more public than its name looks', async () => {
    const asset = join(project.root, 'src/assets/id.private');
    const served = join(project.root, 'src/assets/later.txt');
    const failures = printed(FAILED);
    await writeFile(asset, 'not for everybody');
    await started.prints(FAILED, failures + 1);
    expect(started.output()).toContain('src/assets/id.private looks private and would be public');
    expect(await statusOf('/id.private')).toBe(404);

    await writeFile(served, 'waits for the next build');
    await rm(asset);
    await expectSoon(() => statusOf('/later.txt'), 200);
    await rm(served);
    await expectSoon(() => statusOf('/later.txt'), 404);
  });

  it('loads a changed .env', async () => {
    const env = join(project.root, '.env');
    const text = await readFile(env, 'utf8');
    const show = join(project.root, 'src/functions/show.ts');
    await writeFile(
      show,
      'exports.handler = (context, _, callback) => callback(null, context.GREETING ?? "none");',
    );
    const greeting = async () => (await fetch(`http://localhost:${project.port}/show`)).text();
    try {
      await expectSoon(greeting, 'none');
      await appendFile(env, '\nGREETING=hello\n');
      await expectSoon(greeting, 'hello');
      for (const word of ['again', 'and again']) {
        await rm(env);
        await writeFile(env, text);
        await expectSoon(greeting, 'none');
        await appendFile(env, `\nGREETING=${word}\n`);
        await expectSoon(greeting, word);
      }
      await started.prints('.env has changed, and the Functions have it;');
    } finally {
      await writeFile(env, text);
      await expectSoon(greeting, 'none');
      await rm(show);
      await expectSoon(() => statusOf('/show'), 404);
    }
  });
});
