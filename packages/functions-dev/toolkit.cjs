// For the toolkit's config, which twilio-run and the Twilio CLI load with `require`.
const { existsSync } = require('node:fs');
const { join, resolve } = require('node:path');

/** Whether this process builds, or is started by who does: then the config does not. Of this process, not inherited. */
const BUILT_ELSEWHERE = Symbol.for('functions-dev: built elsewhere');

exports.buildFirst = (root, checkFile, config) => {
  const { deploy = {}, promote = {}, start = {} } = config.commands ?? {};
  const tool = { root, config, args: process.argv.slice(2), cwd: process.cwd() };
  const toDeploy = once(() =>
    load(root, 'prepare.ts').prepareDeploy(tool, loadFile(root, resolve(root, checkFile)).checkVariables),
  );
  const toPromote = once(() => load(root, 'prepare.ts').preparePromotion(tool));
  const toStart = once(() => load(root, 'prepare.ts').prepareStart(root));
  return {
    ...config,
    commands: {
      ...config.commands,
      get deploy() {
        toDeploy();
        return deploy;
      },
      get promote() {
        toPromote();
        return promote;
      },
      get start() {
        toStart();
        return start;
      },
    },
  };
};

exports.buildElsewhere = () => {
  globalThis[BUILT_ELSEWHERE] = true;
};

const load = (root, file) => loadFile(root, join(__dirname, 'src', file));

/**
 * Loads TypeScript, and leaves `require` as it is for the tool. With the `paths` of the project's own tsconfig.json: tsx takes that of the
 * folder in which the tool was called.
 */
function loadFile(root, file) {
  const { TSX_TSCONFIG_PATH: before } = process.env;
  const own = join(root, 'tsconfig.json');
  if (before === undefined && existsSync(own)) process.env.TSX_TSCONFIG_PATH = own;
  try {
    return require('tsx/cjs/api').require(file, __filename);
  } finally {
    if (before === undefined) delete process.env.TSX_TSCONFIG_PATH;
  }
}

/** The toolkit reads its config several times in a deploy. */
function once(act) {
  let done = false;
  return () => {
    if (!done && globalThis[BUILT_ELSEWHERE] !== true) act();
    done = true;
  };
}
