import { buildFunctions } from './build-functions';

buildFunctions(process.cwd()).then(
  (built) => {
    for (const file of built) console.log(`dist/functions/${file}`);
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
