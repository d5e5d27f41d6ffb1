import { mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type * as ServerlessApi from '@twilio-labs/serverless-api';
import * as fc from 'fast-check';
import { listRoutes, type Route, routeOf, uploadedFiles } from 'functions-runtime';
import { temporaryFolder } from 'test-support';
import { problemsOfNames } from '../src/problems-of-names';

// What twilio-run itself serves and deploys by, from where it loads it, against what is said here.
const fromTwilioRun = createRequire(require.resolve('twilio-run/package.json'));
const { fsHelpers } = fromTwilioRun('@twilio-labs/serverless-api') as typeof ServerlessApi;

type Judgement = Pick<Route, 'path' | 'access'> | 'refused';

const deployed = (name: string, kind: Route['kind']): Judgement =>
  orRefused(() =>
    fsHelpers.getPathAndAccessFromFileInfo({ name, path: name }, kind === 'function' ? '.js' : undefined),
  );

const here = (name: string, kind: Route['kind']): Judgement =>
  orRefused(() => {
    const { path, access } = routeOf(name, kind);
    return { path, access };
  });

function orRefused(judge: () => Judgement): Judgement {
  try {
    return judge();
  } catch {
    return 'refused';
  }
}

const WORDS = [
  'private',
  'protected',
  'public',
  'PRIVATE',
  'Protected',
  'privately',
  'unprotected',
  'private-x',
  'private copy',
  'x-private',
];
const OTHERS = [
  'a',
  'b2',
  'js',
  'ts',
  'txt',
  'pdf',
  'ü',
  '漢',
  '\u{1F600}',
  ' ',
  'two words',
  'a\tb',
  '-',
  '_',
  '\\',
  '(1)',
  '#',
];

/** Names as rich in dots, the words and odd characters as no project has them; none has a part that is only dots. */
const NAME = fc
  .array(
    fc
      .array(fc.oneof(fc.constantFrom(...WORDS), fc.constantFrom('', '.', ...OTHERS)), {
        minLength: 1,
        maxLength: 5,
      })
      .map((parts) => parts.join('.'))
      .filter((segment) => /[^.]/.test(segment)),
    { minLength: 1, maxLength: 3 },
  )
  .map((segments) => segments.join('/'));

/** What a reader takes a name for. */
const looks = (name: string) =>
  /(^|[\\/.])\s*private(?!\p{L})/iu.test(name)
    ? 'private'
    : /(^|[\\/.])\s*protected(?!\p{L})/iu.test(name)
      ? 'protected'
      : 'public';

const STRICTNESS = ['public', 'protected', 'private'];
const isLess = (access: string, than: string) => STRICTNESS.indexOf(access) < STRICTNESS.indexOf(than);

describe.each(['function', 'asset'] as const)('the names of 50,000 files, each a %s,', (kind) => {
  it('are judged as the deploy judges them, and each that would be more public than it looks is reported', () => {
    const extension = kind === 'function' ? '.ts' : '';
    const problemsOf = (name: string) => problemsOfNames({ functions: [], assets: [], [`${kind}s`]: [name] });
    const uploaded = (source: string) => source.replace(/\.ts$/, kind === 'function' ? '.js' : '$&');

    fc.assert(
      fc.property(NAME, (name) => {
        const source = name + extension;
        const judgement = deployed(uploaded(source), kind);
        if (JSON.stringify(here(uploaded(source), kind)) !== JSON.stringify(judgement)) return false;
        const problems = problemsOf(source);
        const mustBeReported = judgement === 'refused' || isLess(judgement.access, looks(source));
        if (mustBeReported && problems.length !== 1) return false;
        if (looks(source) === 'public' && judgement !== 'refused' && problems.length > 0) return false;

        const [, better] = /Name it src\/\w+\/(.*), or leave/s.exec(problems[0] ?? '') ?? [];
        if (better === undefined) return true;
        const { access } = routeOf(uploaded(better), kind);
        return !isLess(access, looks(source)) && problemsOf(better).length === 0;
      }),
      { numRuns: 50_000 },
    );
  });
});

/** A file, a link to what must be one, or any link. */
type Entry = { readonly path: string; readonly toFile?: string | undefined; readonly linkTo?: string };

const SEGMENT = fc.oneof(
  {
    weight: 50,
    arbitrary: fc.constantFrom(
      'a',
      'b',
      'private',
      'x.private.js',
      'y.js',
      '.js',
      '.env',
      '.DS_Store',
      'A b.txt',
    ),
  },
  { weight: 1, arbitrary: fc.constant('q?') },
);
const PATH = fc.array(SEGMENT, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/'));
const FILES = fc.array(PATH, { minLength: 1, maxLength: 6 });

/**
 * Files and links to files, or to nothing; and at most one link that may lead to a folder, also to one above it: with two,
 * the deploy would be lost in them.
 */
const TREE = fc
  .record({
    files: FILES,
    toFiles: fc.array(fc.record({ path: PATH, file: fc.nat(5) }), { maxLength: 3 }),
    other: fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      {
        weight: 1,
        arbitrary: fc.record({ path: PATH, linkTo: fc.constantFrom('a', '..', '.', '../b', 'nothing') }),
      },
    ),
  })
  .map(({ files, toFiles, other }): Entry[] => [
    ...files.map((path) => ({ path })),
    ...toFiles.map(({ path, file }) => ({ path, toFile: files[file] })),
    ...(other === undefined ? [] : [other]),
  ]);

/** Makes what can be made: where a file stands, no folder can. */
async function plant(root: string, tree: readonly Entry[]): Promise<void> {
  for (const { path, toFile, linkTo } of tree) {
    const at = join(root, path);
    const target = toFile === undefined ? linkTo : relative(dirname(path), toFile);
    if (toFile !== undefined && !(await isFile(join(root, toFile)))) continue;
    await mkdir(dirname(at), { recursive: true })
      .then(() => (target === undefined ? writeFile(at, path, { flag: 'wx' }) : symlink(target, at)))
      .catch(() => undefined);
  }
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

it('lists of 300 folders what the deploy uploads, and refuses what makes it fail', async () => {
  const folder = await temporaryFolder();
  let trees = 0;
  const outcomes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(TREE, TREE, async (functions, assets) => {
      const root = join(folder, String(trees++));
      // Each in a folder of its own, so that a link out of it does not lead to the other.
      const folders = [join(root, 'built/functions'), join(root, 'source/assets')] as const;
      await plant(folders[0], functions);
      await plant(folders[1], assets);
      const there = await outcome(async () => {
        const found = await fsHelpers.getListOfFunctionsAndAssets(root, {
          functionsFolderNames: ['built/functions'],
          assetsFolderNames: ['source/assets'],
        });
        const routes = (kind: Route['kind']) =>
          found[`${kind}s`].map(({ path, access }) => ({ path, access, kind }));
        return {
          routes: [...routes('function'), ...routes('asset')],
          assets: found.assets.map(({ filePath }) => relative(folders[1], filePath)),
        };
      });
      const ours = await outcome(() => ({
        routes: listRoutes(...folders),
        assets: uploadedFiles(folders[1]),
      }));
      outcomes.add(there);
      return ours === there;
    }),
    { numRuns: 300 },
  );
  expect(outcomes.size).toBeGreaterThan(100);
  expect(outcomes).toContain('fails');
});

it('lists nothing where there is no folder', async () => {
  const folder = join(await temporaryFolder(), 'none');
  expect(listRoutes(folder, folder)).toEqual([]);
});

/** What came of it, in no order. */
async function outcome(list: () => unknown): Promise<string> {
  try {
    const { routes, assets } = (await list()) as { routes: Route[]; assets: string[] };
    return [...routes.map((route) => JSON.stringify(route)), ...assets].sort().join('\n');
  } catch {
    return 'fails';
  }
}
