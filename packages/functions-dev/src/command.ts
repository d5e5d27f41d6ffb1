import { text } from 'node:stream/consumers';
import { buildFunctions } from './build-functions';
import { numberCommand } from './number/number-command';
import { where } from './where';

const USAGE = `functions-dev build     bundles src/functions into dist/functions
functions-dev number    lists the account's phone numbers, or points one at the deployed service
functions-dev where     finds the line of TypeScript of a place in a built Function, or of a whole stack`;

const BUILD_USAGE = 'npm run build     bundles src/functions into dist/functions; takes no arguments';

async function main([command = '', ...args]: string[]): Promise<number> {
  switch (command) {
    case '--help':
      console.log(USAGE);
      return 0;
    case 'build':
      if (args.length > 0) {
        if (args.includes('--help')) console.log(BUILD_USAGE);
        else throw new Error(`${args.join(' ')} is not understood.\n\n${BUILD_USAGE}`);
        return 0;
      }
      for (const file of await buildFunctions(process.cwd())) console.log(`dist/functions/${file}`);
      return 0;
    case 'number':
      await numberCommand(process.cwd(), args);
      return 0;
    case 'where':
      // Nothing is read from a terminal: it would wait without a word.
      console.log(
        await where(process.cwd(), args, () =>
          process.stdin.isTTY ? Promise.resolve('') : text(process.stdin),
        ),
      );
      return 0;
    default:
      throw new Error(USAGE);
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
