import { extname } from 'node:path';
import { type Route, routeOf } from 'functions-runtime';

/** The names of a project's files: sources such as `sms.protected.ts` below `src/functions`, and all below `src/assets`. */
export type Names = { readonly functions: readonly string[]; readonly assets: readonly string[] };

type File = { readonly name: string; readonly kind: Route['kind'] };

/** What a name can say of who may call or get a file, the stricter first. */
const MARKERS = ['private', 'protected'] as const;
type Marker = (typeof MARKERS)[number];

/**
 * Finds names that look private or protected where the deploy's rule takes them for less, names that a deploy refuses, and
 * files that would have the same path. A name looks so when the word begins it, the name of a folder, or what follows a dot, in
 * any case, and no letter follows: `id.private`, `key.PROTECTED.txt`, `report.private.2024.pdf`, `private/list.json`, and
 * `list.private copy.json`, as a copy is called.
 *
 * @returns a sentence or two for each, with what to do; none when all is well.
 */
export function problemsOfNames({ functions, assets }: Names): string[] {
  const files: File[] = [
    ...functions.map((name) => ({ name, kind: 'function' as const })),
    ...assets.map((name) => ({ name, kind: 'asset' as const })),
  ];
  const judged = files.map((file) => ({ file, judgement: judge(file) }));
  const filesByPath = new Map<string, string[]>();
  for (const { file, judgement } of judged) {
    if (typeof judgement === 'string') continue;
    filesByPath.set(judgement.path, [...(filesByPath.get(judgement.path) ?? []), shown(file)]);
  }
  return [
    ...judged.flatMap(({ file, judgement }) =>
      typeof judgement === 'string' ? [judgement] : problemOfAccess(file, judgement),
    ),
    ...[...filesByPath]
      .filter(([, shared]) => shared.length > 1)
      .map(
        ([path, shared]) => `${shared.join(' and ')} would have the same path, ${path}. Rename all but one.`,
      ),
  ];
}

/** The route of a file, or why a deploy refuses it. */
function judge(file: File): Route | string {
  try {
    return routeOf(deployedName(file), file.kind);
  } catch (error) {
    return `${shown(file)} cannot be deployed. ${(error as Error).message} Rename it.`;
  }
}

function problemOfAccess(file: File, { access }: Route): string[] {
  const why = misleading(file, access);
  if (why === undefined) return [];
  const name = suggestedName(file, looksOf(file.name) ?? 'private');
  const advice =
    name === undefined
      ? 'Leave the word out.'
      : `Name it ${shown({ ...file, name })}, or leave the word out.`;
  return [`${shown(file)} ${why} ${advice}`];
}

/** What is misleading in a name that has this access; `undefined` when nothing is. */
function misleading({ name }: File, access: Route['access']): string | undefined {
  const looks = looksOf(name);
  if (looks !== undefined && access !== 'private' && access !== looks)
    return `looks ${looks} and would be ${access}: the word counts only in small letters, right before the extension.`;
  return markersIn(basename(name)).length < 2 ? undefined : `is marked twice, and would be ${access}.`;
}

/** What a name looks like, if it looks private or protected at all. */
export const looksOf = (name: string): Marker | undefined => markersIn(name)[0];

/** The markers in a name, the stricter first. */
function markersIn(name: string): Marker[] {
  // Without what cannot be seen, and full-width letters as plain ones.
  const plain = name.normalize('NFKC').replace(/\p{Cf}/gu, '');
  const words = plain.split(/[\\/.]/).map((part) => /^\s*(\p{L}*)/u.exec(part)?.[1]?.toLowerCase());
  return MARKERS.flatMap((marker) => words.filter((word) => word === marker).map(() => marker));
}

/**
 * A name that has this access and no problem, if there is one. The folders keep theirs, unless the rule takes one for the file's
 * own.
 */
function suggestedName(file: File, marker: Marker): string | undefined {
  const folders = file.name.split(/[\\/]/).slice(0, -1);
  const name = markedName(basename(file.name), marker, file.kind === 'function' ? '.ts' : '.txt');
  const plainFolders = folders.map(unmarked).filter((folder) => /[^.]/.test(folder));
  return [folders, plainFolders]
    .map((kept) => [...kept, name].join('/'))
    .find((suggested) => isWell({ ...file, name: suggested }, marker));
}

function isWell(file: File, marker: Marker): boolean {
  const judgement = judge(file);
  return (
    typeof judgement !== 'string' &&
    judgement.access === marker &&
    misleading(file, judgement.access) === undefined
  );
}

const isMarker = (part: string): boolean => markersIn(part).length > 0;

const unmarked = (name: string): string =>
  name
    .split('.')
    .filter((part) => !isMarker(part))
    .join('.');

/** @param extension - for a name that has none. */
function markedName(name: string, marker: Marker, extension: string): string {
  const [first = '', ...others] = name.split('.');
  const plain = unmarked([isMarker(first) ? 'NAME' : first, ...others].join('.'));
  const own = extname(plain);
  const stem = own === '' ? plain : plain.slice(0, -own.length);
  return `${stem}.${marker}${own === '' ? extension : own}`;
}

const basename = (name: string): string => name.split(/[\\/]/).at(-1) ?? name;

/** The build makes `sms.protected.js` of `sms.protected.ts`. */
const deployedName = ({ name, kind }: File): string =>
  kind === 'function' ? name.replace(/\.ts$/, '.js') : name;

const shown = ({ name, kind }: File): string => `src/${kind}s/${name}`;
