import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildFunctions } from 'functions-dev';
import { packEmulator } from './support/packed-emulator';
import type { Row } from './support/report';

/** What `--only` names, in the table's order. */
const IN_TABLE = ['cpu', 'http', 'memory', 'cold-start', 'answers', 'emulator', 'rest', 'start'];
/** Only when they are named: each takes minutes, and prints its own figures. */
const APART = ['page', 'sync'];

/** The parts that measure the emulator as it is published. */
const PACKED = ['emulator', 'rest'];

const USAGE = `npm run bench [-- --only PART,...]     parts: ${[...IN_TABLE, ...APART].join(', ')}`;

const COLUMNS = ['figure', 'here', 'peer, in the same run', 'ratio', 'goal', ''];

/** Runs a part in a process of its own, whose standard output is /dev/null for those of the table. */
async function runPart(part: string): Promise<{ rows: Row[]; failed: boolean }> {
  console.error(`${new Date().toTimeString().slice(0, 8)} ${part}`);
  const stdout = APART.includes(part) ? 'inherit' : 'ignore';
  const child = fork(join(__dirname, 'parts', `${part}.ts`), { stdio: ['ignore', stdout, 'inherit', 'ipc'] });
  const rows: Row[] = [];
  child.on('message', (row) => rows.push(row as Row));
  const [code] = (await once(child, 'exit')) as [number | null];
  return { rows, failed: code !== 0 };
}

const verdict = ({ holds }: Row): string =>
  holds === undefined ? '' : holds ? 'holds' : '**does not hold**';

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function table(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.figure,
    row.here,
    row.peer ?? '',
    row.ratio ?? '',
    row.goal ?? '',
    verdict(row),
  ]);
  return [line(COLUMNS), line(COLUMNS.map(() => '---')), ...cells.map(line)].join('\n');
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help === true) {
    console.log(USAGE);
    return;
  }
  const parts = values.only?.split(',') ?? IN_TABLE;
  const unknown = parts.find((part) => ![...IN_TABLE, ...APART].includes(part));
  if (unknown !== undefined) throw new Error(`There is no part ${unknown}.\n${USAGE}`);
  await buildFunctions(process.cwd());
  if (parts.some((part) => PACKED.includes(part))) packEmulator();

  const rows: Row[] = [];
  const failed: string[] = [];
  for (const part of parts) {
    const ran = await runPart(part);
    rows.push(...ran.rows);
    if (ran.failed) failed.push(part);
  }
  if (rows.length > 0) console.log(`\n${table(rows)}`);
  const missed = rows.filter(({ holds }) => holds === false);
  for (const { figure, here, ratio = '', goal = '' } of missed)
    console.error(`Does not hold: ${figure}. Goal: ${goal}. Here: ${here}${ratio && `, ratio ${ratio}`}.`);
  for (const part of failed) console.error(`Has failed: ${part}.`);
  if (missed.length + failed.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
