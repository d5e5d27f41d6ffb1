import { readFile, stat } from 'node:fs/promises';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { filesIn } from 'functions-runtime';

const OF_DEPLOY = 'dist/deployed/maps';
const OF_BUILD = 'dist/maps';

/** The end of a place in a built Function: that of its path, or of Twilio's name for it, then line and column. */
const END_OF_PLACE = /\.js:(\d+):(\d+)/g;

/** How Twilio names a Function in a stack: by the SID of its version. */
const HANDLER = /(?:^|\/)ZN[0-9a-f]{32}\.js$/;

const USAGE = `npm run where -- sms.protected.js:232:12       the line of TypeScript
npm run where -- --function sms 232:12         the same
npm run where -- --function sms < stack.txt    a whole stack; without --function, places of Twilio are looked up in each Function
npm run where -- --build ...                   by the maps of the last build, not of the last deploy from here`;

const ADVICE =
  'When the source has changed since: check out the commit that was deployed, npm run build, and npm run where -- --build.';

const UNREADABLE =
  'is not a source map, or not all of one, and was left out: npm run build, and npm run where -- --build.';

/** A place alone, without the name of a Function. */
const LINE_AND_COLUMN = /^\d+:\d+$/;

/**
 * Finds the lines of TypeScript that places in built Functions come from.
 *
 * @param root - the project's folder.
 * @param input - reads standard input, when no place is among the arguments.
 * @returns what to print: which maps were used, which could not be, and the given text with each place of a Function mapped; the usage
 *   when the arguments ask for help.
 * @throws Error with what to do, when there are no maps or no place can be found.
 */
export async function where(
  root: string,
  args: readonly string[],
  input: () => Promise<string>,
): Promise<string> {
  const { help, wanted, ofBuild, text } = await readArguments(args, input);
  if (help) return USAGE;
  const { folder, files, built } = await findMaps(root, ofBuild ? [OF_BUILD] : [OF_DEPLOY, OF_BUILD]);
  const named = wanted === undefined ? undefined : functionNamed(wanted, files);
  const given = named !== undefined && LINE_AND_COLUMN.test(text) ? `${named}:${text}` : text;
  const maps = mapsIn(root, folder);
  const found: string[] = [];
  const lines: string[] = [];
  for (const line of given.split('\n')) {
    lines.push(line);
    for (const place of placesIn(line)) {
      const candidates = candidatesFor(place.path, named, files);
      for (const file of candidates) {
        const source = await maps.lookUp(file, place);
        if (source === undefined) continue;
        found.push(source);
        lines.push(`        ${candidates.length > 1 ? `if ${file}: ` : ''}${source}`);
      }
    }
  }
  const problems = maps.unreadable.map((map) => `${map} ${UNREADABLE}`);
  if (found.length === 0) {
    if (problems.length > 0) throw new Error([...problems, ADVICE].join('\n'));
    throw new Error(`No place in ${files.join(', ')} that ${folder} knows.\n\n${USAGE}`);
  }
  const which = folder === OF_BUILD ? 'the last build' : 'the last deploy from here';
  return [...lines, '', ...problems, `By ${folder}, ${which}, ${built.toISOString()}.`, ADVICE].join('\n');
}

