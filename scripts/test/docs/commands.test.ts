import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { codeSpansOf, markdownFiles, readPage, shellLinesOf, wordsOf } from '../support/markdown';

const { scripts, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Record<string, string>;
  devDependencies: Record<string, string>;
};

/** npm's own commands, with the options that the documentation may use. */
const NPM_ITSELF = new Set([
  'ci',
  'i',
  'install',
  'pack',
  'version',
  'publish',
  'view',
  'audit',
  'deprecate',
]);

/** Scripts whose options Jest reads. */
const JEST_SCRIPTS = new Set(['test', 'test:watch', 'compat']);

/** Lines that are not tried, by what they begin with. */
const NOT_TRIED: Readonly<Record<string, string>> = {
  "NODE_OPTIONS='--require sms-emulator/divert' npm run dev": 'a script of another project',
  'curl -b jar -c jar http://localhost:3000/sms': 'needs npm start; start/served.test.ts sends the same',
};

/** Programs of others. Their lines are not tried. */
const OTHERS: Readonly<Record<string, string>> = {
  cd: 'of the shell',
  docker: 'not installed where this is developed',
  export: 'of the shell',
  twilio: 'the Twilio CLI needs an account',
};

const isInstalled = (bin: string) => existsSync(join('node_modules/.bin', bin));

/** What a command of ours, or Jest, prints when it is asked for help. Each is asked once. */
const helps = new Map<string, Promise<string>>();
function helpOf(...command: readonly string[]): Promise<string> {
  const key = command.join(' ');
  const asked =
    helps.get(key) ??
    promisify(execFile)(process.execPath, [...command, '--help'], {
      env: { ...process.env, NODE_OPTIONS: '' },
    }).then(({ stdout }) => stdout);
  helps.set(key, asked);
  return asked;
}

const binOf = (name: string) => join('node_modules/.bin', name);

/** The command line that a script runs, as arguments of Node.js: of several, the last one, which npm gives the options to. */
function commandOf(script: string): readonly string[] {
  if (JEST_SCRIPTS.has(script)) return [binOf('jest')];
  const [program = '', ...rest] = (scripts[script] ?? '').split(' && ').at(-1)?.split(' ') ?? [];
  return program === 'node' ? rest : [binOf(program), ...rest];
}

