import { readFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from 'sms-emulator';
import { buildFunctions } from 'functions-dev';
import { temporaryFolder } from 'test-support';
import ts from 'typescript';

const page = readFileSync('docs/conversations.md', 'utf8');

/** The steps of the tutorial; each has a Function and a transcript of `> text` and `< reply` lines. */
const steps = [...page.matchAll(/### (\d+)\. (.*?)\n(.*?)(?=\n### |\n## )/gs)].map(
  ([, number = '', title = '', body = '']) => ({
    number,
    title,
    source: /```ts\n(.*?)```/s.exec(body)?.[1] ?? '',
    // A reply of several lines continues with an indent.
    transcript: (/```\n(> .*?)```/s.exec(body)?.[1] ?? '')
      .trim()
      .split(/\n(?! {2})/)
      .map(joinLines),
  }),
);

function joinLines(reply: string): string {
  return reply.replaceAll('\n  ', '\n');
}

/** A project with the Function of each step at `/<number>/hello`. */
let root: string;
let twilio: Emulator;
beforeAll(async () => {
  root = await temporaryFolder();
  await symlink(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));
  for (const { number, source } of steps) {
    await mkdir(dirname(fileOf(number)), { recursive: true });
    await writeFile(fileOf(number), source);
  }
  await buildFunctions(root);
  twilio = await startEmulator({ functions: join(root, 'dist/functions') });
});
afterAll(() => twilio.stop());

const fileOf = (number: string): string => join(root, `src/functions/${number}/hello.protected.ts`);

describe('the tutorial of docs/conversations.md', () => {
  it('has several steps', () => {
    expect(steps.length).toBeGreaterThanOrEqual(6);
  });

  it.each(steps)('$number $title', async ({ number, transcript }) => {
    const phone = twilio.phone('+15551110000', { to: `/${number}/hello` });
    const heard: string[] = [];
    for (const line of transcript.filter((sent) => sent.startsWith('> '))) {
      heard.push(line, ...(await phone.text(line.slice(2))).map((text) => `< ${text}`));
    }
    expect(heard).toEqual(transcript);
  });

  it('compiles', () => {
    const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as {
      config: object;
    };
    const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root);
    const program = ts.createProgram(
      steps.map(({ number }) => fileOf(number)),
      options,
    );
    const files = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(root));
    expect(files).toHaveLength(steps.length);
    const problems = files.flatMap((file) => ts.getPreEmitDiagnostics(program, file));
    expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  });
});
