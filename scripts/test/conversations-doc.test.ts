import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { startEmulator } from 'sms-emulator';
import { buildFunctions } from 'functions-dev';
import { copyProject, type Project, run } from 'test-support';

const page = readFileSync('docs/conversations.md', 'utf8');
const steps = [...page.matchAll(/### (\d+\. .*?)\n(.*?)(?=\n### |\n## )/gs)].map(
  ([, title = '', body = '']) => ({
    title,
    source: /```ts\n(.*?)```/s.exec(body)?.[1] ?? '',
    transcript:
      /```\n(> .*?)```/s
        .exec(body)?.[1]
        ?.trim()
        .replaceAll('\n  ', '\u2028')
        .split('\n')
        .map((line) => line.replaceAll('\u2028', '\n')) ?? [],
  }),
);

let project: Project;
beforeAll(async () => {
  project = await copyProject();
});

/** Texts what a transcript says and returns the transcript of what came. */
async function play(folder: string, transcript: readonly string[]): Promise<string[]> {
  await using twilio = await startEmulator({ functions: folder });
  const phone = twilio.phone('+15551110000', { to: '/hello' });
  const heard: string[] = [];
  for (const line of transcript.filter((sent) => sent.startsWith('> '))) {
    heard.push(line, ...(await phone.text(line.slice(2))).map((text) => `< ${text}`));
  }
  return heard;
}

describe('the tutorial of docs/conversations.md', () => {
  it('has several steps', () => {
    expect(steps.length).toBeGreaterThanOrEqual(6);
  });

  it.each(steps)('$title', async ({ title, source, transcript }) => {
    const file = join(project.root, `src/functions/${title[0] ?? ''}/hello.protected.ts`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, source.replaceAll("'../", "'../../"));
    await buildFunctions(project.root);
    const heard = await play(join(project.root, `dist/functions/${title[0] ?? ''}`), transcript);
    expect(heard).toEqual(transcript);
  });

  it('compiles', async () => {
    const tsconfig = { extends: './tsconfig.json', include: ['src'] };
    await writeFile(join(project.root, 'tsconfig.tutorial.json'), JSON.stringify(tsconfig));
    const tsc = run(project.root, 'npx', ['tsc', '-p', 'tsconfig.tutorial.json']);
    expect(await tsc.ended).toBe(0);
  }, 30_000);
});