/** What is wrong with the arguments of a command: an option that its help does not have, or a file that is not there. */
async function wrongArguments(
  command: readonly string[],
  args: readonly string[],
): Promise<string | undefined> {
  const gone = args.find((arg) => /^(?:packages|test|scripts|compat|bench)\//.test(arg) && !existsSync(arg));
  if (gone !== undefined) return `${gone} does not exist`;
  const options = args
    .flatMap((arg) => /^--?[a-z][\w-]*/.exec(arg)?.[0] ?? [])
    .filter((name) => name !== '--help');
  if (options.length === 0) return undefined;
  const help = await helpOf(...command);
  const unknown = options.find((name) => !new RegExp(`(?:^|[^\\w-])${name}(?![\\w-])`).test(help));
  return unknown === undefined ? undefined : `${unknown} is not in the help of ${command.join(' ')}`;
}

async function wrongWithNpm([command = '', ...rest]: readonly string[]): Promise<string | undefined> {
  const workspaces = rest.flatMap((word, index) => (word === '-w' ? (rest[index + 1] ?? '') : []));
  const unknown = workspaces.find((name) => !(name in devDependencies));
  if (unknown !== undefined) return `there is no workspace ${unknown}`;
  if (NPM_ITSELF.has(command)) return undefined;
  const [script = '', ...args] = command === 'run' ? rest : [command, ...rest];
  if (!(script in scripts)) return `there is no script ${script}`;
  const [dashes, ...given] = args;
  if (dashes !== undefined && dashes !== '--') return `npm itself would read ${dashes}`;
  return wrongArguments(commandOf(script), given);
}

async function wrongWithBin([name = '', ...args]: readonly string[]): Promise<string | undefined> {
  const [bin = ''] = name.split('@');
  if (!isInstalled(bin)) return `there is no command ${bin}`;
  if (bin === 'twilio-run') return undefined; // docs.test.ts compares its options
  const command = bin === 'functions-dev' ? [binOf(bin), ...args.slice(0, 1)] : [binOf(bin)];
  return wrongArguments(command, args);
}

function wrongWithNode(args: readonly string[]): string | undefined {
  const required = args.find((_, index) => args[index - 1] === '--require');
  if (required !== undefined) require.resolve(required, { paths: [process.cwd()] }); // throws when it is gone
  const gone = args.find((arg) => arg.includes('/') && arg !== required && !existsSync(arg));
  return gone === undefined ? undefined : `${gone} does not exist`;
}

/** What is wrong with a command line, or `undefined`. */
async function wrongWith(line: string): Promise<string | undefined> {
  if (Object.keys(NOT_TRIED).some((beginning) => line.startsWith(beginning))) return undefined;
  for (const part of line.split(/ (?:&&|\|\||\||;) /)) {
    const words = wordsOf(part.replace(/ < \S+/, ''));
    const [program, ...args] = words.slice(words.findIndex((word) => !/^[A-Z_]+=/.test(word)));
    const wrong = await wrongWithCommand(program ?? '', args);
    if (wrong !== undefined) return `${line}: ${wrong}`;
  }
  return undefined;
}

function wrongWithCommand(
  program: string,
  args: readonly string[],
): Promise<string | undefined> | string | undefined {
  if (/^[A-Z_]+=/.test(program)) return undefined; // a variable alone, as in .env
  switch (program) {
    case 'npm':
      return wrongWithNpm(args);
    case 'npx':
      return wrongWithBin(args);
    case 'sms-emulator':
    case 'functions-dev':
      return wrongWithBin([program, ...args]);
    case 'node':
      return wrongWithNode(args);
    case 'curl': // curl.test.ts runs those for the emulator
      return args.some((arg) => arg.startsWith('http://localhost:1337/'))
        ? undefined
        : 'nothing tries this request';
    default:
      if (program in OTHERS || (program.includes('/') && existsSync(program))) return undefined;
      return 'nothing tries this command; if nothing can, give the reason in OTHERS or NOT_TRIED';
  }
}

/** Command lines in running text: `npm run build`. */
const inText = (page: string) =>
  codeSpansOf(page).filter((span) => /^(?:npm|npx|node|sms-emulator|functions-dev) /.test(span));

describe('the documentation', () => {
  it.each(markdownFiles())('%s: every command can be run', async (name) => {
    const page = readPage(name);
    const wrong = await Promise.all([...shellLinesOf(page), ...inText(page)].map(wrongWith));
    expect(wrong.filter((problem) => problem !== undefined)).toEqual([]);
  });

  it('every line that is not tried is there', () => {
    const lines = markdownFiles().flatMap((name) => shellLinesOf(readPage(name)));
    const needless = Object.keys(NOT_TRIED).filter(
      (beginning) => !lines.some((line) => line.startsWith(beginning)),
    );
    expect(needless).toEqual([]);
  });

  it.each([
    ['npm run nothing', 'there is no script nothing'],
    ['npm tset', 'there is no script tset'],
    ['npm start --fresh', 'npm itself would read --fresh'],
    ['npm start -- --frsh', '--frsh is not in the help'],
    [
      'npm run emulator -- --webhook http://127.0.0.1/ --public http://a.example',
      '--public is not in the help',
    ],
    ['sms-emulator --hook http://127.0.0.1/', '--hook is not in the help'],
    ['npm run check -- --fast', '--fast is not in the help of node_modules/.bin/jest --coverage'],
    ['npm test -- test/gone.test.ts', 'test/gone.test.ts does not exist'],
    ['npm pack -w sms-simulator', 'there is no workspace sms-simulator'],
    ['npx sms-simulator', 'there is no command sms-simulator'],
    ['node scripts/gone.ts', 'scripts/gone.ts does not exist'],
    ['npm ci && npm run chekc', 'there is no script chekc'],
    ['PORT=3001 npm run chekc', 'there is no script chekc'],
    ['curl http://localhost:3000/sms', 'nothing tries this request'],
    ['rm -rf dist', 'nothing tries this command'],
  ])('would find %s', async (line, problem) => {
    expect(await wrongWith(line)).toContain(problem);
  });
});
