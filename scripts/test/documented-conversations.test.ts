import { readFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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

const examples = [
  exampleIn('readme', 'the first screen of README.md', readFileSync('README.md', 'utf8')),
  ...[
    ...readFileSync('docs/conversations.md', 'utf8').matchAll(/### (\d+)\. (.*?)\n(.*?)(?=\n### |\n## )/gs),
  ].map(([, number = '', title = '', body = '']) => exampleIn(number, title, body)),
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
  twilio = await startEmulator({ functions: join(root, 'dist/functions') });
});
afterAll(() => twilio.stop());

const fileOf = (name: string): string => join(root, `src/functions/${name}/hello.protected.ts`);

describe('the conversations of README.md and the tutorial in docs/conversations.md', () => {
  it('are several', () => {
    expect(examples.length).toBeGreaterThanOrEqual(7);
  });

  it.each(examples)('$name $title', async ({ name, transcript }) => {
    const phone = twilio.phone('+15551110000', { to: `/${name}/hello` });
    const heard: string[] = [];
    for (const line of transcript.filter((sent) => sent.startsWith('> '))) {
      heard.push(line, ...(await phone.text(line.slice(2))).map((text) => `< ${text}`));
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