async function readArguments(args: readonly string[], input: () => Promise<string>) {
  const { values, positionals } = parse(args);
  const { help, function: wanted, build: ofBuild } = values;
  if (help) return { help, wanted, ofBuild, text: '' };
  const text = (positionals.length > 0 ? positionals.join(' ') : await input()).trimEnd();
  if (text.trim() === '') throw new Error(USAGE);
  return { help, wanted, ofBuild, text };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', default: false },
        function: { type: 'string' },
        build: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${USAGE}`, { cause: error });
  }
}

async function findMaps(root: string, folders: readonly string[]) {
  for (const folder of folders) {
    const maps = (await filesIn(join(root, folder)).catch(() => [])).filter((file) =>
      file.endsWith('.js.map'),
    );
    const [first] = maps;
    if (first === undefined) continue;
    const times = await Promise.all(maps.map(async (map) => (await stat(join(root, folder, map))).mtimeMs));
    const files = maps.map((map) => withSlashes(map.slice(0, -'.map'.length))).sort();
    return { folder, files, built: new Date(Math.max(...times)) };
  }
  throw new Error(`There are no source maps. ${ADVICE}`);
}

/** A path of Windows as one of a URL. No name of a Function has a backslash. */
const withSlashes = (path: string): string => path.replaceAll('\\', '/');

const plainName = (file: string): string => file.replace(/(?:\.(?:protected|private))?\.js$/, '');

function functionNamed(wanted: string, files: readonly string[]): string {
  const file = files.find((one) => [one, plainName(one)].includes(wanted.replace(/^\//, '')));
  if (file === undefined) throw new Error(`No Function "${wanted}". There are: ${files.join(', ')}.`);
  return file;
}

type Place = { readonly path: string; readonly row: number; readonly column: number };

/** The places in a line. Takes linear time: each word is searched for their ends, not for a path from each character on. */
function placesIn(line: string): Place[] {
  return line.split(/[\s()]+/).flatMap((word) => {
    let begin = 0;
    return [...word.matchAll(END_OF_PLACE)].map(({ 0: end, 1: row, 2: column, index }) => {
      const path = word.slice(begin, index + '.js'.length);
      begin = index + end.length;
      return { path, row: Number(row), column: Number(column) };
    });
  });
}

/** The Functions that a path of a stack can be: one, or each for Twilio's name. */
function candidatesFor(
  given: string,
  named: string | undefined,
  files: readonly string[],
): readonly string[] {
  const path = withSlashes(given);
  const matching = files.filter((file) => path === file || path.endsWith(`/${file}`));
  // Of admin/sms.js and sms.js, the longer one.
  if (matching.length > 0) return matching.sort((a, b) => b.length - a.length).slice(0, 1);
  if (!HANDLER.test(path)) return [];
  return named === undefined ? files : [named];
}

/**
 * Looks places up in the maps of a folder. Each is read once. One that cannot be read is as one in which nothing is mapped;
 * its path is in `unreadable`.
 */
function mapsIn(root: string, folder: string) {
  const opened = new Map<string, Promise<ReadMap | undefined>>();
  const unreadable: string[] = [];
  const open = (file: string) =>
    readMap(root, join(root, folder, file)).catch(() => {
      unreadable.push(join(folder, file));
      return undefined;
    });
  return {
    unreadable,
    /** A place in a source and the line there; `undefined` when nothing is mapped there. */
    async lookUp(name: string, { row, column }: Place): Promise<string | undefined> {
      const file = `${name}.map`;
      const map = opened.get(file) ?? open(file);
      opened.set(file, map);
      return (await map)?.(row, column);
    },
  };
}

type ReadMap = (row: number, column: number) => string | undefined;
/** Of a source that came with a map of its own there may be no content. */
type Payload = Omit<SourceMapPayload, 'sourcesContent'> & { readonly sourcesContent: (string | null)[] };

/** Reads a map as a build writes it. Rejects for another file, and for one that is not written to its end. */
async function readMap(root: string, path: string): Promise<ReadMap> {
  const payload = JSON.parse(await readFile(path, 'utf8')) as Payload;
  if (payload.version !== 3) throw new Error('Another version.');
  const names = payload.sources.map((source) => relative(root, fileURLToPath(source)));
  const contents = payload.sourcesContent.map((text) => (text ?? '').split('\n'));
  const map = new SourceMap(payload as SourceMapPayload);
  return (row, column) => {
    const entry = map.findEntry(row - 1, column - 1);
    if (!('originalSource' in entry) || entry.generatedLine !== row - 1) return undefined;
    const { originalSource, originalLine, originalColumn } = entry;
    const source = payload.sources.indexOf(originalSource);
    const [name, line = ''] = [names[source], contents[source]?.[originalLine]];
    return name && `${name}:${originalLine + 1}:${originalColumn + 1}    ${line.trim()}`;
  };
}
