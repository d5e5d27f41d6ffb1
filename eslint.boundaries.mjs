import { join } from 'node:path';
import { importX } from 'eslint-plugin-import-x';

const LIBRARY = 'packages/conversation/src';
const EMULATOR = 'packages/emulator/src';
const DEV = 'packages/functions-dev/src';
const RUNTIME = 'packages/functions-runtime/src';
const SUPPORT = 'packages/test-support/src';

const PAGE = `${EMULATOR}/page`;
const ENGINE_FOR_PAGE = [
  'addresses',
  'channels',
  'defined',
  'faults',
  'fresh-number',
  'limits',
  'number-kind',
  'opt-out-words',
  'pair-of',
  'own-number',
  'recorded-turns',
  'replay/compare',
  'replay/types',
  'search',
  'types',
].map((name) => `${EMULATOR}/engine/${name}.ts`);

/** Used by every part of the library. */
const BASE = ['duration', 'errors', 'function-context', 'json']
  .map((name) => `${LIBRARY}/${name}.ts`)
  .concat(`${LIBRARY}/async`);

/** Of the conversation, what its readers may use. */
const FOR_READERS = ['answer-source', 'choices', 'reader', 'words'].map(
  (name) => `${LIBRARY}/conversation/${name}.ts`,
);

/** What each folder may import besides itself and npm's packages. Dependencies point one way. */
const MAY_IMPORT = {
  'src/functions': [LIBRARY],

  [LIBRARY]: [],
  [`${LIBRARY}/session`]: BASE,
  [`${LIBRARY}/message`]: BASE,
  [`${LIBRARY}/texts`]: [],
  [`${LIBRARY}/rest`]: BASE,
  [`${LIBRARY}/sync`]: [...BASE, `${LIBRARY}/rest`, `${LIBRARY}/session`],
  [`${LIBRARY}/conversation`]: [...BASE, `${LIBRARY}/message`, `${LIBRARY}/texts`],
  [`${LIBRARY}/conversation/readers`]: [...BASE, `${LIBRARY}/message`, `${LIBRARY}/texts`, ...FOR_READERS],
  // The one layer that meets Twilio's globals, above all others.
  [`${LIBRARY}/twilio`]: [LIBRARY],

  [RUNTIME]: [],

  [EMULATOR]: [RUNTIME],
  [`${EMULATOR}/engine`]: [RUNTIME],
  [`${EMULATOR}/rest`]: [`${EMULATOR}/engine`],
  [`${EMULATOR}/state-file`]: [RUNTIME, `${EMULATOR}/engine`, `${EMULATOR}/api`, `${EMULATOR}/rest`],
  [`${EMULATOR}/api`]: [RUNTIME, `${EMULATOR}/engine`, `${EMULATOR}/rest`, `${EMULATOR}/page/bundle.ts`],
  // Runs in a browser: of the engine it may have only what needs no Node.js.
  [PAGE]: ENGINE_FOR_PAGE,
  [`${PAGE}/display`]: ENGINE_FOR_PAGE,
  [`${PAGE}/state`]: ENGINE_FOR_PAGE,
  [`${PAGE}/hooks`]: [...ENGINE_FOR_PAGE, `${PAGE}/display`, `${PAGE}/state`],
  [`${PAGE}/components`]: [
    ...ENGINE_FOR_PAGE,
    ...['display', 'hooks', 'state', 'copy-as-curl.ts', 'copy-as-test.ts'].map((name) => `${PAGE}/${name}`),
  ],

  [DEV]: [RUNTIME, 'packages/functions-dev/toolkit.cjs', 'packages/functions-dev/toolkit.d.cts'],
  [`${DEV}/platform`]: [RUNTIME],

  [SUPPORT]: [RUNTIME],
  'packages/conversation/test': [LIBRARY, SUPPORT],
  'packages/emulator/test': [EMULATOR, RUNTIME, SUPPORT],
  'packages/functions-dev/test': [DEV, RUNTIME, SUPPORT],
  'packages/functions-runtime/test': [RUNTIME, SUPPORT],
  'packages/test-support/test': [RUNTIME, SUPPORT],
  // The tests of the Functions see them as their owner does, and deploy them.
  test: ['src', LIBRARY, EMULATOR, DEV, RUNTIME, SUPPORT],
  // The packages put together.
  scripts: [LIBRARY, EMULATOR, DEV, RUNTIME, SUPPORT],
  'compat/test': [EMULATOR, SUPPORT, 'scripts/test/packages/support'],
  bench: [LIBRARY, EMULATOR, DEV, RUNTIME, SUPPORT, 'test/support'],
  torture: [LIBRARY, EMULATOR, SUPPORT, 'test/support'],
};

/** Where npm's packages are: in the folder of a workspace when another one needs another version. */
const NPM = ['node_modules', 'packages/emulator/node_modules'];

const zones = [
  ...Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
    target: folder,
    from: '.',
    except: [...NPM, folder, ...allowed],
    message: `${folder} may not import that. eslint.boundaries.mjs lists what it may.`,
  })),
  // What a conversation is written with knows neither the readers nor how it is replayed.
  ...['readers', 'replay'].map((folder) => ({
    target: `${LIBRARY}/conversation/*.ts`,
    from: `${LIBRARY}/conversation/${folder}`,
    message: `${LIBRARY}/conversation/*.ts may not import from ${folder}.`,
  })),
  {
    target: `${LIBRARY}/conversation/replay`,
    from: `${LIBRARY}/conversation/readers`,
    message: 'A replay knows readers only by their type.',
  },
];

/** The directions of imports between folders and packages, no cycles, and no dependency that is not declared. */
export default {
  files: ['**/*.ts', '**/*.tsx'],
  plugins: { 'import-x': importX },
  settings: {
    'import-x/resolver-next': [
      importX.createNodeResolver({
        extensions: ['.ts', '.tsx', '.mjs', '.js'],
        // Its `paths` lead to the sources of the packages that are published.
        tsconfig: { configFile: join(import.meta.dirname, 'tsconfig.json') },
      }),
    ],
  },
  rules: {
    'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
    'import-x/no-relative-packages': 'error',
    'import-x/no-cycle': 'error',
    'import-x/no-extraneous-dependencies': ['error', { includeTypes: true }],
  },
};
