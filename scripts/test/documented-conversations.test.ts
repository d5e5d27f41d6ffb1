import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from 'sms-emulator';
import { buildFunctions } from 'functions-dev';
import { temporaryFolder } from 'test-support';
import ts from 'typescript';

/** A Function in the documentation, and a transcript of `> text` and `< reply` lines. */
type Example = {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly transcript: readonly string[];
};

/** The first Function of a text, and the first transcript. */
const exampleIn = (name: string, title: string, text: string): Example => ({
  name,
  title,
  source: /```ts\n(.*?)```/s.exec(text)?.[1] ?? '',
  // A reply of several lines continues with an indent.
  transcript: (/```\n(> .*?)```/s.exec(text)?.[1] ?? '')
    .trim()
    .split(/\n(?! {2})/)
    .map(joinLines),
});

function joinLines(reply: string): string {
  return reply.replaceAll('\n  ', '\n');
}

/** The example of each numbered section of a page. */
const examplesOf = (page: string): Example[] =>
  [...`${readFileSync(page, 'utf8')}\n## `.matchAll(/### (\d+)\. (.*?)\n(.*?)(?=\n### |\n## )/gs)].map(
    ([, number = '', title = '', body = '']) => exampleIn(`${basename(page, '.md')}-${number}`, title, body),
  );

const realistic = examplesOf('docs/examples.md');
const examples = [
  exampleIn('readme', 'the first screen of README.md', readFileSync('README.md', 'utf8')),
  ...examplesOf('docs/conversations.md'),
  ...realistic,
  exampleIn(
    'sync',
    'the reminders of docs/sync.md',
    readFileSync('docs/sync.md', 'utf8').split('## Reminders')[1] ?? '',
  ),
];

/** The services that the examples call: a calendar in which the first slot is taken meanwhile, and a check of codes. */
const services = createServer((request, response) => {
  void text(request).then((body) => {
    const { slot, code } = JSON.parse(body || '{}') as { slot?: string; code?: string };
    if (request.url === '/verify')
      return response.writeHead(code === undefined || code === '123456' ? 200 : 404).end();
    if (slot === 's9') slots.shift();
    return response.writeHead(slot === 's9' ? 409 : 200).end(JSON.stringify(slots));
  });
});
const slots = [
  { id: 's9', time: '9:00' },
  { id: 's14', time: '14:00' },
];

/** A project with the Function of each example at `/<number>/hello`. */
let root: string;
let twilio: Emulator;
beforeAll(async () => {
  root = await temporaryFolder();
  await symlink(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));
  for (const { name, source } of examples) {
    await mkdir(dirname(fileOf(name)), { recursive: true });
    await writeFile(fileOf(name), source);
  }
  await buildFunctions(root);
  await once(services.listen(0, '127.0.0.1'), 'listening');
  const { port } = services.address() as AddressInfo;
  const [CALENDAR_URL, VERIFY_URL] = ['calendar', 'verify'].map((path) => `http://127.0.0.1:${port}/${path}`);
  twilio = await startEmulator({
    functions: join(root, 'dist/functions'),
    env: {
      CALENDAR_URL: String(CALENDAR_URL),
      VERIFY_URL: String(VERIFY_URL),
      MESSAGING_SERVICE_SID: `MG${'0'.repeat(32)}`,
    },
  });
});
afterAll(async () => {
  await twilio.stop();
  await new Promise((resolve) => services.close(resolve));
});

const fileOf = (name: string): string => join(root, `src/functions/${name}/hello.protected.ts`);

describe('the conversations of README.md and docs', () => {
  it('are several', () => {
    expect(examples.length).toBeGreaterThanOrEqual(16);
  });

  it.each(realistic)('$name $title has at most 40 lines of code', ({ source }) => {
    const code = source.replace(/^import .*?;$/gms, '').split('\n');
    expect(code.filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(40);
  });

  it.each(examples)('$name $title', async ({ name, transcript }) => {
    const phone = twilio.phone('+15551110000', { to: `/${name}/hello` });
    const heard: string[] = [];
    for (const line of transcript.filter((sent) => sent.startsWith('> '))) {
      heard.push(line, ...(await phone.text(line.slice(2))).map((reply) => `< ${reply}`));
    }
    expect(heard).toEqual(transcript);
  });

  it('compile', () => {
    const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as {
      config: object;
    };
    const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root);
    const program = ts.createProgram(
      examples.map(({ name }) => fileOf(name)),
      options,
    );
    const files = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(root));
    expect(files).toHaveLength(examples.length);
    const problems = files.flatMap((file) => ts.getPreEmitDiagnostics(program, file));
    expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  });
});
