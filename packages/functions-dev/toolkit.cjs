// For the toolkit's config, which twilio-run and the Twilio CLI load with `require`.
const { join, resolve } = require('node:path');

/** Whether this process builds, or is started by who does: then the config does not. Of this process, not inherited. */
const BUILT_ELSEWHERE = Symbol.for('functions-dev: built elsewhere');

exports.buildFirst = (root, checkFile, config) => {
  const { deploy = {}, promote = {}, start = {} } = config.commands ?? {};
  const tool = { root, config, args: process.argv.slice(2), cwd: process.cwd() };
  const toDeploy = once(() =>
    load('prepare.ts').prepareDeploy(tool, loadFile(resolve(root, checkFile)).checkVariables),
  );
  const toPromote = once(() => load('prepare.ts').preparePromotion(tool));
  const toStart = once(() => load('prepare.ts').prepareStart(root));
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

const load = (file) => loadFile(join(__dirname, 'src', file));
/** Loads TypeScript, and leaves `require` as it is for the tool. */
const loadFile = (file) => require('tsx/cjs/api').require(file, __filename);

/** The toolkit reads its config several times in a deploy. */
function once(act) {
  let done = false;
  return () => {
    if (!done && globalThis[BUILT_ELSEWHERE] !== true) act();
    done = true;
  };
}
