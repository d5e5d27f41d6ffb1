// Read by twilio-run and by the Twilio CLI (`twilio serverless:*`). Both build src/functions when they deploy or start.
module.exports = load().buildFirst(__dirname, 'scripts/check-variables.ts', {
  // The build's output: what is uploaded is one self-contained JavaScript file for each Function.
  functionsFolder: 'dist/functions',
  // Static files need no build. Every file in here is public unless its name says .protected. or .private.
  assetsFolder: 'src/assets',
  // The Node.js that runs the Functions on Twilio, whose default this is. To change it: docs/deploying.md, Another Node.js.
  runtime: 'node22',
  commands: {
    start: {
      // One process for all requests: about 3 ms a message, where a fork for each takes about 300 ms.
      forkProcess: false,
      // Load a Function anew for each request, so that the next message meets the code of the last build.
      live: true,
    },
  },
});

function load() {
  try {
    return require('functions-dev/toolkit');
  } catch (error) {
    throw new Error('The packages of this project are not installed. Run npm ci first.', { cause: error });
  }
}
