// npm run test:busy -- [--runs 5] [--script check] [--node PATH]...
//
// Runs `npm run check`, or another script such as `test`, of the last commit on a busy machine: in a clone whose path has
// spaces, after `npm ci`, beside four busy loops, under conditions that change from run to run. Prints a line for each run
// and a summary. Exits with 1 when a run has failed; what that run printed is kept.
import { execFileSync, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { parseArgs, stripVTControlCharacters } from 'node:util';

const LOOPS = 4;

/** A user without rights, when this runs as root: `nobody` on most systems. It needs no entry in /etc/passwd. */
const NOBODY = 65_534;

const GERMAN_INDIA = { TZ: 'Asia/Kolkata', LANG: 'de_DE.UTF-8' };

/** What differs from run to run, taken in turn. */
const CONDITIONS = [
  {
    name: 'not root, TZ, LANG, no HOME, random order',
    notRoot: true,
    env: GERMAN_INDIA,
    noHome: true,
    random: true,
  },
  { name: 'random order', random: true },
  { name: 'not root', notRoot: true },
  { name: 'TZ, LANG', env: GERMAN_INDIA },
  { name: 'no HOME', noHome: true },
];

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    script: { type: 'string', default: 'check' },
    node: { type: 'string', multiple: true },
  },
});
const nodes = (values.node ?? [process.execPath]).map((node) => resolve(node));
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1)
  throw new Error(`--runs must be a number from 1, not ${values.runs}.`);

const root = mkdtempSync(join(tmpdir(), 'sms busy '));
const project = execFileSync('git', ['rev-parse', '--show-toplevel'], { encoding: 'utf8' }).trim();
const isRoot = process.getuid?.() === 0;
for (const node of nodes) {
  // As the user that will run it: a folder of root's may be closed to others.
  execFileSync(node, ['--version'], isRoot ? { uid: NOBODY, gid: NOBODY, cwd: '/' } : {});
}

/** The process groups that run now: they end with this process, also with Ctrl-C. */
const groups = new Set();
process.on('exit', () => {
  for (const group of groups) kill(group);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

function kill(group) {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

/** Starts the busy loops, which also end when this process is killed. */
function startLoad() {
  const code = `while (process.ppid === ${process.pid}) for (let turn = 0; turn < 1e7; turn++);`;
  for (let loop = 0; loop < LOOPS; loop++) {
    groups.add(spawn(process.execPath, ['-e', code], { detached: true, stdio: 'ignore' }).pid);
  }
}

/** Runs a command, with its output in a file, and resolves with its exit code. */
async function run(command, args, { log, cwd, env, id }) {
  const owner = id === undefined ? {} : { uid: id, gid: id };
  const child = spawn(command, args, {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...owner,
  });
  groups.add(child.pid);
  const output = createWriteStream(log, { flags: 'a' });
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  const [code] = await once(child, 'close');
  output.end();
  await once(output, 'finish');
  kill(child.pid);
  groups.delete(child.pid);
  return code;
}

/** The environment of a run, with folders of its own for its temporary files, its home and npm's cache. */
function environment(folder, node, { env = {}, noHome = false }) {
  const made = {
    TMPDIR: join(folder, 'temporary files'),
    HOME: join(folder, 'home'),
    npm_config_cache: join(folder, 'npm cache'),
  };
  for (const path of Object.values(made)) mkdirSync(path);
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_(?!config_registry)|LC_|NODE_OPTIONS)/.test(name),
  );
  const all = {
    ...Object.fromEntries(inherited),
    ...made,
    ...env,
    PATH: dirname(node) + delimiter + process.env.PATH,
  };
  if (noHome) delete all.HOME;
  return all;
}

async function check(number, node, conditions) {
  const folder = join(root, `run ${number}`);
  const clone = join(folder, 'a clone');
  const log = join(root, `run ${number}.log`);
  mkdirSync(folder);
  execFileSync('git', ['clone', '--quiet', '--no-local', '--depth', '1', project, clone]);
  const env = environment(folder, node, conditions);
  const id = conditions.notRoot && isRoot ? NOBODY : undefined;
  if (id !== undefined) execFileSync('chown', ['-R', `${id}:${id}`, folder]);
  const options = { log, cwd: clone, env, id };
  let code = await run('npm', ['ci'], options);
  const begun = performance.now();
  const random = conditions.random ? ['--', '--randomize'] : [];
  if (code === 0) code = await run('npm', ['run', values.script, ...random], options);
  const seconds = Math.round((performance.now() - begun) / 1000);
  rmSync(folder, { recursive: true, force: true });
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const text = stripVTControlCharacters(readFileSync(log, 'utf8'));
  const tests = /^Tests: +(.*)$/m.exec(text)?.[1] ?? 'no tests ran';
  console.log(
    `${version.padEnd(10)} ${conditions.name.padEnd(42)} ${seconds} s, ${tests}, exit code ${code}`,
  );
  if (code === 0) rmSync(log);
  else console.log(`  ${log}`);
  return code === 0;
}

if (isRoot) execFileSync('chmod', ['755', root]);
else console.log('Not started as root: what is done as root or not is done as this user.');
startLoad();
const results = [];
for (let round = 0; round < runs; round++) {
  for (const node of nodes) {
    results.push(await check(results.length + 1, node, CONDITIONS[results.length % CONDITIONS.length]));
  }
}
const green = results.filter(Boolean).length;
console.log(`${green} of ${results.length} runs passed.`);
if (green === results.length) rmSync(root, { recursive: true });
process.exit(green === results.length ? 0 : 1);
